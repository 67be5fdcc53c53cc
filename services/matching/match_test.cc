#include "services/matching/match.h"

#include <cstdint>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/matching/identifiers.h"
#include "services/matching/record/birth.h"
#include "services/matching/record/person.h"

namespace homeward::matching {
namespace {

constexpr double kPersons = 10000;

Description Child(const std::vector<std::string>& names, int year = 0) {
  Description child;
  for (const std::string& name : names) {
    AddName({name, {}, {}, {}}, child);
  }
  if (year != 0) AddBirth(BirthInYears(year, year), child);
  return child;
}

Description With(Description child, IdentifierKind kind,
                 const std::string& number) {
  child.identifiers.push_back(*MakeIdentifier(kind, number));
  return child;
}

Match Of(const Description& asked, const Description& held) {
  Match match = Compare(asked, held, kPersons);
  int64_t sum = 0;
  for (const FieldEvidence& evidence : match.score.evidence) {
    sum += Millibits(evidence.bits);
  }
  EXPECT_EQ(sum, Millibits(match.score.bits));
  EXPECT_GE(match.score.probability, 0);
  EXPECT_LE(match.score.probability, 1);
  return match;
}

TEST(ExpectedPersonsTest, IsAPowerOfTen) {
  EXPECT_EQ(ExpectedPersons(0), 1000);
  EXPECT_EQ(ExpectedPersons(1000), 1000);
  EXPECT_EQ(ExpectedPersons(3162), 1000);
  EXPECT_EQ(ExpectedPersons(3163), 10000);
  EXPECT_EQ(ExpectedPersons(100001), 100000);
  EXPECT_EQ(ExpectedPersons(999999), 1000000);
}

TEST(CompareTest, ANameAndAYearAreStrongInAnyScriptAndOrder) {
  const std::vector<std::vector<std::string>> same = {
      {"МЕЛЬНИК соломія", "Solomiya Melnyk"},
      {"Соломія Мельник", "Solomia Melnik"},
      {"ሃና ገብረሚካኤል", "Hana Gebremikael"},
      {"أحمد الخليل", "Ahmad Al-Khalil"},
      {"Sofía Pérez López", "PEREZ LOPEZ, Sofia"}};
  for (const auto& names : same) {
    EXPECT_EQ(Of(Child({names[0]}, 2014), Child({names[1]}, 2014)).band,
              Band::kStrong)
        << names[1];
  }
}

TEST(CompareTest, OtherNamesAreNoMatchWhateverTheYear) {
  EXPECT_EQ(
      Of(Child({"Mateo García"}, 2014), Child({"Соломія Мельник"}, 2014)).band,
      Band::kNone);
}

TEST(CompareTest, ANameAloneIsNeverStrong) {
  const Match match =
      Of(Child({"Solomiya Tkachivska"}), Child({"Solomiya Tkachivska"}, 2014));
  EXPECT_GT(match.score.probability, 0.95);
  EXPECT_EQ(match.band, Band::kPossible);
}

TEST(CompareTest, OneWordIsNeverStrong) {
  const Match match =
      Of(Child({"Tkachivska"}, 2014), Child({"Solomiya Tkachivska"}, 2014));
  EXPECT_LT(match.band, Band::kStrong);
}

TEST(CompareTest, NamesOfAPeopleAreNotProofOfAPerson) {
  constexpr double kMany = 100000;
  const auto probability = [](const Description& asked,
                              const Description& held) {
    return Compare(asked, held, kMany).score.probability;
  };
  // Two words that nobody knows to be common, and births far apart.
  EXPECT_LT(probability(Child({"Berhane Weldu"}, 2010),
                        Child({"Berhane Weldu Habtom"}, 2019)),
            0.1);
  // A family name and a year.
  EXPECT_LT(probability(Child({"Ines Farina"}, 2010), Child({"Farina"}, 2010)),
            0.1);
  // Both words and the year, one of them mistyped.
  EXPECT_GT(probability(Child({"Bearriz Farina"}, 2010),
                        Child({"Beatriz Farina"}, 2010)),
            0.8);
}

// Likely enough to be looked at, but no birth that agrees.
TEST(CompareTest, TheNextYearIsPossibleAndNeverStrong) {
  const std::vector<std::string> name = {"Solomiya Olena Tkachivska"};
  for (const int year : {2013, 2015}) {
    const Match match = Of(Child(name, 2014), Child(name, year));
    EXPECT_GT(match.score.probability, kStrongProbability);
    EXPECT_EQ(match.band, Band::kPossible);
  }
  EXPECT_EQ(Of(Child(name, 2014), Child(name, 2014)).band, Band::kStrong);
}

TEST(CompareTest, AMissingBirthIsNotADifferentOne) {
  const std::vector<std::string> name = {"Sofía Pérez López"};
  const double same = Of(Child(name, 2014), Child(name, 2014)).score.bits;
  const double missing = Of(Child(name, 2014), Child(name)).score.bits;
  const double near = Of(Child(name, 2014), Child(name, 2015)).score.bits;
  const double different = Of(Child(name, 2014), Child(name, 2003)).score.bits;
  EXPECT_GT(same, missing);
  EXPECT_GT(missing, near);
  EXPECT_GT(near, different);
}

TEST(CompareTest, TheNamesAndBirthsThatAgreeBestCount) {
  Description held = Child({"Соломія Коваль", "Solomiya Melnyk"}, 2003);
  AddBirth(BirthInYears(2014, 2014), held);
  const Match match = Of(Child({"Solomiya Melnyk"}, 2014), held);
  EXPECT_EQ(match.band, Band::kStrong);
  EXPECT_EQ(match.held_name->text, "Solomiya Melnyk");
  EXPECT_EQ(match.held_birth->year, 2014);
  EXPECT_DOUBLE_EQ(match.score.bits, Of(Child({"Solomiya Melnyk"}, 2014),
                                        Child({"Solomiya Melnyk"}, 2014))
                                         .score.bits);
}

TEST(CompareTest, TwoEmptyDescriptionsAreNotEqual) {
  for (const char* empty : {"", " ", "?", "-"}) {
    const Match match = Of(Child({empty}), Child({empty}));
    EXPECT_EQ(match.band, Band::kNone);
    EXPECT_FALSE(match.held_name.has_value());
  }
}

TEST(CompareTest, ANumberOfOneIsStrongUnlessTheNameDiffers) {
  const auto kind = IdentifierKind::kUnhcrIndividual;
  const Description held =
      With(Child({"Соломія Мельник"}, 2014), kind, "305-00123456");
  const Match alone = Of(With({}, kind, "30500123456"), held);
  EXPECT_EQ(alone.band, Band::kStrong);
  EXPECT_TRUE(alone.same_number);
  EXPECT_EQ(Of(With(Child({"Mateo García"}), kind, "305-00123456"), held).band,
            Band::kPossible);
  const Match other = Of(With({}, kind, "305-99"), held);
  EXPECT_EQ(other.band, Band::kNone);
  EXPECT_FALSE(other.same_number);
}

TEST(CompareTest, AFamilysNumberNeedsAName) {
  const auto kind = IdentifierKind::kPhone;
  const Description held =
      With(Child({"Соломія Мельник"}, 2014), kind, "+380501234567");
  EXPECT_EQ(Of(With({}, kind, "0501234567"), held).band, Band::kPossible);
  EXPECT_EQ(
      Of(With(Child({"Соломія Мельник"}, 2014), kind, "0501234567"), held).band,
      Band::kStrong);
  // A brother.
  EXPECT_LT(
      Of(With(Child({"Іван Мельник"}, 2019), kind, "0501234567"), held).band,
      Band::kPossible);
  // Families change their telephone.
  EXPECT_EQ(Of(With(Child({"Соломія Мельник"}, 2014), kind, "0441112233"), held)
                .score.bits,
            Of(Child({"Соломія Мельник"}, 2014), held).score.bits);
}

TEST(CompareTest, AnotherSexTellsAgainst) {
  Description girl = Child({"Hana Tesfaye"}, 2014);
  Description boy = girl;
  girl.sex = Sex::kFemale;
  boy.sex = Sex::kMale;
  EXPECT_LT(Of(girl, boy).score.bits, Of(girl, girl).score.bits);
  EXPECT_LT(Of(Child({"Hana Tesfaye"}, 2014), girl).score.bits,
            Of(girl, girl).score.bits);
}

TEST(CompareTest, AmongMorePersonsOneNameSaysLess) {
  const Description child = Child({"Ahmad Ali"}, 2014);
  EXPECT_GT(Compare(child, child, 1000).score.probability,
            Compare(child, child, 1000000).score.probability);
}

TEST(CompareTest, ALanguageSaysALittle) {
  Description asked = Child({"Solomiya Melnyk"}, 2014);
  Description held = Child({"Solomiya Melnyk"}, 2014);
  const double alone = Of(asked, held).score.bits;
  asked.languages = {"uk"};
  EXPECT_EQ(Of(asked, held).score.bits, alone);
  held.languages = {"ru", "uk"};
  const double same = Of(asked, held).score.bits;
  held.languages = {"ti"};
  const double other = Of(asked, held).score.bits;
  EXPECT_GT(same, alone);
  EXPECT_LT(other, alone);
  // It never makes a name strong that wasn't.
  EXPECT_LT(same - other, 3);
}

}  // namespace
}  // namespace homeward::matching
