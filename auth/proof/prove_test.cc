#include "auth/proof/prove.h"

#include <string>

#include "auth/decision/active_set.h"
#include "auth/proof/prove_test_kit.h"
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
using ::testing::HasSubstr;

TEST(ProveTest, ABreachIsAQuestionThatTheDecisionAllows) {
  const v1::RedLineResult result =
      ProveOne(Charter(), {ClinicNgo()}, NoHealth());
  EXPECT_EQ(result.verdict(), v1::VERDICT_BREACHED);
  ASSERT_EQ(result.breaches_size(), 1);
  const v1::Breach& breach = result.breaches(0);
  EXPECT_EQ(breach.clause(), "m@1/treat");
  EXPECT_EQ(breach.field_path(), "health_summary.allergies");
  EXPECT_EQ(breach.decision().effect(), v1::DECISION_EFFECT_PERMIT);
  const v1::AccessQuestion& request = breach.request().request();
  EXPECT_EQ(request.owner_agency_id(), "clinic");
  EXPECT_EQ(request.requester_agency_id(), "ngo");
  EXPECT_EQ(request.purpose(), v1::PURPOSE_TREAT);
  EXPECT_EQ(request.mou_id(), "m");
  EXPECT_GE(breach.request().time().seconds(), 100);
  EXPECT_LT(breach.request().time().seconds(), 500);
  EXPECT_EQ(result.covered_size(), 0);
}

// No record says both of one child: it is the documents that are proven.
TEST(ProveTest, NoFactIsTakenToFollowFromAnother) {
  v1::Mou mou = ClinicNgo();
  const v1::Match conditions = TextProto(R"pb(
    conditions { fact: FACT_CUSTODY_RELATION expected: true }
    conditions { fact: FACT_CARE_RELATION expected: false }
  )pb");
  *mou.mutable_clauses(0)->mutable_match()->mutable_conditions() =
      conditions.conditions();
  const v1::RedLineResult result = ProveOne(Charter(), {mou}, NoHealth());
  EXPECT_EQ(result.verdict(), v1::VERDICT_BREACHED);
  ASSERT_EQ(result.breaches_size(), 1);
  EXPECT_EQ(result.breaches(0).decision().effect(), v1::DECISION_EFFECT_PERMIT);
}

// A hash, a mask and a rough value tell of health too.
TEST(ProveTest, EveryOutcomeButDropCrossesTheLine) {
  const struct {
    const char* rule;
    v1::Verdict verdict;
  } kRules[] = {
      {"outcome: FIELD_OUTCOME_HASH", v1::VERDICT_BREACHED},
      {"outcome: FIELD_OUTCOME_MASK mask_keep: MASK_KEEP_NOTHING",
       v1::VERDICT_BREACHED},
      {"outcome: FIELD_OUTCOME_DROP", v1::VERDICT_HOLDS},
  };
  for (const auto& [text, verdict] : kRules) {
    v1::Mou mou = ClinicNgo();
    v1::Clause& clause = *mou.mutable_clauses(0);
    clause.mutable_match()->mutable_categories()->add_categories(
        v1::CATEGORY_WELLBEING);
    v1::FieldRule rule = TextProto(text);
    rule.set_field_path("health_summary.functional_needs");
    *clause.mutable_fields(0) = rule;
    rule.Clear();
    rule.set_field_path("wellbeing_check.status");
    rule.set_outcome(v1::FIELD_OUTCOME_CLEAR);
    *clause.add_fields() = rule;
    EXPECT_EQ(ProveOne(Charter(), {mou}, NoHealth()).verdict(), verdict)
        << text;
  }
  v1::RedLines lines = NoHealth();
  lines.mutable_red_lines(0)->mutable_match()->mutable_categories()->Clear();
  lines.mutable_red_lines(0)
      ->mutable_match()
      ->mutable_categories()
      ->add_categories(v1::CATEGORY_WELLBEING);
  v1::Mou mou = ClinicNgo();
  v1::Clause& clause = *mou.mutable_clauses(0);
  clause.mutable_match()->mutable_categories()->set_categories(
      0, v1::CATEGORY_WELLBEING);
  const v1::FieldRule year = TextProto(R"pb(
    field_path: "wellbeing_check.checked_time"
    outcome: FIELD_OUTCOME_COARSEN
    coarsen_to: COARSENESS_YEAR
  )pb");
  *clause.mutable_fields(0) = year;
  EXPECT_EQ(ProveOne(Charter(), {mou}, lines).verdict(), v1::VERDICT_BREACHED);
}

TEST(ProveTest, AProhibitionOfAnotherMouCoversItAndIsNamed) {
  v1::Mou other = ClinicNgo();
  other.set_mou_id("other");
  other.mutable_clauses(0)->set_clause_id("never");
  other.mutable_clauses(0)->set_effect(v1::EFFECT_PROHIBIT);
  other.mutable_clauses(0)->clear_fields();
  other.mutable_clauses(0)->mutable_match()->clear_conditions();
  const v1::RedLineResult covered =
      ProveOne(Charter(), {ClinicNgo(), other}, NoHealth());
  EXPECT_EQ(covered.verdict(), v1::VERDICT_HOLDS);
  ASSERT_EQ(covered.covered_size(), 1);
  EXPECT_EQ(covered.covered(0).clause(), "m@1/treat");
  EXPECT_THAT(covered.covered(0).by(), ElementsAre("other@1/never"));
  EXPECT_EQ(covered.charter().verdict(), v1::VERDICT_BREACHED);

  // But only as long as it is in force.
  other.mutable_expiry_time()->set_seconds(400);
  const v1::RedLineResult later =
      ProveOne(Charter(), {ClinicNgo(), other}, NoHealth());
  ASSERT_EQ(later.breaches_size(), 1);
  EXPECT_GE(later.breaches(0).request().time().seconds(), 400);
}

TEST(ProveTest, AnMouOfTheFutureCounts) {
  v1::Mou future = ClinicNgo();
  future.mutable_effective_time()->set_seconds(900);
  future.mutable_expiry_time()->set_seconds(5000);
  EXPECT_EQ(ProveOne(Charter(), {future}, NoHealth()).breaches_size(), 1);
  // After the charter's end nothing is permitted.
  future.mutable_effective_time()->set_seconds(1000);
  EXPECT_EQ(ProveOne(Charter(), {future}, NoHealth()).verdict(),
            v1::VERDICT_HOLDS);
}

TEST(ProveTest, ASecondRoleCrossesTheLineUnlessItSpeaksOfOneRole) {
  v1::RedLines lines = NoHealth();
  v1::RedLine& line = *lines.mutable_red_lines(0);
  line.mutable_match()->mutable_roles()->clear_any();
  line.mutable_match()->mutable_roles()->add_roles(v1::ROLE_GUARDIAN);
  const v1::RedLineResult both = ProveOne(Charter(), {ClinicNgo()}, lines);
  ASSERT_EQ(both.breaches_size(), 1);
  EXPECT_THAT(both.breaches(0).request().request().roles(),
              ElementsAre(v1::ROLE_CP_CASEWORKER, v1::ROLE_GUARDIAN));
  line.set_single_role(true);
  EXPECT_EQ(ProveOne(Charter(), {ClinicNgo()}, lines).verdict(),
            v1::VERDICT_HOLDS);
}

TEST(ProveTest, OwnRecordsCountUnlessTheLineIsBetweenAgencies) {
  v1::Mou house = ClinicNgo();
  house.clear_party_agency_ids();
  house.add_party_agency_ids("ngo");
  v1::Match& match = *house.mutable_clauses(0)->mutable_match();
  match.mutable_owner()->set_agency_ids(0, "ngo");
  v1::RedLines lines = NoHealth();
  EXPECT_EQ(ProveOne(Charter(), {house}, lines).breaches_size(), 1);
  lines.mutable_red_lines(0)->set_between_agencies(true);
  EXPECT_EQ(ProveOne(Charter(), {house}, lines).verdict(), v1::VERDICT_HOLDS);
}

TEST(ProveTest, AnUnknownFactCrossesTheLine) {
  v1::RedLines lines = NoHealth();
  v1::Condition& condition =
      *lines.mutable_red_lines(0)->mutable_match()->add_conditions();
  condition.set_fact(v1::FACT_CONSENT_ON_FILE);
  condition.set_expected(false);
  // The permit needs consent.
  EXPECT_EQ(ProveOne(Charter(), {ClinicNgo()}, lines).verdict(),
            v1::VERDICT_HOLDS);
  v1::Mou without = ClinicNgo();
  without.mutable_clauses(0)->mutable_match()->clear_conditions();
  EXPECT_EQ(ProveOne(Charter(), {without}, lines).breaches_size(), 1);
}

TEST(ProveTest, ASuspendedMouPermitsNothing) {
  const auto report = Prove(SetOf(Charter(), {ClinicNgo()}, {"m"}), NoHealth());
  ASSERT_THAT(report, IsOk());
  EXPECT_TRUE(report->holds());
}

TEST(ProveTest, RefusesRedLinesThatSayNothing) {
  v1::RedLines lines = NoHealth();
  lines.mutable_red_lines(0)->mutable_match()->clear_purposes();
  *lines.add_red_lines() = NoHealth().red_lines(0);
  lines.mutable_red_lines(1)->clear_statement();
  const auto report = Prove(SetOf(Charter(), {}), lines);
  EXPECT_THAT(report, StatusIs(StatusCode::kInvalidArgument));
  const std::string text(report.status().message());
  EXPECT_THAT(text, HasSubstr("red_lines[0].match.purposes: "));
  EXPECT_THAT(text, HasSubstr("red_lines[1].statement: "));
  EXPECT_THAT(text, HasSubstr("red_lines[1].red_line_id: is there twice"));
  EXPECT_THAT(Prove(SetOf(Charter(), {}), v1::RedLines()),
              StatusIs(StatusCode::kInvalidArgument));
}

TEST(ProveTest, NeedsACharter) {
  EXPECT_THAT(Prove(ActiveSet::DenyAll(), NoHealth()),
              StatusIs(StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace homeward::auth
