// A proof ends, however large or spiteful the documents are.

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "auth/proof/testing/onward_sets.h"
#include "gtest/gtest.h"

namespace homeward::auth::proof {
namespace {

using testing::Everything;
using testing::NotToTheRegistrar;
using testing::ProveOne;
using testing::Tells;

// Takes a little of everything, at a corner of its own: so that what is left of
// a permit falls into ever more pieces.
v1::Clause Corner(int number) {
  v1::Clause clause;
  clause.set_clause_id(absl::StrCat("corner-", number));
  clause.set_effect(v1::EFFECT_PROHIBIT);
  v1::Match& match = *clause.mutable_match();
  match = Everything();
  // Each fact, role and purpose is asked for by half of the clauses, and each
  // by other halves.
  for (int fact = 1; fact < v1::FACT_BREAK_GLASS; ++fact) {
    if ((number * (2 * fact + 1)) % 7 > 2) continue;
    v1::Condition& condition = *match.add_conditions();
    condition.set_fact(static_cast<v1::Fact>(fact));
    condition.set_expected((number >> fact) % 2 == 0);
  }
  match.mutable_roles()->clear_any();
  match.mutable_roles()->add_roles(static_cast<v1::Role>(1 + number % 11));
  match.mutable_purposes()->clear_any();
  match.mutable_purposes()->add_purposes(
      static_cast<v1::Purpose>(1 + number % 13));
  for (int value = 1; value < 12; ++value) {
    if ((number * value) % 11 < 5) continue;
    match.mutable_roles()->add_roles(static_cast<v1::Role>(value));
  }
  for (int value = 1; value < 14; ++value) {
    if ((number * value) % 13 < 6) continue;
    match.mutable_purposes()->add_purposes(static_cast<v1::Purpose>(value));
  }
  match.mutable_subject_age()->set_min_years(number % 17);
  match.mutable_subject_age()->set_max_years(number % 17 + number % 5 + 1);
  return clause;
}

// By all of these nothing is left in the end, and that takes long to find out.
std::vector<v1::Mou> Spiteful() {
  v1::Mou mou = Tells("clinic", "registrar");
  for (int number = 1; number < 240; ++number) {
    *mou.add_clauses() = Corner(number);
  }
  v1::Clause& rest = *mou.add_clauses();
  rest = Corner(0);
  rest.set_clause_id("rest");
  *rest.mutable_match() = Everything();
  rest.mutable_match()->mutable_categories()->clear_any();
  rest.mutable_match()->mutable_categories()->add_categories(
      v1::CATEGORY_WELLBEING);
  return {mou};
}

TEST(ProveBoundsTest, WhatIsTooLargeIsUndecidedEachTime) {
  ProofBounds few;
  few.max_steps = 20;
  for (int i = 0; i < 2; ++i) {
    const v1::RedLineResult result =
        ProveOne({Tells("clinic", "ngo"), Tells("ngo", "registrar")},
                 NotToTheRegistrar(), testing::Charter(), few);
    EXPECT_EQ(result.verdict(), v1::VERDICT_UNDECIDED);
    EXPECT_EQ(result.paths_size(), 0);
  }
}

// At each bound the answer is the right one or none.
TEST(ProveBoundsTest, ABoundNeverTurnsOneAnswerIntoAnother) {
  const std::vector<v1::Mou> crosses = {Tells("clinic", "ngo"),
                                        Tells("ngo", "registrar")};
  const std::vector<v1::Mou> holds = {Tells("clinic", "ngo", false),
                                      Tells("ngo", "registrar")};
  int undecided = 0;
  int decided = 0;
  for (int steps = 0; steps < 4000; steps += 50) {
    ProofBounds bounds;
    bounds.max_steps = steps;
    for (const auto& [mous, verdict] :
         {std::pair(crosses, v1::VERDICT_BREACHED),
          std::pair(holds, v1::VERDICT_HOLDS)}) {
      const v1::RedLineResult result =
          ProveOne(mous, NotToTheRegistrar(), testing::Charter(), bounds);
      if (result.verdict() == v1::VERDICT_UNDECIDED) {
        ++undecided;
        continue;
      }
      EXPECT_EQ(result.verdict(), verdict) << steps;
      ++decided;
    }
  }
  EXPECT_GT(undecided, 10);
  EXPECT_GT(decided, 10);
}

TEST(ProveBoundsTest, ASpitefulSetEnds) {
  ProofBounds bounds;
  bounds.max_steps = 10'000'000;
  const v1::RedLineResult result =
      ProveOne(Spiteful(), NotToTheRegistrar(), testing::Charter(), bounds);
  EXPECT_EQ(result.verdict(), v1::VERDICT_UNDECIDED);
}

// Two that tell each other what must soon be deleted keep it for a million
// rounds.
TEST(ProveBoundsTest, AnEndlessRoundEnds) {
  std::vector<v1::Mou> mous = {
      testing::KeptFor(testing::During(Tells("clinic", "ngo"), 0, 1), 1),
      testing::KeptFor(Tells("ngo", "police"), 1),
      testing::KeptFor(Tells("police", "ngo"), 1),
      testing::During(Tells("ngo", "registrar"), 2'000'000'000, 2'000'000'001)};
  v1::Mou charter = testing::During(testing::Charter(), 0, 2'000'000'002);
  for (int i : {1, 2}) mous[i] = testing::During(mous[i], 0, 2'000'000'002);
  ProofBounds bounds;
  bounds.max_steps = 100'000;
  const v1::RedLineResult result =
      ProveOne(mous, NotToTheRegistrar(), charter, bounds);
  EXPECT_EQ(result.verdict(), v1::VERDICT_UNDECIDED);
}

}  // namespace
}  // namespace homeward::auth::proof
