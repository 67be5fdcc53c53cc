#include "auth/decision/grant.h"

#include <algorithm>
#include <string>

#include "absl/strings/substitute.h"
#include "auth/mou/field_catalog.h"
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
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

constexpr char kCharter[] = R"pb(
  mou_id: "charter"
  version: 1
  effective_time { seconds: 1 }
  expiry_time { seconds: 9000 }
  legal_authority: "the federation's statute"
  schema_version: 1
  clauses {
    clause_id: "no-incidents"
    effect: EFFECT_PROHIBIT
    match {
      owner { any: true }
      requester { any: true }
      roles { any: true }
      purposes { any: true }
      actions { any: true }
      categories { categories: CATEGORY_INCIDENT }
    }
  }
)pb";

// Between the NGO and the police, in [1000 s, 2000 s); $0 is added to the
// match of the permit, $1 are more clauses.
constexpr char kMou[] = R"pb(
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
World Normal() {
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

Admittance Ask(const World& world) {
  const v1::Mou charter = TextProto(kCharter);
  const v1::Mou mou =
      TextProto(absl::Substitute(kMou, world.match, world.clauses));
  const auto set =
      ActiveSet::Build(testing::AsCharter(charter), {testing::SignedByAll(mou)},
                       world.suspended ? std::vector<std::string>{"ngo-police"}
                                       : std::vector<std::string>{});
  EXPECT_THAT(set, IsOk());
  return Admit(*set, world.request, world.case_facts,
               absl::FromUnixSeconds(world.seconds));
}

Authorization Decide(const World& world) {
  const Admittance admitted = Ask(world);
  EXPECT_THAT(admitted.admission, IsOk());
  if (!admitted.admission.ok()) return {admitted.admission.status(), {}};
  return Authorize(*admitted.admission, world.facts);
}

std::vector<std::string> Paths(const Grant& grant) {
  std::vector<std::string> paths;
  const FieldCatalog& catalog = FieldCatalog::Get();
  for (size_t i = 0; i < catalog.size(); ++i) {
    if (grant.fields().test(i)) paths.push_back(catalog.path(i));
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

TEST(AuthorizeTest, GrantsTheFieldsThatTheClauseNames) {
  const Authorization result = Decide(Normal());
  ASSERT_THAT(result.grant, IsOk());
  EXPECT_THAT(Paths(*result.grant),
              ElementsAre("claim_id", "sighting.place.admin1_code",
                          "wellbeing_check.status"));
  EXPECT_EQ(result.grant->mou(), "ngo-police@3");
  EXPECT_EQ(result.grant->owner_agency_id(), "ngo");
  EXPECT_THAT(result.grant->clauses(), ElementsAre("ngo-police@3/search"));
  ASSERT_EQ(result.grant->obligations().size(), 1u);
  EXPECT_EQ(result.grant->obligations()[0].within().seconds(), 60);
  const CategorySet expected = {v1::CATEGORY_EXIST, v1::CATEGORY_WELLBEING,
                                v1::CATEGORY_LOC_COARSE};
  EXPECT_TRUE(result.grant->categories() == expected);
  EXPECT_EQ(result.trace.reason, Reason::kPermitted);
}

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
  world.case_facts = {
      "court", Tri::kTrue, Tri::kFalse, {v1::CATEGORY_WELLBEING}};
  const Admittance result = Ask(world);
  ASSERT_THAT(result.admission, IsOk());
  const CategorySet expected = {v1::CATEGORY_EXIST, v1::CATEGORY_WELLBEING};
  EXPECT_TRUE(result.admission->categories() == expected);
  EXPECT_THAT(Paths(*Authorize(*result.admission, world.facts).grant),
              ElementsAre("claim_id", "wellbeing_check.status"));
}

// A prohibition of the whole federation's owners and askers; $0 is the rest.
std::string Prohibition(const std::string& rest) {
  return absl::Substitute(R"pb(clauses {
                                 clause_id: "never"
                                 effect: EFFECT_PROHIBIT
                                 match {
                                   owner { any: true }
                                   requester { any: true }
                                   roles { any: true }
                                   purposes { any: true }
                                   actions { any: true } $0
                                 }
                               })pb",
                          rest);
}

TEST(AuthorizeTest, AProhibitionBeatsAPermit) {
  World world = Normal();
  world.clauses = Prohibition("categories { categories: CATEGORY_WELLBEING }");
  const Admittance admitted = Ask(world);
  EXPECT_THAT(
      admitted.trace.prohibitions,
      Contains(Field(&ExaminedProhibition::clause, "ngo-police@3/never")));
  EXPECT_THAT(Paths(*Decide(world).grant),
              ElementsAre("claim_id", "sighting.place.admin1_code"));
}

TEST(AuthorizeTest, ProhibitedExistenceProhibitsEverything) {
  World world = Normal();
  world.clauses = Prohibition("categories { categories: CATEGORY_EXIST }");
  EXPECT_EQ(Ask(world).trace.reason, Reason::kProhibited);
}

TEST(AuthorizeTest, AnUnknownFactProhibitsAndPermitsNothing) {
  for (const auto& [hold, allowed] : {std::pair(Tri::kTrue, false),
                                      {Tri::kUnknown, false},
                                      {Tri::kFalse, true}}) {
    World world = Normal();
    world.facts.adoption_hold = hold;
    world.clauses = Prohibition(
        "categories { any: true } "
        "conditions { fact: FACT_ADOPTION_HOLD expected: true }");
    EXPECT_EQ(Decide(world).grant.ok(), allowed);
    world.clauses = "";
    world.match = "conditions { fact: FACT_ADOPTION_HOLD expected: false }";
    const Authorization result = Decide(world);
    EXPECT_EQ(result.grant.ok(), allowed);
    if (!allowed) {
      EXPECT_EQ(result.trace.reason, Reason::kFactsNotMet);
    }
  }
}

TEST(AuthorizeTest, ConsentCountsForItsCategoriesOnly) {
  World world = Normal();
  world.match = "conditions { fact: FACT_CONSENT_ON_FILE expected: true }";
  world.facts.consented = {v1::CATEGORY_EXIST};
  world.facts.refused = {v1::CATEGORY_WELLBEING};
  EXPECT_THAT(Paths(*Decide(world).grant), ElementsAre("claim_id"));
}

TEST(AuthorizeTest, AProtectedLocationIsForCustodyOnly) {
  for (const auto& [location, custody, shown] :
       {std::tuple(Tri::kTrue, Tri::kFalse, false),
        {Tri::kUnknown, Tri::kUnknown, false},
        {Tri::kTrue, Tri::kUnknown, false},
        {Tri::kUnknown, Tri::kTrue, true},
        {Tri::kFalse, Tri::kFalse, true}}) {
    World world = Normal();
    world.facts.location_protected = location;
    world.facts.custody_relation = custody;
    const Authorization result = Decide(world);
    ASSERT_THAT(result.grant, IsOk());
    EXPECT_EQ(Paths(*result.grant).size(), shown ? 3u : 2u);
    EXPECT_EQ(result.trace.built_in_rules.empty(), shown);
  }
}

TEST(AuthorizeTest, APermitThatMayApplyDropsForSure) {
  World world = Normal();
  world.clauses = R"pb(
    clauses {
      clause_id: "under-hold"
      effect: EFFECT_PERMIT
      match {
        owner { any: true }
        requester { any: true }
        roles { any: true }
        purposes { any: true }
        actions { any: true }
        categories { categories: CATEGORY_WELLBEING }
        conditions { fact: FACT_ADOPTION_HOLD expected: true }
      }
      fields {
        field_path: "wellbeing_check.status"
        outcome: FIELD_OUTCOME_DROP
      }
      fields {
        field_path: "wellbeing_check.method"
        outcome: FIELD_OUTCOME_CLEAR
      }
    }
  )pb";
  world.facts.adoption_hold = Tri::kUnknown;
  EXPECT_THAT(Paths(*Decide(world).grant),
              ElementsAre("claim_id", "sighting.place.admin1_code"));
  world.facts.adoption_hold = Tri::kFalse;
  EXPECT_THAT(Paths(*Decide(world).grant), Contains("wellbeing_check.status"));
}

TEST(AuthorizeTest, AgesDecideByTheWholeInterval) {
  World world = Normal();
  world.match = "subject_age { min_years: 12 max_years: 15 }";
  for (const auto& [min, max, allowed] : {std::tuple(12, 15, true),
                                          {13, 13, true},
                                          {11, 13, false},
                                          {13, 16, false},
                                          {5, 3, false}}) {
    world.facts.age = {min, max};
    EXPECT_EQ(Decide(world).grant.ok(), allowed) << min << "-" << max;
  }
  world.match = "";
  world.clauses = Prohibition(
      "categories { any: true } subject_age { min_years: 12 max_years: 15 }");
  for (const auto& [min, max, allowed] : {std::tuple(16, 17, true),
                                          {0, 11, true},
                                          {0, 12, false},
                                          {15, 20, false},
                                          {5, 3, false}}) {
    world.facts.age = {min, max};
    EXPECT_EQ(Decide(world).grant.ok(), allowed) << min << "-" << max;
  }
}

TEST(WhichMouTest, NamesTheMouThatAdmitsTheQuestion) {
  const World world = Normal();
  const v1::Mou charter = TextProto(kCharter);
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
