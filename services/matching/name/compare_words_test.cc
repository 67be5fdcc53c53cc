#include "services/matching/name/compare_words.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/matching/name/letters.h"

namespace homeward::matching {
namespace {

WordPtr Read(const std::string& text) {
  const std::vector<WrittenWord> words = SplitWords(text, 1);
  return ReadWord(words.empty() ? U"" : words.front().letters);
}

// Compared both ways: sides never matter to the level.
NameLevel Level(const std::string& left, const std::string& right) {
  const WordComparison one = CompareWords(*Read(left), *Read(right));
  const WordComparison other = CompareWords(*Read(right), *Read(left));
  EXPECT_EQ(one.level, other.level) << left << " | " << right;
  EXPECT_FLOAT_EQ(one.likeness, other.likeness) << left << " | " << right;
  return one.level;
}

TEST(CompareWordsTest, TypingIsNoDifference) {
  EXPECT_EQ(Level("ANA", "ana"), NameLevel::kExact);
  EXPECT_EQ(Level("José", "Jose"), NameLevel::kFolded);
  EXPECT_EQ(Level("أحمد", "احمد"), NameLevel::kFolded);
  EXPECT_EQ(Level("ፀሐይ", "ጸሀይ"), NameLevel::kFolded);
}

TEST(CompareWordsTest, RomanisationsOfOneNameSoundAlike) {
  EXPECT_EQ(Level("Щербак", "Shcherbak"), NameLevel::kSameSound);
  EXPECT_EQ(Level("Shcherbak", "Schtscherbak"), NameLevel::kSameSound);
  EXPECT_EQ(Level("Shcherbak", "Chtcherbak"), NameLevel::kSameSound);
  EXPECT_EQ(Level("Hannah", "Hanna"), NameLevel::kSameSound);
  EXPECT_LE(Level("ገብረእግዚአብሔር", "Gebregziabher"), NameLevel::kClose);
  EXPECT_LE(Level("ብርሃነ", "Birhane"), NameLevel::kClose);
}

TEST(CompareWordsTest, MissingVowelsAreNotDifferent) {
  EXPECT_LE(Level("كريم", "Kareem"), NameLevel::kClose);
  EXPECT_LE(Level("حسین", "Hossein"), NameLevel::kClose);
  EXPECT_LE(Level("یوسفزی", "Yousafzai"), NameLevel::kLoose);
  EXPECT_LE(Level("عبدالرحمن", "Abderrahmane"), NameLevel::kClose);
  EXPECT_EQ(Level("كريم", "Haddad"), NameLevel::kDifferent);
}

TEST(CompareWordsTest, LanguagesAndShortFormsAreEquivalent) {
  EXPECT_EQ(Level("Yusuf", "Giuseppe"), NameLevel::kEquivalent);
  EXPECT_LE(Level("Олександр", "Alejandro"), NameLevel::kEquivalent);
  EXPECT_EQ(Level("William", "Bill"), NameLevel::kEquivalent);
  EXPECT_LE(Level("محمد", "Mehmet"), NameLevel::kEquivalent);
}

TEST(CompareWordsTest, TwoKnownNamesDifferHoweverAlike) {
  EXPECT_EQ(Level("Anna", "Inna"), NameLevel::kDifferent);
  EXPECT_EQ(Level("Daniel", "Daniela"), NameLevel::kDifferent);
  EXPECT_EQ(Level("Mohammed", "Mahmoud"), NameLevel::kDifferent);
}

TEST(CompareWordsTest, TyposAreCloseByTheirLength) {
  EXPECT_LE(Level("Jonahtan", "Jonathan"), NameLevel::kClose);
  EXPECT_LE(Level("Kowalczyk", "Kowalzcyk"), NameLevel::kLoose);
  EXPECT_EQ(Level("Jon", "John"), NameLevel::kSameSound);
  EXPECT_GE(Level("Obi", "Oba"), NameLevel::kLoose);
  EXPECT_GE(Level("Kim", "Tim"), NameLevel::kSkeleton);
}

TEST(CompareWordsTest, AnInitialStandsForAnyWordItStarts) {
  EXPECT_EQ(Level("J", "Jonathan"), NameLevel::kInitial);
  EXPECT_EQ(Level("Ж", "Zhanna"), NameLevel::kInitial);
  EXPECT_EQ(Level("J", "Kevin"), NameLevel::kDifferent);
  EXPECT_EQ(Level("J", "K"), NameLevel::kDifferent);
}

TEST(CompareWordsTest, WordsThatNothingReadsMatchThemselvesOnly) {
  EXPECT_EQ(Level("12", "34"), NameLevel::kDifferent);
  EXPECT_EQ(Level("12", "12"), NameLevel::kExact);
  EXPECT_EQ(Level("Aiya", "Ouya"), NameLevel::kDifferent);
}

TEST(CompareWordsTest, TellsWhichReadingsMatched) {
  const WordComparison words = CompareWords(*Read("Сергій"), *Read("Sergiy"));
  EXPECT_EQ(words.level, NameLevel::kSameSound);
  EXPECT_EQ(words.left_reading, 1);
  EXPECT_EQ(words.right_reading, 0);
}

}  // namespace
}  // namespace homeward::matching
