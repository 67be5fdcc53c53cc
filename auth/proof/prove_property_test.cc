// What a proof says, held against the decision itself.

#include <set>
#include <string>

#include "absl/time/time.h"
#include "auth/proof/prove.h"
#include "auth/proof/testing/mou_sets.h"
#include "auth/what_if/what_if.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth::proof {
namespace {

using ::homeward::testing::IsOk;
using testing::Documents;
using testing::MouSets;

// Of questions from second `from` on.
v1::ProofReport ReportOf(const Documents& documents, int from = 0) {
  ProofBounds bounds;
  bounds.from = absl::FromUnixSeconds(from);
  const auto report =
      Prove(testing::SetOf(documents), documents.red_lines, bounds);
  EXPECT_THAT(report, IsOk());
  return report.ok() ? *report : v1::ProofReport();
}

// The same with `match` prohibited by the charter.
Documents WithProhibition(Documents documents, const v1::Match& match) {
  v1::Clause& clause = *documents.charter.add_clauses();
  clause.set_clause_id("the-red-line");
  clause.set_effect(v1::EFFECT_PROHIBIT);
  *clause.mutable_match() = match;
  return documents;
}

std::set<std::string> Disclosed(const v1::DecideResponse& decision) {
  std::set<std::string> paths;
  for (const v1::FieldRule& rule : decision.fields()) {
    if (rule.outcome() != v1::FIELD_OUTCOME_DROP) {
      paths.insert(rule.field_path());
    }
  }
  return paths;
}

bool IsSpokenOf(const v1::RedLine& line, const v1::AccessQuestion& request) {
  if (line.between_agencies() &&
      request.owner_agency_id() == request.requester_agency_id()) {
    return false;
  }
  return !line.single_role() || request.roles_size() == 1;
}

TEST(ProvePropertyTest, EachBreachIsOneThatAProhibitionWouldTakeAway) {
  MouSets sets(1);
  int breaches = 0;
  for (int i = 0; i < 200; ++i) {
    const Documents documents = sets.Next();
    const int from = 50 * sets.Below(12);
    const v1::ProofReport report = ReportOf(documents, from);
    const auto set = testing::SetOf(documents);
    for (int j = 0; j < report.results_size(); ++j) {
      const v1::RedLine& line = documents.red_lines.red_lines(j);
      const auto stricter =
          testing::SetOf(WithProhibition(documents, line.match()));
      for (const v1::Breach& breach : report.results(j).breaches()) {
        const auto question = ReadWhatIf(breach.request());
        ASSERT_THAT(question, IsOk());
        const auto before = Disclosed(Decide(set, *question));
        EXPECT_EQ(before.count(breach.field_path()), 1u);
        EXPECT_EQ(
            Disclosed(Decide(stricter, *question)).count(breach.field_path()),
            0u);
        EXPECT_TRUE(IsSpokenOf(line, breach.request().request()));
        EXPECT_GE(breach.request().time().seconds(), from);
        ++breaches;
      }
    }
  }
  EXPECT_GT(breaches, 100);
}

TEST(ProvePropertyTest, AProhibitionNeverMakesABreach) {
  MouSets sets(2);
  int fewer = 0;
  for (int i = 0; i < 150; ++i) {
    const Documents documents = sets.Next();
    Documents more = documents;
    v1::Clause clause = sets.Prohibition();
    if (sets.OneIn(2)) {
      *clause.mutable_match() =
          documents.red_lines.red_lines(sets.Below(3)).match();
    }
    v1::Mou& where =
        sets.OneIn(2)
            ? more.charter
            : more.mous[sets.Below(static_cast<int>(more.mous.size()))];
    *where.add_clauses() = clause;
    const v1::ProofReport before = ReportOf(documents);
    const v1::ProofReport after = ReportOf(more);
    for (int j = 0; j < before.results_size(); ++j) {
      std::set<std::string> known;
      for (const v1::Breach& b : before.results(j).breaches()) {
        known.insert(b.clause());
      }
      for (const v1::Breach& b : after.results(j).breaches()) {
        EXPECT_EQ(known.count(b.clause()), 1u) << b.ShortDebugString();
      }
      if (before.results(j).charter().verdict() == v1::VERDICT_HOLDS) {
        EXPECT_EQ(after.results(j).charter().verdict(), v1::VERDICT_HOLDS);
      }
      fewer +=
          after.results(j).breaches_size() < before.results(j).breaches_size();
    }
  }
  EXPECT_GT(fewer, 10);
}

// A question by chance, of the small world of MouSets.
v1::DecideRequest Ask(MouSets& sets) {
  const char* const agencies[] = {"a", "b", "c"};
  const v1::Role roles[] = {v1::ROLE_CP_CASEWORKER, v1::ROLE_POLICE_MISSING,
                            v1::ROLE_CLINIC_CLINICIAN};
  v1::DecideRequest question;
  v1::AccessQuestion& request = *question.mutable_request();
  request.set_owner_agency_id(agencies[sets.Below(3)]);
  request.set_requester_agency_id(agencies[sets.Below(3)]);
  request.set_requester_kind(v1::AGENCY_KIND_POLICE);
  const int first = sets.Below(3);
  request.add_roles(roles[first]);
  if (sets.OneIn(3)) request.add_roles(roles[(first + 1) % 3]);
  request.set_purpose(sets.OneIn(2) ? v1::PURPOSE_LOCATE_SAFETY
                                    : v1::PURPOSE_MISSING_SEARCH);
  request.set_action(sets.OneIn(2) ? v1::ACTION_LOCATE
                                   : v1::ACTION_GET_WELLBEING);
  request.set_mou_id(std::string("m") + "012"[sets.Below(3)]);
  question.mutable_facts()->set_case_issuer_agency_id("court");
  for (int fact = 1; fact < v1::Fact_ARRAYSIZE; ++fact) {
    v1::FactValue& value = *question.mutable_facts()->add_facts();
    value.set_fact(static_cast<v1::Fact>(fact));
    value.set_truth(static_cast<v1::Truth>(sets.Below(3)));
    if (fact == v1::FACT_BREAK_GLASS && value.truth() == v1::TRUTH_TRUE) {
      value.add_categories(sets.OneIn(2) ? v1::CATEGORY_ID_MIN
                                         : v1::CATEGORY_HEALTH);
    }
  }
  v1::AgeBounds& age = *question.mutable_facts()->mutable_subject_age();
  age.set_min_years(sets.Below(20));
  age.set_max_years(age.min_years() + sets.Below(3));
  question.mutable_time()->set_seconds(200 + sets.Below(500));
  return question;
}

TEST(ProvePropertyTest, NoQuestionCrossesALineThatHolds) {
  MouSets sets(3);
  int crossed = 0;
  int kept = 0;
  for (int i = 0; i < 200; ++i) {
    const Documents documents = sets.Next();
    const int from = 50 * sets.Below(12);
    const v1::ProofReport report = ReportOf(documents, from);
    const auto set = testing::SetOf(documents);
    for (int j = 0; j < report.results_size(); ++j) {
      const v1::RedLine& line = documents.red_lines.red_lines(j);
      const auto stricter =
          testing::SetOf(WithProhibition(documents, line.match()));
      for (int k = 0; k < 60; ++k) {
        const v1::DecideRequest request = Ask(sets);
        const auto question = ReadWhatIf(request);
        ASSERT_THAT(question, IsOk());
        const bool crosses = request.time().seconds() >= from &&
                             IsSpokenOf(line, request.request()) &&
                             Disclosed(Decide(set, *question)) !=
                                 Disclosed(Decide(stricter, *question));
        if (!crosses) continue;
        ASSERT_GT(report.results(j).breaches_size(), 0)
            << request.ShortDebugString();
        ++crossed;
      }
      kept += report.results(j).breaches().empty();
    }
  }
  EXPECT_GT(crossed, 20);
  EXPECT_GT(kept, 50);
}

}  // namespace
}  // namespace homeward::auth::proof
