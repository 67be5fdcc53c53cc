#include "services/matching/score/scorer.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/matching/name/name.h"
#include "services/matching/record/birth.h"
#include "services/matching/record/person.h"
#include "services/matching/score/calibration.h"
#include "services/matching/score/statistics.h"
#include "services/matching/score/weights.h"

namespace homeward::matching {
namespace {

constexpr double kExpected = 10000;

Person Somebody(const std::string& name, const std::string& birth) {
  Person person;
  person.name = ParseName(name);
  if (!birth.empty()) {
    person.birth = ParseBirth(birth, {}).value_or(Birth());
  }
  return person;
}

class ScorerTest : public ::testing::Test {
 protected:
  double Bits(const Person& left, const Person& right) const {
    return scorer_.Score(left, right).bits;
  }

  Statistics statistics_;
  Scorer scorer_{&DefaultWeights(), &statistics_, kExpected, Calibration{}};
};

TEST_F(ScorerTest, EvidenceSumsExactlyToTheScore) {
  Person left = Somebody("Tesfay Haile Gebremedhin", "2012-05-03");
  Person right = Somebody("Tesfai Gebremedhin", "2012-03-05");
  left.text(TextField::kSuburb) = "rowville";
  right.text(TextField::kSuburb) = "rowvile";
  left.sex = right.sex = Sex::kMale;
  const PairScore score = scorer_.Score(left, right);
  double sum = 0;
  for (const FieldEvidence& evidence : score.evidence) sum += evidence.bits;
  EXPECT_EQ(sum, score.bits);
  EXPECT_EQ(score.evidence.front().field, "prior");
  EXPECT_NEAR(score.evidence.front().bits, -13.29, 0.01);
}

TEST_F(ScorerTest, NothingIsNoEvidence) {
  const PairScore score = scorer_.Score(Person(), Person());
  EXPECT_EQ(score.evidence.size(), 1);
  EXPECT_NEAR(score.probability, 1 / kExpected, 1e-6);
}

TEST_F(ScorerTest, MissingIsNotDifferent) {
  const Person person = Somebody("Mariam Yusuf", "2012-05-03");
  const Person without = Somebody("Mariam Yusuf", "");
  const Person other = Somebody("Mariam Yusuf", "2005-11-21");
  EXPECT_GT(Bits(person, person), Bits(person, without));
  EXPECT_GT(Bits(person, without), Bits(person, other));
}

// A year that is one off is a likely mistake where only a year was known, and
// none where two days have neither day nor month in common.
TEST_F(ScorerTest, TheNextYearCostsLessThanTwoDaysAYearApart) {
  const auto of_birth = [&](const std::string& left, const std::string& right) {
    return Bits(Somebody("Mariam Yusuf", left),
                Somebody("Mariam Yusuf", right)) -
           Bits(Somebody("Mariam Yusuf", ""), Somebody("Mariam Yusuf", ""));
  };
  const double next = of_birth("2012", "2013-05-03");
  EXPECT_NEAR(next, of_birth("2013-05-03", "2012"), 1e-9);
  EXPECT_NEAR(next, 0, 0.5);
  EXPECT_GT(next, of_birth("2012-08-19", "2013-05-03") + 3);
  EXPECT_GT(of_birth("2012", "2012-05-03"), next + 3);
  EXPECT_LT(of_birth("2012", "2014-05-03"), next - 3);
}

TEST_F(ScorerTest, SmallerMistakesInBirthsCostLess) {
  const Person person = Somebody("Mariam Yusuf", "2012-05-03");
  double last = Bits(person, person);
  for (const char* birth :
       {"2012-03-05", "2013-05-03", "2012-01-01", "2012-08-19", "2005-11-21"}) {
    const double bits = Bits(person, Somebody("Mariam Yusuf", birth));
    EXPECT_LT(bits, last) << birth;
    last = bits;
  }
}

// Where one in ten has a 1 January.
TEST_F(ScorerTest, MadeUpDaysOfTwoYearsAgreeByNoDay) {
  for (int i = 0; i < 1000; ++i) {
    statistics_.Add(Somebody(
        "", absl::StrCat(2008 + i % 10, i % 100 < 10 ? "-01-01" : "")));
  }
  const Person asked = Somebody("Mariam Yusuf", "2012-01-01");
  const double by_name = Bits(asked, Somebody("Mariam Yusuf", ""));
  // The year agrees.
  EXPECT_GT(Bits(asked, Somebody("Mariam Yusuf", "2012-08-19")), by_name + 1);
  for (const char* other : {"2014-01-01", "2013-01-01"}) {
    EXPECT_LT(Bits(asked, Somebody("Mariam Yusuf", other)), by_name + 1);
  }
  // Other days of two years still do.
  const Person told = Somebody("Mariam Yusuf", "2012-05-03");
  EXPECT_GT(Bits(told, Somebody("Mariam Yusuf", "2014-05-03")), by_name + 1);
}

TEST_F(ScorerTest, ARareValueSaysMoreThanACommonOne) {
  Person common = Somebody("", "");
  common.text(TextField::kSuburb) = "blacktown";
  for (int i = 0; i < 500; ++i) statistics_.Add(common);
  Person rare = Somebody("", "");
  rare.text(TextField::kSuburb) = "bittern";
  statistics_.Add(rare);
  EXPECT_GT(Bits(rare, rare), Bits(common, common) + 3);
}

TEST_F(ScorerTest, AStreetInTheOtherLineIsAlmostAsGood) {
  Person left, right, other;
  left.text(TextField::kStreet) = "langdon avenue";
  left.text(TextField::kLocality) = "arawang";
  right.text(TextField::kStreet) = "arawang";
  right.text(TextField::kLocality) = "langdon avenue";
  other.text(TextField::kStreet) = "corona place";
  other.text(TextField::kLocality) = "sherwood";
  EXPECT_GT(Bits(left, right), 5 + Bits(Person(), Person()));
  EXPECT_LT(Bits(left, other), Bits(Person(), Person()));
}

TEST_F(ScorerTest,
       APlaceInTwoScriptsAgreesByItsSoundAndTellsNoLessThanNothing) {
  const auto of_place = [&](const std::string& left, const std::string& right) {
    Person l, r;
    l.text(TextField::kPlace) = MakeText(TextField::kPlace, left);
    r.text(TextField::kPlace) = MakeText(TextField::kPlace, right);
    const double bits = Bits(l, r) - Bits(Person(), Person());
    EXPECT_NEAR(bits, Bits(r, l) - Bits(Person(), Person()), 1e-9);
    return bits;
  };
  const double alike = of_place("Харків", "Kharkiv");
  EXPECT_GT(alike, 3);
  EXPECT_LT(alike, of_place("Kharkiv", "Kharkiv"));
  EXPECT_LE(alike, of_place("Kharkiv", "Kharkov"));
  EXPECT_EQ(of_place("حلب", "Aleppo"), 0);
  EXPECT_LT(of_place("Kharkiv", "Donetsk"), -2);
}

TEST_F(ScorerTest, APlaceInTwoScriptsThatManyComeFromSaysLittle) {
  Person person;
  person.text(TextField::kPlace) = "kharkiv";
  Person other = person;
  other.text(TextField::kPlace) = "харків";
  const double seldom = Bits(person, other);
  for (int i = 0; i < 500; ++i) statistics_.Add(person);
  EXPECT_LT(Bits(person, other), seldom - 3);
  EXPECT_GE(Bits(person, other), Bits(Person(), Person()));
}

TEST_F(ScorerTest, ANationalityAgreesAsACodeAndAsAName) {
  const auto of = [&](const std::string& left, const std::string& right) {
    Person l, r;
    l.text(TextField::kNationality) = MakeText(TextField::kNationality, left);
    r.text(TextField::kNationality) = MakeText(TextField::kNationality, right);
    return Bits(l, r) - Bits(Person(), Person());
  };
  EXPECT_GT(of("UA", "Ukraine"), 1);
  EXPECT_EQ(of("UA", "Ukraine"), of("UKR", "ua"));
  EXPECT_LT(of("UA", "UG"), -2);
}

TEST_F(ScorerTest, SaysTheSameFromBothSides) {
  Person left = Somebody("Olena Petrivna Shevchenko", "2012-05-03");
  Person right = Somebody("Shevchenko Olena", "2012");
  left.text(TextField::kPhone) = "380441234567";
  right.text(TextField::kPhone) = "380441234568";
  EXPECT_NEAR(Bits(left, right), Bits(right, left), 1e-9);
}

TEST_F(ScorerTest, ASexThatDiffersSpeaksAgainst) {
  Person girl = Somebody("Nur Ahmad", "2012-05-03");
  Person boy = girl;
  girl.sex = Sex::kFemale;
  boy.sex = Sex::kMale;
  EXPECT_LT(Bits(girl, boy), Bits(girl, girl) - 4);
}

}  // namespace
}  // namespace homeward::matching
