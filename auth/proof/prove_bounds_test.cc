// A proof ends, however large or spiteful the documents are.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <random>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "auth/decision/active_set.h"
#include "auth/mou/enum_set.h"
#include "auth/mou/field_catalog.h"
#include "auth/proof/prove.h"
#include "auth/proof/testing/onward_sets.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth::proof {
namespace {

using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using testing::Everything;
using testing::NotToTheRegistrar;
using testing::ProveOne;
using testing::Tells;

// Half of the values of an enum, by chance. At least one.
template <typename E, typename Add>
void AddHalf(const EnumSet<E>& all, std::mt19937& random, Add add) {
  bool any = false;
  all.ForEach([&](E value) {
    if (any && random() % 2 == 0) return;
    any = true;
    add(value);
  });
}

// Takes half of everything in each respect, so a little of all: what is left of
// a permit falls into ever more pieces.
v1::Clause Corner(int number, std::mt19937& random) {
  v1::Clause clause;
  clause.set_clause_id(absl::StrCat("corner-", number));
  clause.set_effect(v1::EFFECT_PROHIBIT);
  v1::Match& match = *clause.mutable_match();
  match = Everything();
  match.mutable_roles()->clear_any();
  AddHalf(RoleSet::All(), random,
          [&](v1::Role role) { match.mutable_roles()->add_roles(role); });
  match.mutable_purposes()->clear_any();
  AddHalf(PurposeSet::All(), random, [&](v1::Purpose purpose) {
    match.mutable_purposes()->add_purposes(purpose);
  });
  match.mutable_categories()->clear_any();
  // EXIST would stand for all.
  AddHalf(CategorySet::All() - CategorySet{v1::CATEGORY_EXIST}, random,
          [&](v1::Category category) {
            match.mutable_categories()->add_categories(category);
          });
  match.mutable_subject_age()->set_min_years(static_cast<int>(random() % 10));
  match.mutable_subject_age()->set_max_years(9 +
                                             static_cast<int>(random() % 9));
  return clause;
}

// Takes everything for the purposes that are odd or even numbers.
v1::Clause Half(int rest) {
  v1::Clause clause;
  clause.set_clause_id(absl::StrCat("half-", rest));
  clause.set_effect(v1::EFFECT_PROHIBIT);
  v1::Match& match = *clause.mutable_match();
  match = Everything();
  match.mutable_purposes()->clear_any();
  for (int value = 1; value < v1::Purpose_ARRAYSIZE; ++value) {
    if (value % 2 != rest || !v1::Purpose_IsValid(value)) continue;
    match.mutable_purposes()->add_purposes(static_cast<v1::Purpose>(value));
  }
  return clause;
}

// By both halves nothing is left, and all the corners hide that.
std::vector<v1::Mou> Spiteful() {
  std::mt19937 random(1);
  v1::Mou mou = Tells("clinic", "registrar");
  const FieldCatalog& catalog = FieldCatalog::Get();
  mou.mutable_clauses(0)->clear_fields();
  for (size_t i = 0; i < catalog.size(); ++i) {
    v1::FieldRule& rule = *mou.mutable_clauses(0)->add_fields();
    rule.set_field_path(catalog.path(static_cast<int>(i)));
    rule.set_outcome(v1::FIELD_OUTCOME_CLEAR);
  }
  *mou.add_clauses() = Half(0);
  *mou.add_clauses() = Half(1);
  for (int number = 0; number < 240; ++number) {
    *mou.add_clauses() = Corner(number, random);
  }
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

TEST(ProveBoundsTest, ASpitefulSetIsProvenOrLeft) {
  const std::vector<v1::Mou> mous = Spiteful();
  ProofBounds few;
  few.max_steps = 50'000;
  EXPECT_EQ(
      ProveOne(mous, NotToTheRegistrar(), testing::Charter(), few).verdict(),
      v1::VERDICT_UNDECIDED);
  EXPECT_EQ(ProveOne(mous, NotToTheRegistrar()).verdict(), v1::VERDICT_HOLDS);
}

// Two that tell each other what must soon be deleted keep it for a million
// rounds.
std::shared_ptr<const ActiveSet> Endless() {
  std::vector<v1::Mou> mous = {
      testing::KeptFor(testing::During(Tells("clinic", "ngo"), 0, 1), 1),
      testing::KeptFor(Tells("ngo", "police"), 1),
      testing::KeptFor(Tells("police", "ngo"), 1),
      testing::During(Tells("ngo", "registrar"), 2'000'000'000, 2'000'000'001)};
  for (int i : {1, 2}) mous[i] = testing::During(mous[i], 0, 2'000'000'002);
  return testing::SetOf(mous,
                        testing::During(testing::Charter(), 0, 2'000'000'002));
}

TEST(ProveBoundsTest, AnEndlessRoundEnds) {
  ProofBounds bounds;
  bounds.max_steps = 100'000;
  const auto report = Prove(Endless(), NotToTheRegistrar(), bounds);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->results(0).verdict(), v1::VERDICT_UNDECIDED);
}

TEST(ProveBoundsTest, WhoWatchesSeesItGoOn) {
  ProofBounds bounds;
  bounds.max_steps = 350'000;
  std::vector<int64_t> told;
  bounds.watch = [&](int64_t done, int64_t most) {
    EXPECT_EQ(most, bounds.max_steps);
    told.push_back(done);
    return true;
  };
  const auto watched = Prove(Endless(), NotToTheRegistrar(), bounds);
  ASSERT_THAT(watched, IsOk());
  ASSERT_EQ(told.size(), 3u);
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  EXPECT_LE(told.back(), bounds.max_steps);
  // It is the same proof for all that.
  bounds.watch = {};
  const auto alone = Prove(Endless(), NotToTheRegistrar(), bounds);
  ASSERT_THAT(alone, IsOk());
  EXPECT_EQ(watched->SerializeAsString(), alone->SerializeAsString());
}

TEST(ProveBoundsTest, WhoWatchesMayEndIt) {
  ProofBounds bounds;
  int calls = 0;
  bounds.watch = [&](int64_t, int64_t) { return ++calls < 2; };
  EXPECT_THAT(Prove(Endless(), NotToTheRegistrar(), bounds),
              StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(calls, 2);
}

}  // namespace
}  // namespace homeward::auth::proof
