#ifndef HOMEWARD_AUTH_MOU_MOU_TEST_KIT_H_
#define HOMEWARD_AUTH_MOU_MOU_TEST_KIT_H_

#include "homeward/v1/mou.pb.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {

// An MOU in which nothing is wrong, in force in [1000 s, 2000 s).
inline v1::Mou Good() {
  return homeward::testing::TextProto(R"pb(
    mou_id: "ngo-police"
    version: 1
    party_agency_ids: [ "ngo", "police" ]
    effective_time { seconds: 1000 }
    expiry_time { seconds: 2000 }
    legal_authority: "an agreement"
    schema_version: 1
    clauses {
      clause_id: "search"
      effect: EFFECT_PERMIT
      match {
        owner { agency_ids: "ngo" }
        requester { any: true }
        roles { roles: ROLE_POLICE_MISSING }
        purposes { purposes: PURPOSE_MISSING_SEARCH }
        actions { any: true }
        categories { categories: CATEGORY_EXIST }
      }
      fields { field_path: "claim_id" outcome: FIELD_OUTCOME_CLEAR }
      obligations {
        type: OBLIGATION_TYPE_RETAIN_AT_MOST
        within { seconds: 9 }
      }
    }
  )pb");
}

// Its first clause, and what that matches.
inline v1::Clause& First(v1::Mou& mou) { return *mou.mutable_clauses(0); }

inline v1::Match& MatchOf(v1::Mou& mou) { return *First(mou).mutable_match(); }

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_MOU_MOU_TEST_KIT_H_
