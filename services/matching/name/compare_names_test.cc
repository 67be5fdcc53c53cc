#include "services/matching/name/compare_names.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace homeward::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

NameComparison Compare(const char* left, const char* right) {
  return CompareNames(ParseName(left), ParseName(right));
}

// "0+2:0+1" is two left words beside one right word; "-" is a missing side.
std::vector<std::string> Aligned(const char* left, const char* right) {
  std::vector<std::string> texts;
  const auto side = [](int first, int count) {
    return count == 0 ? std::string("-") : absl::StrCat(first, "+", count);
  };
  for (const AlignedWords& words : Compare(left, right).aligned) {
    texts.push_back(absl::StrCat(side(words.left, words.left_count), ":",
                                 side(words.right, words.right_count)));
  }
  return texts;
}

std::vector<NameLevel> Levels(const char* left, const char* right) {
  std::vector<NameLevel> levels;
  for (const AlignedWords& words : Compare(left, right).aligned) {
    levels.push_back(words.words.level);
  }
  return levels;
}

TEST(CompareNamesTest, PairsWordsInAnyOrder) {
  EXPECT_THAT(Aligned("Ana Lopez Ruiz", "Ruiz Ana Lopez"),
              ElementsAre("0+1:1+1", "1+1:2+1", "2+1:0+1"));
  EXPECT_TRUE(Compare("Ana Ruiz", "Ruiz Ana").reordered);
  EXPECT_FALSE(Compare("Ana Ruiz", "Ana Maria Ruiz").reordered);
}

TEST(CompareNamesTest, EachWordIsUsedOnce) {
  EXPECT_THAT(Levels("Ali Ali", "Ali Hassan"),
              ElementsAre(NameLevel::kExact, NameLevel::kDifferent));
}

TEST(CompareNamesTest, OmissionIsNotContradiction) {
  EXPECT_THAT(
      Levels("Ivan Petrov", "Ivan Nikolaevich Petrov"),
      ElementsAre(NameLevel::kExact, NameLevel::kExact, NameLevel::kMissing));
  EXPECT_THAT(
      Levels("Ivan Konstantinovich Petrov", "Ivan Nikolaevich Petrov"),
      ElementsAre(NameLevel::kExact, NameLevel::kDifferent, NameLevel::kExact));
}

TEST(CompareNamesTest, FindsWordsThatAreJoinedOnOneSide) {
  EXPECT_THAT(Aligned("Mao Ze Dong", "Mao Zedong"),
              ElementsAre("0+1:0+1", "1+2:1+1"));
  EXPECT_THAT(Aligned("Gebregziabher Tekle", "Gebre Egziabher Tekle"),
              ElementsAre("0+1:0+2", "1+1:2+1"));
  EXPECT_THAT(Aligned("ገብረ መድህን", "Gebremedhin"), ElementsAre("0+2:0+1"));
}

TEST(CompareNamesTest, OfNothingIsNoEvidence) {
  EXPECT_THAT(Levels("", "Ana"), IsEmpty());
  EXPECT_THAT(Levels("", ""), IsEmpty());
}

TEST(CompareNamesTest, TellsSuffixesThatDiffer) {
  EXPECT_TRUE(Compare("John Smith Jr", "John Smith Sr").suffixes_differ);
  EXPECT_FALSE(Compare("John Smith Jr", "John Smith").suffixes_differ);
}

TEST(CompareNamesTest, AsksWhoeverRemembersPairs) {
  int asked = 0;
  const Name left = ParseName("Ana Ruiz");
  const Name right = ParseName("Ana Lopez");
  CompareNames(left, right, [&](const Word& l, const Word& r) {
    ++asked;
    return CompareWords(l, r);
  });
  EXPECT_EQ(asked, 4);
}

TEST(CompareNamesTest, EveryWordIsThereOnce) {
  const char* kNames[] = {
      "Ana",          "Ana Ruiz Lopez de Leon", "محمد عبد الرحمن بن علي",
      "ገብረ መድህን ኃይሉ", "a b c d e f g h",        "h g f e d c b a",
      "Sean O Brien"};
  for (const char* left : kNames) {
    for (const char* right : kNames) {
      int left_words = 0;
      int right_words = 0;
      for (const AlignedWords& words : Compare(left, right).aligned) {
        left_words += words.left_count;
        right_words += words.right_count;
      }
      EXPECT_EQ(left_words, ParseName(left).words.size());
      EXPECT_EQ(right_words, ParseName(right).words.size());
    }
  }
}

}  // namespace
}  // namespace homeward::matching
