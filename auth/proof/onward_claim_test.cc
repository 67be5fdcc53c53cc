// Claim C: what crosses a red line by way of other agencies.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "auth/mou/signed_mou.h"
#include "auth/proof/prove.h"
#include "auth/testing/signed_mous.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::IsOk;
using ::homeward::testing::TextProto;
using ::testing::ElementsAre;

v1::Match Everything() {
  return TextProto(R"pb(
    owner { any: true }
    requester { any: true }
    roles { any: true }
    purposes { any: true }
    actions { any: true }
    categories { any: true }
  )pb");
}

v1::Mou Document(const std::string& id) {
  v1::Mou mou;
  mou.set_mou_id(id);
  mou.set_version(1);
  mou.mutable_effective_time()->set_seconds(0);
  mou.mutable_expiry_time()->set_seconds(1000);
  mou.set_legal_authority("law");
  mou.set_schema_version(1);
  return mou;
}

v1::Mou Charter() {
  v1::Mou charter = Document("charter");
  v1::Clause& clause = *charter.add_clauses();
  clause.set_clause_id("firewall");
  clause.set_effect(v1::EFFECT_PROHIBIT);
  *clause.mutable_match() = Everything();
  clause.mutable_match()->mutable_purposes()->clear_any();
  clause.mutable_match()->mutable_purposes()->add_purposes(
      v1::PURPOSE_IMM_ENFORCEMENT);
  return charter;
}

// An MOU by which `from` tells `to` how a child is.
v1::Mou Tells(const std::string& from, const std::string& to,
              bool may_pass_on) {
  v1::Mou mou = Document(absl::StrCat(from, "-", to));
  mou.add_party_agency_ids(from);
  if (to != from) mou.add_party_agency_ids(to);
  v1::Clause& clause = *mou.add_clauses();
  clause.set_clause_id("tell");
  clause.set_effect(v1::EFFECT_PERMIT);
  v1::Match& match = *clause.mutable_match();
  match = Everything();
  match.mutable_owner()->clear_any();
  match.mutable_owner()->add_agency_ids(from);
  match.mutable_requester()->clear_any();
  match.mutable_requester()->add_agency_ids(to);
  v1::FieldRule& rule = *clause.add_fields();
  rule.set_field_path("wellbeing_check.status");
  rule.set_outcome(v1::FIELD_OUTCOME_CLEAR);
  if (!may_pass_on) {
    clause.add_obligations()->set_type(v1::OBLIGATION_TYPE_NO_ONWARD_SHARING);
  }
  return mou;
}

// Nothing of the clinic reaches the registrar.
v1::RedLines NotToTheRegistrar() {
  v1::RedLines lines;
  v1::RedLine& line = *lines.add_red_lines();
  line.set_red_line_id("not-to-the-registrar");
  line.set_statement("What the clinic knows never reaches the registrar.");
  line.set_through_others(true);
  v1::Match& match = *line.mutable_match();
  match = Everything();
  match.mutable_owner()->clear_any();
  match.mutable_owner()->add_agency_ids("clinic");
  match.mutable_requester()->clear_any();
  match.mutable_requester()->add_agency_ids("registrar");
  return lines;
}

v1::RedLineResult ProveOne(const std::vector<v1::Mou>& mous,
                           const v1::RedLines& lines,
                           const v1::Mou& charter = Charter()) {
  std::vector<SignedMou> documents;
  for (const v1::Mou& mou : mous) {
    documents.push_back(testing::SignedByAll(mou));
  }
  const auto set = ActiveSet::Build(testing::AsCharter(charter), documents, {});
  EXPECT_THAT(set, IsOk());
  const auto report = Prove(*set, lines);
  EXPECT_THAT(report, IsOk());
  return report.ok() ? report->results(0) : v1::RedLineResult();
}

std::vector<std::string> ClausesOf(const v1::OnwardPath& path) {
  std::vector<std::string> clauses;
  for (const v1::Breach& hop : path.hops()) clauses.push_back(hop.clause());
  return clauses;
}

TEST(OnwardTest, AWayOverTwoOthersCrossesTheLine) {
  const v1::RedLineResult result =
      ProveOne({Tells("clinic", "ngo", true), Tells("ngo", "police", true),
                Tells("police", "registrar", false)},
               NotToTheRegistrar());
  EXPECT_EQ(result.verdict(), v1::VERDICT_BREACHED);
  EXPECT_EQ(result.breaches_size(), 0);
  ASSERT_EQ(result.paths_size(), 1);
  EXPECT_FALSE(result.paths(0).breaks_duty());
  EXPECT_THAT(ClausesOf(result.paths(0)),
              ElementsAre("clinic-ngo@1/tell", "ngo-police@1/tell",
                          "police-registrar@1/tell"));
  for (const v1::Breach& hop : result.paths(0).hops()) {
    EXPECT_EQ(hop.decision().effect(), v1::DECISION_EFFECT_PERMIT);
  }
}

TEST(OnwardTest, ALineThatDoesntAskSeesNoWay) {
  v1::RedLines lines = NotToTheRegistrar();
  lines.mutable_red_lines(0)->set_through_others(false);
  const v1::RedLineResult result = ProveOne(
      {Tells("clinic", "ngo", true), Tells("ngo", "registrar", true)}, lines);
  EXPECT_EQ(result.verdict(), v1::VERDICT_HOLDS);
}

TEST(OnwardTest, TheDutyNotToPassOnHoldsTheLineAndIsSaid) {
  const v1::RedLineResult result =
      ProveOne({Tells("clinic", "ngo", false), Tells("ngo", "registrar", true)},
               NotToTheRegistrar());
  EXPECT_EQ(result.verdict(), v1::VERDICT_HOLDS);
  ASSERT_EQ(result.paths_size(), 1);
  EXPECT_TRUE(result.paths(0).breaks_duty());
}

TEST(OnwardTest, ALongerWayWithoutTheDutyComesFirst) {
  const v1::RedLineResult result =
      ProveOne({Tells("clinic", "ngo", false), Tells("clinic", "police", true),
                Tells("police", "ngo", true), Tells("ngo", "registrar", true)},
               NotToTheRegistrar());
  EXPECT_EQ(result.verdict(), v1::VERDICT_BREACHED);
  ASSERT_EQ(result.paths_size(), 1);
  EXPECT_THAT(ClausesOf(result.paths(0)),
              ElementsAre("clinic-police@1/tell", "police-ngo@1/tell",
                          "ngo-registrar@1/tell"));
}

TEST(OnwardTest, AnAgencysOwnStaffMayBeTheEnd) {
  v1::RedLines lines = NotToTheRegistrar();
  v1::Match& match = *lines.mutable_red_lines(0)->mutable_match();
  match.mutable_requester()->set_agency_ids(0, "ngo");
  match.mutable_purposes()->clear_any();
  match.mutable_purposes()->add_purposes(v1::PURPOSE_ADOPTION);
  v1::Mou tell = Tells("clinic", "ngo", true);
  tell.mutable_clauses(0)->mutable_match()->mutable_purposes()->clear_any();
  tell.mutable_clauses(0)->mutable_match()->mutable_purposes()->add_purposes(
      v1::PURPOSE_TREAT);
  const std::vector<v1::Mou> mous = {tell, Tells("ngo", "ngo", true)};
  const v1::RedLineResult result = ProveOne(mous, lines);
  ASSERT_EQ(result.paths_size(), 1);
  EXPECT_THAT(ClausesOf(result.paths(0)),
              ElementsAre("clinic-ngo@1/tell", "ngo-ngo@1/tell"));
  lines.mutable_red_lines(0)->set_between_agencies(true);
  EXPECT_EQ(ProveOne(mous, lines).verdict(), v1::VERDICT_HOLDS);
}

TEST(OnwardTest, WhatProhibitsAHopEndsTheWay) {
  v1::Mou charter = Charter();
  v1::Clause& clause = *charter.add_clauses();
  clause.set_clause_id("no-wellbeing-to-police");
  clause.set_effect(v1::EFFECT_PROHIBIT);
  *clause.mutable_match() = Everything();
  clause.mutable_match()->mutable_requester()->clear_any();
  clause.mutable_match()->mutable_requester()->add_agency_ids("police");
  const v1::RedLineResult result = ProveOne(
      {Tells("clinic", "police", true), Tells("police", "registrar", true)},
      NotToTheRegistrar(), charter);
  EXPECT_EQ(result.verdict(), v1::VERDICT_HOLDS);
  EXPECT_EQ(result.paths_size(), 0);
}

// The charter prohibits the direct way alone.
TEST(OnwardTest, ACharterThatProhibitsTheDirectWayIsNotEnough) {
  v1::Mou charter = Charter();
  v1::Clause& clause = *charter.add_clauses();
  clause.set_clause_id("direct");
  clause.set_effect(v1::EFFECT_PROHIBIT);
  *clause.mutable_match() = NotToTheRegistrar().red_lines(0).match();
  const v1::RedLineResult result =
      ProveOne({Tells("clinic", "ngo", true), Tells("ngo", "registrar", true)},
               NotToTheRegistrar(), charter);
  EXPECT_EQ(result.charter().verdict(), v1::VERDICT_HOLDS);
  EXPECT_EQ(result.verdict(), v1::VERDICT_BREACHED);
}

}  // namespace
}  // namespace homeward::auth
