// Which MOU's denial is kept as evidence when none admits a question.

#include "auth/decision/nearest_mou.h"

#include <memory>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/decision/decision_trace.h"
#include "auth/decision/grant.h"
#include "auth/decision/mou_templates_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/roles.pb.h"

namespace homeward::auth {
namespace {

using ::testing::ElementsAre;

const absl::Time kNow = absl::FromUnixSeconds(1790000000);

// A question of the police, without a case.
AccessRequest Search(v1::Role role, v1::Purpose purpose) {
  AccessRequest request;
  request.requester_agency_id = "police";
  request.requester_kind = kPolice;
  request.owner_agency_id = "police";
  request.roles = {role};
  request.purpose = purpose;
  request.action = v1::ACTION_LOCATE;
  return request;
}

class NearestMouTest : public ::testing::Test {
 protected:
  // Why `request` is denied by the MOU that comes nearest, which is `mou_id`.
  DecisionTrace Why(AccessRequest request, const std::string& mou_id) {
    EXPECT_FALSE(WhichMou(set_, request, {}, kNow).has_value());
    request.mou_id = NearestMou(set_, request, {}, kNow);
    EXPECT_EQ(request.mou_id, mou_id);
    const Admittance admitted = Admit(set_, request, {}, kNow);
    EXPECT_FALSE(admitted.admission.ok());
    return admitted.trace;
  }

  const std::shared_ptr<const ActiveSet> set_ = AllTemplates();
};

TEST_F(NearestMouTest, ASearchWithoutACaseIsToldWhichRuleWantsOne) {
  const DecisionTrace trace =
      Why(Search(v1::ROLE_POLICE_MISSING, v1::PURPOSE_MISSING_SEARCH),
          "house-police");
  EXPECT_EQ(trace.reason, Reason::kProhibited);
  const auto rule =
      absl::c_find_if(trace.prohibitions, [](const ExaminedProhibition& one) {
        return absl::StrContains(one.clause, "no-search-without-case");
      });
  ASSERT_NE(rule, trace.prohibitions.end());
  EXPECT_TRUE(rule->applied);
}

TEST_F(NearestMouTest, AWrongPurposeIsNamed) {
  const DecisionTrace trace = Why(
      Search(v1::ROLE_POLICE_MISSING, v1::PURPOSE_ADOPTION), "house-police");
  EXPECT_EQ(trace.reason, Reason::kNoPermit);
  ASSERT_FALSE(trace.nearest.empty());
  EXPECT_THAT(trace.nearest[0].missing, ElementsAre("purpose"));
}

TEST_F(NearestMouTest, OfAnotherOwnerItIsTheMouWithHer) {
  AccessRequest request =
      Search(v1::ROLE_POLICE_MISSING, v1::PURPOSE_MISSING_SEARCH);
  request.owner_agency_id = "clinic";
  const DecisionTrace trace = Why(request, "police-clinic");
  EXPECT_EQ(trace.reason, Reason::kFactsNotMet);
  EXPECT_THAT(trace.nearest[0].missing, ElementsAre("case"));
}

TEST_F(NearestMouTest, WhereNoMouCouldHelpNoneIsNamed) {
  AccessRequest request =
      Search(v1::ROLE_IMM_ENFORCEMENT, v1::PURPOSE_MISSING_SEARCH);
  EXPECT_EQ(NearestMou(set_, request, {}, kNow), "");
  request = Search(v1::ROLE_POLICE_MISSING, v1::PURPOSE_MISSING_SEARCH);
  request.owner_agency_id = "nobody";
  EXPECT_EQ(NearestMou(set_, request, {}, kNow), "");
  EXPECT_EQ(NearestMou(ActiveSet::DenyAll(), request, {}, kNow), "");
}

}  // namespace
}  // namespace homeward::auth
