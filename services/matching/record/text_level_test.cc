#include "services/matching/record/text_level.h"

#include <string>

#include "gtest/gtest.h"

namespace homeward::matching {
namespace {

TextLevel Compared(const std::string& left, const std::string& right) {
  const TextLevel level = CompareTexts(left, right);
  EXPECT_EQ(CompareTexts(right, left), level);
  return level;
}

TEST(CompareTextsTest, NothingIsNoEvidenceAndTwoNothingsAreNotEqual) {
  EXPECT_EQ(Compared("", "givens street"), TextLevel::kMissing);
  EXPECT_EQ(Compared("", ""), TextLevel::kMissing);
}

TEST(CompareTextsTest, SpacesAndSmallMistakesAreClose) {
  EXPECT_EQ(Compared("givens street", "givens street"), TextLevel::kExact);
  EXPECT_EQ(Compared("macneil place", "macneilplace"), TextLevel::kClose);
  EXPECT_EQ(Compared("givens street", "givens srteet"), TextLevel::kClose);
  EXPECT_EQ(Compared("rowville", "rowvil le"), TextLevel::kClose);
  EXPECT_EQ(Compared("2250", "2205"), TextLevel::kClose);
}

TEST(CompareTextsTest, AWordInCommonIsAPartUnlessItIsInHalfOfAll) {
  EXPECT_EQ(Compared("north stirling downs", "stirling"), TextLevel::kPart);
  EXPECT_EQ(Compared("givens street", "corona street"), TextLevel::kDifferent);
}

TEST(CompareTextsTest, OneCharacterThatDiffersIsDifferent) {
  EXPECT_EQ(Compared("1", "2"), TextLevel::kDifferent);
  EXPECT_EQ(Compared("12", "98"), TextLevel::kDifferent);
}

TEST(BoundedEditsTest, CountsSwapsAsOneAndStopsAtTheBudget) {
  EXPECT_EQ(BoundedEdits("kitten", "sitting", 3), 3);
  EXPECT_EQ(BoundedEdits("kitten", "sitting", 2), 3);
  EXPECT_EQ(BoundedEdits("abcd", "abdc", 2), 1);
  EXPECT_EQ(BoundedEdits("", "ab", 3), 2);
  EXPECT_EQ(BoundedEdits("same", "same", 0), 0);
}

TEST(EditBudgetTest, GrowsWithTheShorter) {
  EXPECT_EQ(EditBudget(3, 30), 1);
  EXPECT_EQ(EditBudget(8, 9), 2);
  EXPECT_EQ(EditBudget(14, 20), 3);
}

}  // namespace
}  // namespace homeward::matching
