#ifndef HOMEWARD_AUTH_REDACTION_REDACT_FIXTURE_H_
#define HOMEWARD_AUTH_REDACTION_REDACT_FIXTURE_H_

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/decision/grant.h"
#include "auth/testing/signed_mous.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/mou.pb.h"

// Grants and records for tests of redaction.
namespace homeward::auth {

// An MOU with one permit of everything for everybody, with exactly `rules`.
inline v1::Mou MouOf(const std::vector<v1::FieldRule>& rules) {
  v1::Mou mou = testing::Permitting(
      testing::Document("m", absl::UnixEpoch(), absl::FromUnixSeconds(100)),
      {});
  for (const v1::FieldRule& rule : rules) {
    *mou.mutable_clauses(0)->add_fields() = rule;
  }
  return mou;
}

// The question of `requester` about the records of "ngo", by `mou` between
// them.
inline Admission AdmissionBy(v1::Mou mou, const std::string& requester) {
  mou.add_party_agency_ids("ngo");
  if (requester != "ngo") mou.add_party_agency_ids(requester);
  const auto set = ActiveSet::Build(
      testing::AsCharter(testing::Document("charter", absl::UnixEpoch(),
                                           absl::FromUnixSeconds(100))),
      {testing::SignedByAll(mou)}, {});
  AccessRequest request;
  request.owner_agency_id = "ngo";
  request.requester_agency_id = requester;
  request.requester_kind = v1::AGENCY_KIND_CHILD_WELFARE;
  request.roles = {v1::ROLE_CP_CASEWORKER};
  request.purpose = v1::PURPOSE_CARE_COORDINATION;
  request.action = v1::ACTION_READ_RECORD;
  request.mou_id = "m";
  return *Admit(*set, request, {}, absl::FromUnixSeconds(1)).admission;
}

// What `mou`, between "ngo" and `requester`, grants of the records of "ngo".
inline Grant GrantBy(v1::Mou mou, const std::string& requester = "ngo") {
  RecordFacts facts;
  facts.location_protected = Tri::kFalse;
  return *Authorize(AdmissionBy(std::move(mou), requester), facts).grant;
}

// A grant of exactly `paths`, clear.
inline Grant GrantOf(const std::set<std::string>& paths) {
  std::vector<v1::FieldRule> rules;
  for (const std::string& path : paths) {
    rules.emplace_back().set_field_path(path);
    rules.back().set_outcome(v1::FIELD_OUTCOME_CLEAR);
  }
  return GrantBy(MouOf(rules));
}

inline internal::v1::StoredRecord RecordOf(
    const std::vector<v1::Claim>& claims) {
  internal::v1::StoredRecord record;
  record.set_record_id("agencies/ngo/children/1");
  for (const v1::Claim& claim : claims) *record.add_claims() = claim;
  return record;
}

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_REDACTION_REDACT_FIXTURE_H_
