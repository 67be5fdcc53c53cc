#include "services/matching/score/household.h"

#include <string>

#include "gtest/gtest.h"
#include "services/matching/name/name.h"
#include "services/matching/record/birth.h"
#include "services/matching/score/calibration.h"
#include "services/matching/score/scorer.h"
#include "services/matching/score/statistics.h"
#include "services/matching/score/weights.h"

namespace homeward::matching {
namespace {

Person AtHome(const std::string& given, const std::string& birth) {
  Person person;
  person.name = ParseName(NameText{"", given, "", "Haddad"});
  if (!birth.empty()) {
    person.birth = ParseBirth(birth, {}).value_or(Birth());
  }
  person.text(TextField::kStreet) = "giblin street";
  person.text(TextField::kStreetNumber) = "69";
  person.text(TextField::kSuburb) = "rowville";
  person.text(TextField::kPostcode) = "4814";
  person.text(TextField::kPhone) = "380441234567";
  return person;
}

double Probability(const Person& left, const Person& right) {
  Statistics statistics;
  Scorer scorer(&DefaultWeights(), &statistics, 100000, Calibration{});
  return scorer.Score(left, right).probability;
}

TEST(HouseholdTest, BrothersAndSistersAreOthers) {
  const Person omar = AtHome("Omar", "2012-05-03");
  EXPECT_GT(Probability(omar, omar), 0.99);
  EXPECT_LT(Probability(omar, AtHome("Layla", "2014-09-21")), 0.05);
  EXPECT_LT(Probability(omar, AtHome("Layla", "2012-05-03")), 0.99);
  EXPECT_LT(Probability(omar, AtHome("Layla", "")), 0.2);
  EXPECT_LT(Probability(AtHome("", ""), AtHome("", "")), 0.8);
}

TEST(HouseholdTest, AGivenNameOrABirthCarriesIt) {
  const Person omar = AtHome("Omar", "2012-05-03");
  EXPECT_GT(Probability(omar, AtHome("Omat", "2012-05-03")), 0.95);
  EXPECT_GT(Probability(omar, AtHome("", "2012-05-03")), 0.8);
  EXPECT_GT(Probability(omar, AtHome("Omar", "")), 0.95);
}

TEST(HouseholdTest, ADocumentNamesThePerson) {
  Person left = AtHome("", "");
  Person right = AtHome("", "");
  left.text(TextField::kNationalNumber) = "7364009";
  right.text(TextField::kNationalNumber) = "7364009";
  EXPECT_GT(Probability(left, right), 0.95);
}

TEST(HouseholdTest, FatherAndGrandfatherAreShared) {
  Person left = AtHome("", "2012-05-03");
  Person right = AtHome("", "2015-11-21");
  left.name = ParseName("Omar Khalid Yusuf");
  right.name = ParseName("Layla Khalid Yusuf");
  EXPECT_LT(Probability(left, right), 0.05);
}

TEST(HouseholdTest, SoTheyAreWithoutAnAddress) {
  const auto child = [](const std::string& name, const std::string& birth) {
    Person person;
    person.name = ParseName(name);
    if (!birth.empty()) {
      person.birth = ParseBirth(birth, {}).value_or(Birth());
    }
    return person;
  };
  const Person hiba = child("Hiba Tariq Fadi Hosseini", "2016-08-23");
  EXPECT_LT(Probability(hiba, child("Samira Tariq Fadi Hosseini", "")), 0.2);
  EXPECT_LT(
      Probability(hiba, child("Samira Tariq Fadi Hosseini", "2014-01-02")),
      0.05);
  EXPECT_GT(Probability(hiba, child("Hiba Tariq Fadi Hosseini", "")), 0.95);
  EXPECT_GT(Probability(hiba, child("Heba Tariq Hosseini", "2016")), 0.9);
}

TEST(HouseholdTest, NamesThatChangedPlacesCount) {
  const Person left = AtHome("Omar", "");
  Person right = left;
  right.name = ParseName(NameText{"", "Haddad", "", "Omar"});
  EXPECT_GT(Probability(left, right), 0.9);
}

TEST(HouseholdTest, WithoutAnAddressOneNameIsOfManyFamilies) {
  Person left = AtHome("Omar", "2012-05-03");
  left.texts = {};
  const std::vector<FieldEvidence> evidence = {{"prior", "", -16.6},
                                               {"name", "exact", 12}};
  EXPECT_EQ(HouseholdBits(left, left, evidence), 0);
}

}  // namespace
}  // namespace homeward::matching
