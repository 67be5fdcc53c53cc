#ifndef HOMEWARD_AUTH_PROOF_PROVE_TEST_KIT_H_
#define HOMEWARD_AUTH_PROOF_PROVE_TEST_KIT_H_

#include <memory>
#include <string>
#include <vector>

#include "auth/decision/active_set.h"
#include "auth/mou/signed_mou.h"
#include "auth/proof/prove.h"
#include "auth/testing/signed_mous.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {

// The set of these MOUs, signed by all their parties, without those
// `suspended`.
inline std::shared_ptr<const ActiveSet> SetOf(
    const v1::Mou& charter, const std::vector<v1::Mou>& mous,
    const std::vector<std::string>& suspended = {}) {
  std::vector<SignedMou> documents;
  for (const v1::Mou& mou : mous) {
    documents.push_back(testing::SignedByAll(mou));
  }
  const auto set =
      ActiveSet::Build(testing::AsCharter(charter), documents, suspended);
  EXPECT_THAT(set, homeward::testing::IsOk());
  return *set;
}

// It prohibits enforcement, until 1000 s.
inline v1::Mou Charter() {
  return homeward::testing::TextProto(R"pb(
    mou_id: "charter"
    version: 1
    effective_time { seconds: 0 }
    expiry_time { seconds: 1000 }
    legal_authority: "law"
    schema_version: 1
    clauses {
      clause_id: "firewall"
      effect: EFFECT_PROHIBIT
      match {
        owner { any: true }
        requester { any: true }
        roles { any: true }
        purposes { purposes: PURPOSE_IMM_ENFORCEMENT }
        actions { any: true }
        categories { any: true }
      }
    }
  )pb");
}

// The NGO may learn of the clinic's records which allergies a child has, in
// [100 s, 500 s), with her consent.
inline v1::Mou ClinicNgo() {
  return homeward::testing::TextProto(R"pb(
    mou_id: "m"
    version: 1
    party_agency_ids: [ "clinic", "ngo" ]
    effective_time { seconds: 100 }
    expiry_time { seconds: 500 }
    legal_authority: "law"
    schema_version: 1
    clauses {
      clause_id: "treat"
      effect: EFFECT_PERMIT
      match {
        owner { agency_ids: "clinic" }
        requester { agency_ids: "ngo" }
        roles { roles: ROLE_CP_CASEWORKER }
        purposes { purposes: PURPOSE_TREAT }
        actions { actions: ACTION_LOCATE }
        categories { categories: CATEGORY_HEALTH }
        conditions { fact: FACT_CONSENT_ON_FILE expected: true }
      }
      fields {
        field_path: "health_summary.allergies"
        outcome: FIELD_OUTCOME_CLEAR
      }
    }
  )pb");
}

// What ClinicNgo() crosses.
inline v1::RedLines NoHealth() {
  return homeward::testing::TextProto(R"pb(
    red_lines {
      red_line_id: "no-health"
      statement: "The NGO learns nothing of health."
      match {
        owner { any: true }
        requester { agency_ids: "ngo" }
        roles { any: true }
        purposes { any: true }
        actions { any: true }
        categories { categories: CATEGORY_HEALTH }
      }
    }
  )pb");
}

// What became of the first of `lines` under `mous`.
inline v1::RedLineResult ProveOne(const v1::Mou& charter,
                                  const std::vector<v1::Mou>& mous,
                                  const v1::RedLines& lines) {
  const auto report = Prove(SetOf(charter, mous), lines);
  EXPECT_THAT(report, homeward::testing::IsOk());
  return report.ok() ? report->results(0) : v1::RedLineResult();
}

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_PROOF_PROVE_TEST_KIT_H_
