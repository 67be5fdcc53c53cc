#include "services/matching/record/country.h"

#include "gtest/gtest.h"

namespace homeward::matching {
namespace {

TEST(CountryOfTest, ACodeInAnyOfItsFormsIsOneCountry) {
  for (const char* code : {"ua", "ukr", "804"}) {
    EXPECT_EQ(CountryOf(code), "ua") << code;
  }
  EXPECT_EQ(CountryOf("na"), "na");
  EXPECT_EQ(CountryOf("uk"), "gb");
}

TEST(CountryOfTest, ANameIsKnownInManyLanguages) {
  for (const char* name :
       {"ukraine", "ucrania", "украіна", "украина", "اوكرانيا", "乌克兰"}) {
    EXPECT_EQ(CountryOf(name), "ua") << name;
  }
  EXPECT_EQ(CountryOf("cote divoire"), "ci");
  EXPECT_EQ(CountryOf("سوريا"), "sy");
  EXPECT_EQ(CountryOf("ኤርትራ"), "er");
}

TEST(CountryOfTest, LongAndShortNamesAreOne) {
  EXPECT_EQ(CountryOf("united kingdom"), "gb");
  EXPECT_EQ(CountryOf("palestine"), "ps");
  EXPECT_EQ(CountryOf("palestinian territories"), "ps");
}

// "Nga" is Russia in Vietnamese.
TEST(CountryOfTest, ACodeGoesBeforeAName) {
  EXPECT_EQ(CountryOf("nga"), "ng");
  EXPECT_EQ(CountryOf("oman"), "om");
}

TEST(CountryOfTest, CongoAloneIsNoneOfTheTwo) {
  EXPECT_EQ(CountryOf("congo"), "");
  EXPECT_EQ(CountryOf("congo kinshasa"), "cd");
  EXPECT_EQ(CountryOf("congo brazzaville"), "cg");
}

TEST(CountryOfTest, WhatIsNoCountryIsNone) {
  for (const char* none : {"", "u", "eu", "su", "150", "xx", "stateless",
                           "ukrainian", "ua ru", "kharkiv"}) {
    EXPECT_EQ(CountryOf(none), "") << none;
  }
}

TEST(IsCountryCodeTest, IsOneOfThoseThatCountriesAreMadeInto) {
  for (const char* name : {"ukr", "uk", "ukraine", "804", "oman", "nga"}) {
    EXPECT_TRUE(IsCountryCode(CountryOf(name))) << name;
  }
  for (const char* none :
       {"", "uk", "ukr", "xx", "eu", "150", "UA", "syrian"}) {
    EXPECT_FALSE(IsCountryCode(none)) << none;
  }
}

}  // namespace
}  // namespace homeward::matching
