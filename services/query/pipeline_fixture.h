#ifndef HOMEWARD_SERVICES_QUERY_PIPELINE_FIXTURE_H_
#define HOMEWARD_SERVICES_QUERY_PIPELINE_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "auth/redaction/field_hash.h"
#include "auth/testing/hasher.h"
#include "auth/testing/signed_mous.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/mou.pb.h"
#include "services/matching/describe.h"
#include "services/matching/index_version.h"
#include "services/matching/terms.h"
#include "services/query/pipeline.h"
#include "storage/records/record_store.h"
#include "storage/records/record_test_kit.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::query {

inline constexpr int64_t kNow = 1800000000;
inline constexpr char kName[] = "Solomiia Koval";
inline constexpr char kNumber[] = "305-00412907";
// No record has it.
inline constexpr char kAbsent[] =
    "agencies/ngo/children/00000000000000000000000000000000";

// The police may learn of the NGO's records a place, roughly, and no name.
inline constexpr char kMou[] = R"pb(
  mou_id: "ngo-police"
  version: 1
  party_agency_ids: [ "ngo", "police" ]
  effective_time { seconds: 1 }
  expiry_time { seconds: 1900000000 }
  legal_authority: "an agreement"
  schema_version: 1
  clauses {
    clause_id: "search"
    effect: EFFECT_PERMIT
    match {
      owner { agency_ids: "ngo" }
      requester { agency_ids: "police" }
      roles { roles: ROLE_POLICE_MISSING }
      purposes { purposes: PURPOSE_MISSING_SEARCH }
      actions { actions: ACTION_LOCATE }
      categories { categories: [ CATEGORY_EXIST, CATEGORY_LOC_COARSE ] }
    }
    fields { field_path: "source_time" outcome: FIELD_OUTCOME_CLEAR }
    fields {
      field_path: "sighting.place.admin1_code"
      outcome: FIELD_OUTCOME_CLEAR
    }
    obligations {
      type: OBLIGATION_TYPE_RETAIN_AT_MOST
      within { seconds: 60 }
    }
  }
)pb";

inline v1::ChildDescriptor ByName(const std::string& name, int year = 0) {
  v1::ChildDescriptor child;
  child.mutable_name()->set_full_name(name);
  if (year != 0) child.mutable_name()->set_birth_year(year);
  return child;
}

inline v1::ChildDescriptor ByNumber(v1::IdentifierType type,
                                    const std::string& value) {
  v1::ChildDescriptor child;
  child.mutable_identifier()->set_type(type);
  child.mutable_identifier()->set_value(value);
  return child;
}

inline v1::ChildDescriptor ById(const std::string& record_id) {
  v1::ChildDescriptor child;
  child.set_record_id(record_id);
  return child;
}

// An NGO with some records, and the police who ask it by kMou.
class PipelineFixture : public ::testing::Test {
 protected:
  PipelineFixture() {
    const v1::Mou charter =
        auth::testing::NoIncidents(absl::FromUnixSeconds(1'900'000'000));
    const v1::Mou mou = homeward::testing::TextProto(kMou);
    auto set = auth::ActiveSet::Build(auth::testing::AsCharter(charter),
                                      {auth::testing::SignedByAll(mou)}, {});
    EXPECT_OK(set);
    mous_ = *std::move(set);
  }

  // A record of a child of that name, born in 2015, seen once; returns its id.
  std::string Register(const std::string& name, bool is_protected = false,
                       const std::string& number = "",
                       const std::string& source_id = "",
                       const std::vector<std::string>& of_source = {}) {
    v1::Claim claim;
    claim.set_source_agency_id("ngo");
    claim.mutable_source_time()->set_seconds(kNow - 3600);
    claim.set_basis(v1::BASIS_OBSERVED);
    storage::NewClaims content;
    v1::Claim& identity = content.claims.emplace_back(claim);
    identity.mutable_identity()->set_name_full(name);
    identity.mutable_identity()->mutable_date_of_birth()->set_year(2015);
    if (!number.empty()) {
      v1::DocumentNumber& document =
          *identity.mutable_identity()->add_documents();
      document.set_type(v1::DOCUMENT_TYPE_UNHCR_INDIVIDUAL);
      document.set_number(number);
    }
    v1::Claim& sighting = content.claims.emplace_back(claim);
    sighting.mutable_sighting()->mutable_place()->set_admin1_code("PL-MZ");
    v1::Claim& location = content.claims.emplace_back(claim);
    location.mutable_location_protection()->set_state(
        is_protected ? v1::PROTECT_LOCATION_ON : v1::PROTECT_LOCATION_OFF);
    const google::protobuf::RepeatedPtrField<v1::Claim> claims(
        content.claims.begin(), content.claims.end());
    for (const std::string& term :
         matching::IndexTerms(matching::DescribeClaims(claims))) {
      content.terms.push_back({std::string(matching::kTermKind), term});
    }
    auto change = kit_.records()->Create(content, {source_id, of_source}, now_);
    EXPECT_OK(change);
    EXPECT_EQ(kit_.Commit(*change), storage::CommitOutcome::kCommitted);
    return change->record_id;
  }

  static NodeQuestion Allowed(const v1::ChildDescriptor& child) {
    NodeQuestion question;
    question.access.requester_agency_id = "police";
    question.access.requester_kind = v1::AGENCY_KIND_POLICE;
    question.access.owner_agency_id = "ngo";
    question.access.roles = {v1::ROLE_POLICE_MISSING};
    question.access.purpose = v1::PURPOSE_MISSING_SEARCH;
    question.access.action = v1::ACTION_LOCATE;
    question.access.mou_id = "ngo-police";
    question.child = child;
    return question;
  }
  absl::StatusOr<NodeFinding> Answer(const NodeQuestion& question) {
    return Pipeline(kit_.records(), &hasher_, nullptr)
        .Answer(question, mous_, now_);
  }
  NodeFinding Find(const v1::ChildDescriptor& child) {
    auto finding = Answer(Allowed(child));
    EXPECT_OK(finding);
    return finding.ok() ? *std::move(finding) : NodeFinding{};
  }

  const absl::Time now_ = absl::FromUnixSeconds(kNow);
  storage::RecordTestKit kit_{storage::RecordTestKit::Disk::kMemory, "ngo"};
  const auth::FieldHasher hasher_ = auth::testing::Hasher();
  std::shared_ptr<const auth::ActiveSet> mous_;
};

}  // namespace homeward::query

#endif  // HOMEWARD_SERVICES_QUERY_PIPELINE_FIXTURE_H_
