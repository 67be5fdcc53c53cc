#include "services/matching/name/skeleton.h"

#include "gtest/gtest.h"

namespace homeward::matching {
namespace {

std::string Of(const char* letters) { return Skeleton::Of(letters).ToString(); }

TEST(SkeletonTest, KeepsConsonantsAsClasses) {
  EXPECT_EQ(Of("muhammad"), "MMD");
  EXPECT_EQ(Of("mhmd"), Of("mohammed"));
  EXPECT_EQ(Of("qasim"), Of("kassem"));
  EXPECT_EQ(Of("philip"), Of("filip"));
  EXPECT_EQ(Of("tsegay"), Of("zegai"));
  EXPECT_EQ(Of("cecilia"), Of("sesilya"));
}

TEST(SkeletonTest, OfVowelsIsEmptyAndEqualsNoOther) {
  EXPECT_TRUE(Skeleton::Of("aiou").empty());
  EXPECT_TRUE(Skeleton::Of("").empty());
  EXPECT_EQ(Skeleton::Of("wahiya").size(), 0);
  EXPECT_NE(Skeleton::Of("ali"), Skeleton());
}

TEST(SkeletonTest, KeepsSixteenClasses) {
  const Skeleton longest = Skeleton::Of("bdbdbdbdbdbdbdbdbdbd");
  EXPECT_EQ(longest.size(), 16);
  EXPECT_EQ(longest.ToString(), "BDBDBDBDBDBDBDBD");
}

TEST(SkeletonTest, TellsWhichClassesOccur) {
  EXPECT_EQ(Skeleton::Of("mama").classes(), Skeleton::Of("m").classes());
  EXPECT_EQ(Skeleton().classes(), 0);
}

bool Near(const char* left, const char* right) {
  const bool near = OneEditApart(Skeleton::Of(left), Skeleton::Of(right));
  EXPECT_EQ(near, OneEditApart(Skeleton::Of(right), Skeleton::Of(left)));
  return near;
}

TEST(OneEditApartTest, FindsEachKindOfEdit) {
  EXPECT_TRUE(Near("bdlm", "bdm"));   // Left out inside.
  EXPECT_TRUE(Near("bdlm", "bdl"));   // At the end.
  EXPECT_TRUE(Near("bdlm", "dlm"));   // At the start.
  EXPECT_TRUE(Near("bdlm", "bdrm"));  // Changed.
  EXPECT_TRUE(Near("bdlm", "bldm"));  // Swapped.
}

TEST(OneEditApartTest, RefusesEqualOnesAndTwoEdits) {
  EXPECT_FALSE(Near("bdlm", "bdlm"));
  EXPECT_FALSE(Near("bdlm", "bd"));
  EXPECT_FALSE(Near("bdlm", "bmld"));
  EXPECT_FALSE(Near("bdlm", "drlm"));
}

TEST(OneEditApartTest, HoldsAtTheFullLength) {
  EXPECT_TRUE(Near("bdbdbdbdbdbdbdbd", "bdbdbdbdbdbdbdbm"));
  EXPECT_TRUE(Near("bdbdbdbdbdbdbdbd", "bdbdbdbdbdbdbdb"));
}

}  // namespace
}  // namespace homeward::matching
