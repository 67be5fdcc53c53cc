#include "services/matching/score/name_weight.h"

#include <string>

#include "gtest/gtest.h"
#include "services/matching/name/compare_names.h"
#include "services/matching/name/name.h"
#include "services/matching/score/statistics.h"

namespace homeward::matching {
namespace {

double Bits(const std::string& left, const std::string& right,
            const Statistics& statistics = Statistics()) {
  const Name a = ParseName(left), b = ParseName(right);
  const NameComparison comparison = CompareNames(a, b, CompareRecordWords);
  double bits = WeighWhole(comparison);
  for (const AlignedWords& aligned : comparison.aligned) {
    bits += WeighWords(a, b, aligned, statistics).bits;
  }
  return bits;
}

// A population in which half are called Omar and half Zmar.
Statistics OmarsAndZmars() {
  Statistics statistics;
  for (int i = 0; i < 1000; ++i) {
    Person person;
    person.name = ParseName(i % 2 == 0 ? "Omar" : "Zmar");
    statistics.Add(person);
  }
  return statistics;
}

TEST(NameWeightTest, ATypingErrorSpeaksForTheName) {
  for (const auto& [left, right] :
       {std::pair("fahad", "fshad"), std::pair("ferrari", "ferrri"),
        std::pair("jessica", "jrssica"), std::pair("schiltz", "swchiltz")}) {
    EXPECT_GT(Bits(left, right), 1) << left;
    EXPECT_LT(Bits(left, right), Bits(left, left)) << left;
  }
}

TEST(NameWeightTest, TwoErrorsSayLessAndThreeSpeakAgainst) {
  EXPECT_LT(Bits("papoutsis", "papuotis"), Bits("papoutsis", "papoutis"));
  EXPECT_LT(Bits("ferrari", "gertati"), 0);
}

TEST(NameWeightTest, TwoErrorsInAShortWordAreBetterThanAnotherWord) {
  const double other = Bits("marti", "denis");
  EXPECT_GT(Bits("marti", "amrit"), other + 3);
  EXPECT_LT(Bits("marti", "amrit"), Bits("marti", "marit") - 3);
}

TEST(NameWeightTest, TwoErrorsInThreeOrFourLettersSayNextToNothing) {
  for (const auto& [left, right] :
       {std::pair("maha", "naga"), std::pair("malu", "anlu"),
        std::pair("noah", "iah")}) {
    EXPECT_GT(Bits(left, right), Bits(left, "petros") + 2) << left;
    EXPECT_LT(Bits(left, right), 3) << left;
  }
}

TEST(NameWeightTest, TwoLettersMayBeSwapped) {
  EXPECT_GT(Bits("no", "on"), Bits("no", "mo") + 6.5);
  EXPECT_LT(Bits("no", "on"), Bits("noa", "nao"));
}

TEST(NameWeightTest, AWordThatWasCutOffSpeaksForTheName) {
  EXPECT_GT(Bits("sladky", "slad"), 1);
  EXPECT_GT(Bits("kallianiotes", "kallianio"), 4);
  EXPECT_LT(Bits("kallianiotes", "kal"), Bits("kallianiotes", "kallia"));
  EXPECT_LT(Bits("kallianiotes", "ka"), 0);
}

TEST(NameWeightTest, ShortWordsHaveManyNeighbours) {
  EXPECT_LT(Bits("aya", "ayz"), Bits("katarina", "katzrina"));
}

TEST(NameWeightTest, AnErrorInAShortWordOutweighsALateBirth) {
  // A year off takes 7 bits of what a stranger has with the same birth.
  EXPECT_GT(Bits("anzu", "aznu"), Bits("anzu", "boris") + 8.8);
  EXPECT_GT(Bits("zhu", "hzu"), Bits("zhu", "kim") + 8);
}

// With counts a score leans on the nine words of ten that have fewer neighbours
// than this.
TEST(NameWeightTest, WithoutCountsAnErrorSaysWhatItSaysOnAverage) {
  const Statistics counted = OmarsAndZmars();
  EXPECT_NEAR(Bits("tkach", "tkadh"), 8.7, 0.1);
  EXPECT_LT(Bits("tkach", "tkadh", counted), 8);
  EXPECT_NEAR(Bits("tka", "tsa"), 7.1, 0.1);
  EXPECT_LT(Bits("tka", "tsa", counted), 5.5);
}

TEST(NameWeightTest, AcrossScriptsTheSameSoundIsAllThatCanAgree) {
  const double alike = Bits("Zuleika", "Zuleika");
  EXPECT_DOUBLE_EQ(Bits("Тимощук", "Tymoshchuk"), alike);
  EXPECT_LT(Bits("Phantasia", "Fantasia"), alike);
  // Where names were counted, each script has counts of its own.
  const Statistics counted = OmarsAndZmars();
  EXPECT_LT(Bits("Тимощук", "Tymoshchuk", counted),
            Bits("Тимощук", "Тимощук", counted));
}

TEST(NameWeightTest, BetweenTwoCommonNamesThereIsNoTypingError) {
  const Statistics statistics = OmarsAndZmars();
  EXPECT_LT(Bits("Omar", "Zmar", statistics), 0);
  EXPECT_GT(Bits("Omar", "Omqr", statistics), Bits("Omar", "Zmar", statistics));
}

TEST(NameWeightTest, OmissionIsWeakerThanContradiction) {
  const double both = Bits("Mariam Yusuf", "Mariam Yusuf");
  const double omitted = Bits("Mariam Yusuf", "Mariam");
  const double contradicted = Bits("Mariam Yusuf", "Mariam Petrenko");
  EXPECT_GT(both, omitted);
  EXPECT_GT(omitted, contradicted + 3);
}

TEST(NameWeightTest, ACommonNameSaysLess) {
  const Statistics statistics = OmarsAndZmars();
  EXPECT_LT(Bits("Omar", "Omar", statistics), 2);
  EXPECT_GT(Bits("Zuleika", "Zuleika", statistics), 8);
}

}  // namespace
}  // namespace homeward::matching
