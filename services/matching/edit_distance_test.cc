#include "services/matching/edit_distance.h"

#include <string>

#include "gtest/gtest.h"

namespace homeward::matching {
namespace {

TEST(WordSimilarityTest, EqualWordsAreOneButEmptyOnesAreNot) {
  EXPECT_EQ(WordSimilarity("оля", "оля"), 1);
  EXPECT_EQ(WordSimilarity("", ""), 0);
}

TEST(WordSimilarityTest, CountsEditsByLetterNotByByte) {
  EXPECT_DOUBLE_EQ(WordSimilarity("соломія", "соломiя"), 1 - 1.0 / 7);
  EXPECT_DOUBLE_EQ(WordSimilarity("ahmed", "ahmad"), 0.8);
  EXPECT_DOUBLE_EQ(WordSimilarity("maria", "mariam"), 1 - 1.0 / 6);
  EXPECT_DOUBLE_EQ(WordSimilarity("mariam", "maria"), 1 - 1.0 / 6);
}

TEST(WordSimilarityTest, ASwapIsOneEdit) {
  EXPECT_DOUBLE_EQ(WordSimilarity("melnyk", "melynk"), 1 - 1.0 / 6);
}

TEST(WordSimilarityTest, ShortWordsMustBeEqual) {
  EXPECT_EQ(WordSimilarity("ana", "eva"), 0);
  EXPECT_EQ(WordSimilarity("ali", "alia"), 0);
}

TEST(WordSimilarityTest, WordsFarApartAreNotAlike) {
  EXPECT_EQ(WordSimilarity("sofia", "samuel"), 0);
  EXPECT_EQ(WordSimilarity("hassan", "husein"), 0);
}

TEST(WordSimilarityTest, IsBounded) {
  const std::string endless(100000, 'a');
  EXPECT_EQ(WordSimilarity(endless, endless + "b"), 0);
  EXPECT_EQ(WordSimilarity(endless, "aaaa"), 0);
  EXPECT_EQ(WordSimilarity(std::string(64, 'a'), std::string(63, 'a')),
            1 - 1.0 / 64);
}

}  // namespace
}  // namespace homeward::matching
