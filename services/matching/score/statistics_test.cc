#include "services/matching/score/statistics.h"

#include <string>

#include "gtest/gtest.h"
#include "services/matching/name/name.h"
#include "services/matching/record/birth.h"
#include "services/matching/record/person.h"

namespace homeward::matching {
namespace {

Birth On(const std::string& text) {
  return ParseBirth(text, {}).value_or(Birth());
}

Person Somebody(const std::string& name, const std::string& birth,
                const std::string& suburb) {
  Person person;
  person.name = ParseName(name);
  if (!birth.empty()) person.birth = On(birth);
  person.text(TextField::kSuburb) = suburb;
  return person;
}

TEST(StatisticsTest, ACommonNameHasAGreaterShare) {
  Statistics statistics;
  for (int i = 0; i < 900; ++i) statistics.Add(Somebody("Maryam Weld", "", ""));
  for (int i = 0; i < 100; ++i) statistics.Add(Somebody("Ilse Weld", "", ""));
  EXPECT_EQ(statistics.persons(), 1000);
  const Name names = ParseName("Maryam Ilse Zuleika");
  EXPECT_NEAR(statistics.WordShare(*names.words[0].word), 0.88, 0.03);
  EXPECT_NEAR(statistics.WordShare(*names.words[1].word), 0.10, 0.02);
  EXPECT_LT(statistics.WordShare(*names.words[2].word), 0.001);
  EXPECT_GT(statistics.WordShare(*names.words[2].word), 0);
}

TEST(StatisticsTest,
     AnUnknownWordIsCommonWhereItAgreesAndRareWhereItNearlyDoes) {
  const Statistics at_large;
  const Name names = ParseName("Zuleikha Kowalczyk Muhammad");
  for (const NameWord& name : {names.words[0], names.words[1]}) {
    const Word& word = *name.word;
    EXPECT_GT(at_large.AgreeingShare(word), 10 * at_large.WordShare(word));
    EXPECT_LT(at_large.MistypedShare(word), at_large.WordShare(word) / 10);
    EXPECT_GT(at_large.MistypedShare(word), 0);
  }
  const Word& known = *names.words[2].word;
  EXPECT_EQ(at_large.AgreeingShare(known), at_large.WordShare(known));
  EXPECT_EQ(at_large.MistypedShare(known), at_large.WordShare(known));
}

TEST(StatisticsTest, OfWordsThatWereCountedTheCountIsTheShare) {
  Statistics statistics;
  for (int i = 0; i < 9000; ++i) statistics.Add(Somebody("Anna", "", ""));
  for (int i = 0; i < 1000; ++i) statistics.Add(Somebody("Kowalczyk", "", ""));
  const Name name = ParseName("Kowalczyk");
  const Word& word = *name.words[0].word;
  EXPECT_NEAR(statistics.AgreeingShare(word), 0.1, 0.001);
  EXPECT_NEAR(statistics.MistypedShare(word), 0.1, 0.001);
}

TEST(StatisticsTest, AValueSeenOnceIsNearlyUnseen) {
  Statistics statistics;
  for (int i = 0; i < 99; ++i) statistics.Add(Somebody("", "", "rowville"));
  statistics.Add(Somebody("", "", "bittern"));
  EXPECT_GT(statistics.TextShare(TextField::kSuburb, "rowville", 1e-4), 0.8);
  EXPECT_LT(statistics.TextShare(TextField::kSuburb, "bittern", 1e-4), 0.004);
  // Of another field nothing is known.
  EXPECT_NEAR(statistics.TextShare(TextField::kPlace, "rowville", 1e-4), 1e-4,
              1e-5);
}

TEST(StatisticsTest, AHeapedDayIsMoreCommonThanOthersOfItsYear) {
  Statistics statistics;
  for (int i = 0; i < 300; ++i) {
    statistics.Add(Somebody("", "2012-01-01", ""));
    statistics.Add(Somebody("", i % 2 == 0 ? "2011-06-11" : "2013-02-23", ""));
  }
  EXPECT_GT(statistics.DayShare(On("2012-01-01")), 0.4);
  EXPECT_LT(statistics.DayShare(On("2012-05-17")), 0.01);
}

TEST(StatisticsTest, TheDefaultIsEighteenYears) {
  const Statistics statistics;
  EXPECT_NEAR(statistics.DayShare(On("2012-05-17")), 1 / (18 * 365.25), 1e-6);
  const Birth year = On("2012");
  EXPECT_NEAR(statistics.IntervalShare(year.first, year.last), 1.0 / 18, 0.001);
}

TEST(StatisticsTest, AWiderIntervalHasAGreaterShare) {
  const Statistics statistics;
  const Birth month = On("2012-05"), years = On("2010..2012");
  EXPECT_LT(statistics.IntervalShare(month.first, month.last), 0.01);
  EXPECT_NEAR(statistics.IntervalShare(years.first, years.last), 3.0 / 18,
              0.001);
  EXPECT_LE(statistics.IntervalShare(-200000, 20000), 1);
}

}  // namespace
}  // namespace homeward::matching
