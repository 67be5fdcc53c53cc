#include "services/matching/languages.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace homeward::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

Description Speaks(const std::vector<std::string>& codes) {
  Description child;
  for (const std::string& code : codes) AddLanguage(code, child);
  return child;
}

TEST(LanguageOfTest, IsTheSameHoweverTheCodeIsWritten) {
  for (const char* code : {"uk", "UK", "ukr", "uk-UA", "uk_UA", "uk-Cyrl-UA"}) {
    EXPECT_EQ(LanguageOf(code), "uk") << code;
  }
  EXPECT_EQ(LanguageOf("tir"), "ti");
  EXPECT_EQ(LanguageOf("rom"), "rom");  // Has no code of two letters.
}

TEST(LanguageOfTest, IsNothingForWhatNamesNone) {
  for (const char* code : {"", "u", "und", "mul", "zxx", "Ukrainian", "12",
                           "uk UA", "uk/UA", "українська"}) {
    EXPECT_EQ(LanguageOf(code), "") << code;
  }
  EXPECT_EQ(LanguageOf("uk-" + std::string(40, 'a')), "");
}

TEST(LanguagesTest, EachIsKeptOnce) {
  EXPECT_THAT(Speaks({"uk", "ukr", "ru", "?"}).languages,
              ElementsAre("uk", "ru"));
  std::vector<std::string> many;
  for (char c = 'a'; c <= 'z'; ++c) many.push_back(std::string("q") + c);
  EXPECT_THAT(Speaks(many).languages, SizeIs(kMaxDescribedLanguages));
}

TEST(LanguagesTest, OneThatBothSpeakSpeaksALittleForHer) {
  const auto evidence = CompareLanguages(Speaks({"uk", "ru"}), Speaks({"ru"}));
  ASSERT_TRUE(evidence.has_value());
  EXPECT_EQ(evidence->level, "exact");
  EXPECT_GT(evidence->bits, 0);
  EXPECT_LT(evidence->bits, 1);
}

TEST(LanguagesTest, NoneThatBothSpeakSpeaksAgainstHer) {
  const auto evidence = CompareLanguages(Speaks({"uk"}), Speaks({"ti", "am"}));
  ASSERT_TRUE(evidence.has_value());
  EXPECT_EQ(evidence->level, "different");
  EXPECT_LT(evidence->bits, -1);
  // Less than another first name does.
  EXPECT_GT(evidence->bits, -4);
}

TEST(LanguagesTest, WhatIsNotKnownIsNoEvidence) {
  EXPECT_FALSE(CompareLanguages(Speaks({}), Speaks({"uk"})).has_value());
  EXPECT_FALSE(CompareLanguages(Speaks({"uk"}), Speaks({})).has_value());
  EXPECT_FALSE(CompareLanguages(Speaks({"?"}), Speaks({"?"})).has_value());
}

}  // namespace
}  // namespace homeward::matching
