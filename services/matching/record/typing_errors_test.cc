#include "services/matching/record/typing_errors.h"

#include <string>

#include "gtest/gtest.h"
#include "services/matching/name/name.h"

namespace homeward::matching {
namespace {

TypingErrors Between(const std::string& left, const std::string& right) {
  return TypingErrorsBetween(*ParseName(left).words[0].word,
                             *ParseName(right).words[0].word);
}

TEST(TypingErrorsTest, AreLettersPutInLeftOutChangedAndSwapped) {
  for (const char* once : {"merrjem", "mejem", "mwrjem", "mrejem"}) {
    EXPECT_EQ(Between("merjem", once).count, 1) << once;
  }
  for (const char* twice : {"nerem", "emrejm", "mwrjwm"}) {
    EXPECT_EQ(Between("merjem", twice).count, 2) << twice;
  }
  EXPECT_EQ(Between("merjem", "mwtjwm").count, 0);
  EXPECT_EQ(Between("merjem", "boris").count, 0);
}

TEST(TypingErrorsTest, AWordThatIsCutOffIsOneError) {
  EXPECT_EQ(Between("kallianiotes", "kalliani").count, 1);
  EXPECT_EQ(Between("kallianiotes", "ka").count, 0);
}

TEST(TypingErrorsTest, TheShorterTheFewer) {
  EXPECT_EQ(Between("maha", "naga").count, 2);
  EXPECT_EQ(Between("ian", "iqdan").count, 2);
  EXPECT_EQ(Between("no", "on").count, 1);
  EXPECT_EQ(Between("no", "noa").count, 1);
  EXPECT_EQ(Between("no", "mo").count, 0);
  EXPECT_EQ(Between("no", "noaha").count, 0);
  EXPECT_EQ(Between("n", "no").count, 0);
  EXPECT_EQ(Between("maha", "nag").shorter, 3);
}

TEST(TypingErrorsTest, LettersAreCountedAndNotBytes) {
  // One byte of three, and one letter of one.
  EXPECT_EQ(Between("王", "玉").count, 0);
  // Four bytes, and two letters.
  EXPECT_EQ(Between("Олена", "Олебвна").count, 2);
  EXPECT_EQ(Between("Олена", "Олебвжна").count, 0);
  EXPECT_EQ(Between("Олена", "Ол").shorter, 2);
}

TEST(TypingErrorsTest, WordsOfTwoScriptsHaveNone) {
  EXPECT_EQ(Between("Олена", "Olebna").count, 0);
}

TEST(TypingErrorsTest, BothSidesAreAlike) {
  for (const auto& [left, right] :
       {std::pair("merjem", "nerem"), std::pair("Олена", "Олебвна"),
        std::pair("no", "on"), std::pair("kalliani", "kal")}) {
    EXPECT_EQ(Between(left, right).count, Between(right, left).count) << left;
  }
}

}  // namespace
}  // namespace homeward::matching
