#include "services/matching/score/weights_text.h"

#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace homeward::matching {
namespace {

TEST(WeightsTextTest, GivesBackWhatWasWritten) {
  Weights weights = DefaultWeights();
  weights.birth[static_cast<int>(BirthLevel::kFlip)] = {0.25, 3};
  weights.text[static_cast<int>(TextField::kPhone)]
              [static_cast<int>(TextLevel::kClose)] = {0.125, 0.5};
  weights.same_sex = {0.75, 0.5};
  const auto back = ParseWeights(WeightsText(weights));
  ASSERT_TRUE(back.ok()) << back.status();
  EXPECT_EQ(back->of(BirthLevel::kFlip).m, 0.25);
  EXPECT_EQ(back->of(BirthLevel::kFlip).u, 3);
  EXPECT_EQ(back->of(TextField::kPhone, TextLevel::kClose).m, 0.125);
  EXPECT_EQ(back->same_sex.m, 0.75);
  EXPECT_EQ(WeightsText(*back), WeightsText(weights));
}

TEST(WeightsTextTest, WhatIsLeftOutIsAsShipped) {
  const auto weights = ParseWeights("# mine\n\nphone exact 0.5 0.001\n");
  ASSERT_TRUE(weights.ok());
  EXPECT_EQ(weights->of(TextField::kPhone, TextLevel::kExact).u, 0.001);
  EXPECT_EQ(weights->of(BirthLevel::kExact).m,
            DefaultWeights().of(BirthLevel::kExact).m);
}

TEST(WeightsTextTest, AnErrorNamesTheLine) {
  for (const char* bad : {"\nphone exact 0.5\n", "\nphone nearly 0.5 0.5\n",
                          "\nphone exact 0 0.5\n", "\nphone exact 0.5 2\n",
                          "\nphone exact nan 0.5\n"}) {
    const auto weights = ParseWeights(bad);
    ASSERT_FALSE(weights.ok()) << bad;
    EXPECT_TRUE(absl::StrContains(weights.status().message(), "line 2"));
  }
}

}  // namespace
}  // namespace homeward::matching
