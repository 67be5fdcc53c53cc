#include "services/matching/relatives.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "homeward/v1/person.pb.h"
#include "services/matching/description.h"
#include "services/matching/match.h"
#include "services/matching/record/birth.h"
#include "services/matching/score/calibration.h"
#include "services/matching/score/scorer.h"
#include "services/matching/score/statistics.h"
#include "services/matching/score/weights.h"
#include "services/matching/terms.h"

namespace homeward::matching {
namespace {

constexpr double kPersons = 10000;
constexpr int kMother = v1::FAMILY_RELATIONSHIP_MOTHER;
constexpr int kAunt = v1::FAMILY_RELATIONSHIP_AUNT;

Description Child(const std::string& name, int year = 0) {
  Description child;
  AddName({name, {}, {}, {}}, child);
  if (year != 0) AddBirth(BirthInYears(year, year), child);
  return child;
}

Description With(Description child, const std::string& relative,
                 int relation = kMother,
                 RelativeSource source = RelativeSource::kFamily) {
  AddRelative(relative, relation, source, child);
  return child;
}

double Bits(const Description& asked, const Description& held) {
  return Compare(asked, held, kPersons).score.bits;
}

// What the relatives add to what the children alone say.
double Gain(const Description& asked, const Description& held) {
  Description asked_alone = asked;
  Description held_alone = held;
  asked_alone.relatives.clear();
  held_alone.relatives.clear();
  return Bits(asked, held) - Bits(asked_alone, held_alone);
}

TEST(CompareRelativesTest, AMotherWhoAgreesTellsForHerWhoeverSeeks) {
  const Description record =
      With(Child("Соломія Мельник", 2014), "Оксана Мельник");
  const Description question = With(Child("Solomiya Melnik"), "Oksana Melnyk");
  EXPECT_GT(Gain(question, record), 3);
  EXPECT_DOUBLE_EQ(Gain(question, record), Gain(record, question));
}

TEST(CompareRelativesTest, WhatTheFamilySharesIsNotCountedTwice) {
  // The aunt has the child's family name, and no other word that agrees.
  EXPECT_EQ(Gain(With(Child("Solomiya Melnyk"), "Iryna Melnyk"),
                 With(Child("Solomiya Melnyk"), "Oksana Melnyk")),
            0);
  // A name as long as one likes is one family.
  EXPECT_NEAR(Gain(With(Child("Hana Tesfaye"), "Selamawit Gebremikael Worku"),
                   With(Child("Hana Tesfaye"), "Selamawit Gebremikael Worku")),
              5, 1e-9);
}

TEST(CompareRelativesTest, AnotherRelativeTellsNothingAgainstHer) {
  EXPECT_EQ(Gain(With(Child("Hana Tesfaye"), "Selamawit Worku"),
                 With(Child("Hana Tesfaye"), "Dawit Bekele")),
            0);
  EXPECT_EQ(Gain(With(Child("Hana Tesfaye"), "Selamawit Worku"),
                 Child("Hana Tesfaye")),
            0);
}

TEST(CompareRelativesTest, AMotherIsNoAuntButMayBeSomebodyUnknown) {
  const Description asked = With(Child("Hana Tesfaye"), "Selamawit Worku");
  EXPECT_EQ(Gain(asked, With(Child("Hana Tesfaye"), "Selamawit Worku", kAunt)),
            0);
  EXPECT_GT(Gain(asked, With(Child("Hana Tesfaye"), "Selamawit Worku", 0)), 3);
}

TEST(CompareRelativesTest, TheMoreAreNamedTheLessOneThatAgreesSays) {
  Description many = With(Child("Hana Tesfaye"), "Selamawit Worku");
  for (const char* name : {"Dawit Bekele", "Almaz Haile", "Yonas Abebe"}) {
    many = With(many, name, 0);
  }
  const Statistics statistics;
  const Scorer scorer(&DefaultWeights(), &statistics, kPersons,
                      DefaultCalibration());
  const Description asked = With(Child("Hana Tesfaye"), "Selamawit Worku");
  const auto one = CompareRelatives(
      scorer, asked, With(Child("Hana Tesfaye"), "Selamawit Worku"));
  const auto of_four = CompareRelatives(scorer, asked, many);
  ASSERT_TRUE(one.has_value());
  ASSERT_TRUE(of_four.has_value());
  EXPECT_DOUBLE_EQ(one->bits - of_four->bits, 2);
  EXPECT_EQ(of_four->held.text, "Selamawit Worku");
}

TEST(CompareRelativesTest, AChildWithoutANameIsFoundByHerMotherAndNeverSure) {
  const Match match = Compare(With(Child("Hana Tesfaye"), "Selamawit Worku"),
                              With(Description(), "Selamawit Worku"), kPersons);
  EXPECT_EQ(match.band, Band::kPossible);
}

TEST(CompareRelativesTest, ASisterIsNotMadeStrongByTheMother) {
  EXPECT_LT(
      Compare(With(Child("Marta Melnyk", 2014), "Oksana Melnyk"),
              With(Child("Solomiya Melnyk", 2014), "Oksana Melnyk"), kPersons)
          .band,
      Band::kStrong);
}

DescribedRelative Person(const std::string& name, int relation) {
  return With(Description(), name, relation).relatives.front();
}

constexpr int kFather = v1::FAMILY_RELATIONSHIP_FATHER;
constexpr int kUncle = v1::FAMILY_RELATIONSHIP_UNCLE;

bool MayBeHerFather(const std::string& name, int relation) {
  return MayBeSamePerson(Person(name, relation),
                         Person("Иван Мельник", kFather),
                         Child("Solomiya Melnyk"));
}

TEST(MayBeSamePersonTest, AnotherNameAndAnotherRelationAreAnotherPerson) {
  EXPECT_FALSE(MayBeHerFather("Oksana Kovalenko", kMother));
  // The name of the family says nothing, however it is spelled.
  EXPECT_FALSE(MayBeHerFather("Oksana Melnyk", kMother));
  EXPECT_FALSE(MayBeHerFather("Oksana Melnik", kMother));
}

TEST(MayBeSamePersonTest, InDoubtTheyAreOne) {
  // He gives another name, or says that he is somebody else, or nothing.
  EXPECT_TRUE(MayBeHerFather("Petro Zorvenko", kFather));
  EXPECT_TRUE(MayBeHerFather("Ivan Melnyk", kUncle));
  EXPECT_TRUE(MayBeHerFather("Petro Zorvenko", 0));
  EXPECT_TRUE(MayBeHerFather("I. Melnyk", kUncle));
  // A name of which the child has every word tells nobody apart.
  EXPECT_TRUE(MayBeHerFather("Melnyk", kUncle));
}

TEST(RelativeTermsTest, ARecordIsFoundByWhomItNames) {
  Description family;
  AddRelative("Oksana Melnyk", kMother, RelativeSource::kQuestion, family);
  std::vector<std::string> asked;
  for (const LookupTerm& term : LookupTerms(family)) {
    if (!term.text.empty()) asked.push_back(term.text);
  }
  EXPECT_FALSE(asked.empty());
  const std::vector<std::string> held =
      IndexTerms(With(Child("Соломія", 2014), "Оксана Мельник"));
  int found = 0;
  for (const std::string& term : asked) {
    found += std::count(held.begin(), held.end(), term);
  }
  EXPECT_GT(found, 0);
  // A child of that name is another matter.
  for (const std::string& term : IndexTerms(Child("Oksana Melnyk"))) {
    EXPECT_EQ(std::count(asked.begin(), asked.end(), term), 0) << term;
  }
}

}  // namespace
}  // namespace homeward::matching
