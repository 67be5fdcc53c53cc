#include <string>
#include <utility>

#include "absl/strings/substitute.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "auth/decision/decision_trace.h"
#include "auth/decision/grant.h"
#include "auth/decision/grant_fixture.h"
#include "auth/testing/signed_mous.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::homeward::testing::TextProto;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(AdmitTest, HoldsFromTheStartUntilJustBeforeTheEnd) {
  for (const auto& [seconds, allowed] :
       {std::pair(999, false), {1000, true}, {1999, true}, {2000, false}}) {
    World world = Normal();
    world.seconds = seconds;
    EXPECT_EQ(Ask(world).admission.ok(), allowed) << seconds;
  }
}

struct Denial {
  const char* name;
  void (*change)(World&);
  Reason reason;
};

const Denial kDenials[] = {
    {"purpose of enforcement",
     [](World& w) { w.request.purpose = v1::PURPOSE_IMM_ENFORCEMENT; },
     Reason::kRedLine},
    {"role of enforcement among others",
     [](World& w) { w.request.roles.Add(v1::ROLE_IMM_ENFORCEMENT); },
     Reason::kRedLine},
    {"agency of enforcement",
     [](World& w) {
       w.request.requester_kind = v1::AGENCY_KIND_IMMIGRATION_ENFORCEMENT;
     },
     Reason::kRedLine},
    {"agency of no kind",
     [](World& w) { w.request.requester_kind = v1::AGENCY_KIND_UNSPECIFIED; },
     Reason::kRedLine},
    {"agency of a kind to come",
     [](World& w) {
       w.request.requester_kind = static_cast<v1::AgencyKind>(77);
     },
     Reason::kRedLine},
    {"no role", [](World& w) { w.request.roles = {}; }, Reason::kUnknownValue},
    {"a role to come", [](World& w) { w.request.has_unknown_role = true; },
     Reason::kUnknownValue},
    {"a purpose to come",
     [](World& w) { w.request.purpose = static_cast<v1::Purpose>(63); },
     Reason::kUnknownValue},
    {"no action", [](World& w) { w.request.action = v1::ACTION_UNSPECIFIED; },
     Reason::kUnknownValue},
    {"charter ended", [](World& w) { w.seconds = 9000; }, Reason::kNoCharter},
    {"no MOU named", [](World& w) { w.request.mou_id = ""; },
     Reason::kMouNotActive},
    {"the charter named", [](World& w) { w.request.mou_id = "charter"; },
     Reason::kMouNotActive},
    {"MOU suspended", [](World& w) { w.suspended = true; },
     Reason::kMouNotInForce},
    {"asker no party",
     [](World& w) { w.request.requester_agency_id = "stranger"; },
     Reason::kNotAParty},
    {"owner no party", [](World& w) { w.request.owner_agency_id = "clinic"; },
     Reason::kNotAParty},
    {"the other way round",
     [](World& w) {
       std::swap(w.request.owner_agency_id, w.request.requester_agency_id);
     },
     Reason::kNoPermit},
    {"role not listed",
     [](World& w) { w.request.roles = {v1::ROLE_POLICE_GENERAL}; },
     Reason::kNoPermit},
    {"purpose not listed",
     [](World& w) { w.request.purpose = v1::PURPOSE_TREAT; },
     Reason::kNoPermit},
    {"action not listed",
     [](World& w) { w.request.action = v1::ACTION_GET_WELLBEING; },
     Reason::kNoPermit},
    {"no case",
     [](World& w) {
       w.match = "conditions { fact: FACT_OPEN_CASE expected: true }";
     },
     Reason::kFactsNotMet},
    {"a case of an issuer that doesn't count",
     [](World& w) {
       w.match = "conditions { fact: FACT_OPEN_CASE expected: true }";
       w.case_facts.open_case = Tri::kTrue;
       w.case_facts.issuer_agency_id = "police";
     },
     Reason::kFactsNotMet},
};

TEST(AdmitTest, DeniesInOneTextForEveryReason) {
  for (const Denial& denial : kDenials) {
    World world = Normal();
    denial.change(world);
    const Admittance result = Ask(world);
    EXPECT_EQ(result.admission.status(),
              absl::PermissionDeniedError(kDenialText))
        << denial.name;
    EXPECT_EQ(result.trace.reason, denial.reason)
        << denial.name << " " << ReasonName(result.trace.reason);
    EXPECT_THAT(result.trace.permits, IsEmpty()) << denial.name;
  }
}

TEST(AdmitTest, NothingIsAllowedWithoutACharter) {
  const World world = Normal();
  const Admittance result =
      Admit(ActiveSet::DenyAll(), world.request, {}, absl::FromUnixSeconds(1));
  EXPECT_THAT(result.admission, StatusIs(StatusCode::kPermissionDenied));
  EXPECT_EQ(result.trace.reason, Reason::kNoCharter);
}

TEST(AdmitTest, TellsTheOwnerWhatCameNearest) {
  World world = Normal();
  world.request.roles = {v1::ROLE_POLICE_GENERAL};
  const Admittance result = Ask(world);
  ASSERT_EQ(result.trace.nearest.size(), 1u);
  EXPECT_EQ(result.trace.nearest[0].clause, "ngo-police@3/search");
  EXPECT_THAT(result.trace.nearest[0].missing, ElementsAre("role"));
}

TEST(AdmitTest, ACaseCoversItsOwnCategoriesAndExistence) {
  World world = Normal();
  world.match = "conditions { fact: FACT_OPEN_CASE expected: true }";
  world.case_facts.issuer_agency_id = "court";
  world.case_facts.open_case = Tri::kTrue;
  world.case_facts.categories = {v1::CATEGORY_WELLBEING};
  const Admittance result = Ask(world);
  ASSERT_THAT(result.admission, IsOk());
  const CategorySet expected = {v1::CATEGORY_EXIST, v1::CATEGORY_WELLBEING};
  EXPECT_TRUE(result.admission->categories() == expected);
  EXPECT_THAT(Paths(*Authorize(*result.admission, world.facts).grant),
              ElementsAre("claim_id", "wellbeing_check.status"));
}

TEST(AdmitTest, ADangerCoversWhatItsCaseListsAndExistence) {
  World world = Normal();
  world.match = "conditions { fact: FACT_IMMINENT_DANGER expected: true }";
  world.case_facts.issuer_agency_id = "court";
  world.case_facts.open_case = Tri::kTrue;
  world.case_facts.imminent_danger = Tri::kTrue;
  world.case_facts.danger_categories = {v1::CATEGORY_WELLBEING};
  const Admittance result = Ask(world);
  ASSERT_THAT(result.admission, IsOk());
  EXPECT_THAT(Paths(*Authorize(*result.admission, world.facts).grant),
              ElementsAre("claim_id", "wellbeing_check.status"));
  // Where nothing is listed there is danger in all.
  world.case_facts.danger_categories = {};
  EXPECT_THAT(Paths(*Decide(world).grant),
              ElementsAre("claim_id", "sighting.place.admin1_code",
                          "wellbeing_check.status"));
}

// What only a danger lifts stays prohibited for what the token leaves out.
TEST(AdmitTest, WhatADangerDoesNotListStaysProhibited) {
  World world = Normal();
  world.clauses = ProhibitToAll(
      "not-without-danger",
      "categories { categories: CATEGORY_LOC_COARSE } "
      "conditions { fact: FACT_IMMINENT_DANGER expected: false }");
  world.case_facts.issuer_agency_id = "court";
  world.case_facts.imminent_danger = Tri::kTrue;
  for (const bool listed : {false, true}) {
    world.case_facts.danger_categories = {v1::CATEGORY_WELLBEING};
    if (listed) world.case_facts.danger_categories.Add(v1::CATEGORY_LOC_COARSE);
    const Admittance result = Ask(world);
    ASSERT_THAT(result.admission, IsOk());
    EXPECT_EQ(result.admission->categories().Contains(v1::CATEGORY_LOC_COARSE),
              listed);
  }
}

TEST(WhichMouTest, NamesTheMouThatAdmitsTheQuestion) {
  const World world = Normal();
  const v1::Mou charter = Charter();
  const v1::Mou mou = TextProto(absl::Substitute(kMou, "", ""));
  const auto set = ActiveSet::Build(testing::AsCharter(charter),
                                    {testing::SignedByAll(mou)}, {});
  ASSERT_THAT(set, IsOk());
  AccessRequest request = world.request;
  request.mou_id = "";
  const auto found = WhichMou(*set, request, {}, absl::FromUnixSeconds(1500));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->mou_id, "ngo-police");
  EXPECT_EQ(found->version, 3);
  request.purpose = v1::PURPOSE_TREAT;
  EXPECT_FALSE(
      WhichMou(*set, request, {}, absl::FromUnixSeconds(1500)).has_value());
}

}  // namespace
}  // namespace homeward::auth
