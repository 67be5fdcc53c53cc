#ifndef HOMEWARD_AUTH_DECISION_GRANT_FIXTURE_H_
#define HOMEWARD_AUTH_DECISION_GRANT_FIXTURE_H_

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/substitute.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/decision/clause_text.h"  // IWYU pragma: export
#include "auth/decision/grant.h"
#include "auth/mou/field_catalog.h"
#include "auth/testing/signed_mous.h"
#include "gmock/gmock.h"
#include "homeward/v1/mou.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

// One charter, one MOU and one question, for tests to change.
namespace homeward::auth {

// Forbids incidents, until 9000 s.
inline v1::Mou Charter() {
  return testing::NoIncidents(absl::FromUnixSeconds(9000));
}

// Between the NGO and the police, in [1000 s, 2000 s); $0 is added to the
// match of the permit, $1 are more clauses.
inline constexpr char kMou[] = R"pb(
  mou_id: "ngo-police"
  version: 3
  previous_sha256: "01234567890123456789012345678901"
  party_agency_ids: [ "ngo", "police" ]
  effective_time { seconds: 1000 }
  expiry_time { seconds: 2000 }
  legal_authority: "an agreement"
  schema_version: 1
  case_issuer_agency_ids: "court"
  clauses {
    clause_id: "search"
    effect: EFFECT_PERMIT
    match {
      owner { agency_ids: "ngo" }
      requester { agency_ids: "police" }
      roles { roles: ROLE_POLICE_MISSING }
      purposes { purposes: PURPOSE_MISSING_SEARCH }
      actions { actions: ACTION_LOCATE }
      categories {
        categories: [ CATEGORY_EXIST, CATEGORY_WELLBEING, CATEGORY_LOC_COARSE ]
      } $0
    }
    fields { field_path: "claim_id" outcome: FIELD_OUTCOME_CLEAR }
    fields { field_path: "wellbeing_check.status" outcome: FIELD_OUTCOME_CLEAR }
    fields {
      field_path: "sighting.place.admin1_code"
      outcome: FIELD_OUTCOME_CLEAR
    }
    obligations {
      type: OBLIGATION_TYPE_RETAIN_AT_MOST
      within { seconds: 60 }
    }
  } $1
)pb";

// A question, and what it depends on: `match` and `clauses` go into kMou.
struct World {
  std::string match;
  std::string clauses;
  AccessRequest request;
  CaseFacts case_facts;
  RecordFacts facts;
  int seconds = 1500;
  bool suspended = false;
};

// The police ask the NGO as they should, for a record without secrets.
inline World Normal() {
  World world;
  world.request.requester_agency_id = "police";
  world.request.requester_kind = v1::AGENCY_KIND_POLICE;
  world.request.owner_agency_id = "ngo";
  world.request.roles = {v1::ROLE_POLICE_MISSING};
  world.request.purpose = v1::PURPOSE_MISSING_SEARCH;
  world.request.action = v1::ACTION_LOCATE;
  world.request.mou_id = "ngo-police";
  world.facts.location_protected = Tri::kFalse;
  return world;
}

// Whether the question of `world` is admitted.
inline Admittance Ask(const World& world) {
  const v1::Mou charter = Charter();
  const v1::Mou mou = homeward::testing::TextProto(
      absl::Substitute(kMou, world.match, world.clauses));
  const auto set =
      ActiveSet::Build(testing::AsCharter(charter), {testing::SignedByAll(mou)},
                       world.suspended ? std::vector<std::string>{"ngo-police"}
                                       : std::vector<std::string>{});
  EXPECT_THAT(set, homeward::testing::IsOk());
  return Admit(*set, world.request, world.case_facts,
               absl::FromUnixSeconds(world.seconds));
}

// The decision, for a question that is admitted.
inline Authorization Decide(const World& world) {
  const Admittance admitted = Ask(world);
  EXPECT_THAT(admitted.admission, homeward::testing::IsOk());
  if (!admitted.admission.ok()) return {admitted.admission.status(), {}};
  return Authorize(*admitted.admission, world.facts);
}

// The fields of `grant`, sorted.
inline std::vector<std::string> Paths(const Grant& grant) {
  std::vector<std::string> paths;
  const FieldCatalog& catalog = FieldCatalog::Get();
  for (size_t i = 0; i < catalog.size(); ++i) {
    if (grant.fields().test(i)) paths.push_back(catalog.path(i));
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_GRANT_FIXTURE_H_
