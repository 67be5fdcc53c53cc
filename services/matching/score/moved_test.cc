#include "services/matching/score/moved.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/matching/name/name.h"
#include "services/matching/record/birth.h"
#include "services/matching/record/person.h"
#include "services/matching/score/calibration.h"
#include "services/matching/score/evidence.h"
#include "services/matching/score/scorer.h"
#include "services/matching/score/statistics.h"
#include "services/matching/score/weights.h"

namespace homeward::matching {
namespace {

using Evidence = std::vector<FieldEvidence>;

double Bits(const Evidence& evidence) {
  double bits = 0;
  for (const FieldEvidence& one : evidence) bits += one.bits;
  return bits;
}

TEST(MovedTest, AnotherAddressTellsAgainstHerOnce) {
  const Evidence all = {{"birth", "exact", 10},
                        {"street", "different", -3.45},
                        {"suburb", "different", -3.45},
                        {"postcode", "different", -3.81}};
  EXPECT_NEAR(Bits(all) + MovedBits(all), 10 - 4.3, 0.1);
  const Evidence one = {{"birth", "exact", 10}, {"street", "different", -3.45}};
  EXPECT_LT(MovedBits(one), 1);
}

TEST(MovedTest, NothingIsGivenWhereTheAddressAgrees) {
  const Evidence agrees = {{"birth", "exact", 10},
                           {"street", "exact", 11.9},
                           {"suburb", "different", -3.45}};
  EXPECT_NEAR(MovedBits(agrees), 0, 0.01);
  EXPECT_NEAR(MovedBits({{"birth", "exact", 10}}), 0, 0.01);
}

TEST(MovedTest, NorToNamesakesWhoseBirthsDiffer) {
  const Evidence different = {{"birth", "different", -5},
                              {"street", "different", -3.45},
                              {"suburb", "different", -3.45},
                              {"postcode", "different", -3.81}};
  EXPECT_EQ(MovedBits(different), 0);
  EXPECT_EQ(MovedBits({{"name", "exact", 9}, {"street", "different", -20}}), 0);
}

TEST(MovedTest, OnlyTheAddressIsOfIt) {
  EXPECT_NEAR(MovedBits({{"birth", "exact", 10},
                         {"passport", "different", -3.3},
                         {"nationality", "different", -4.6}}),
              0, 0.01);
}

Person At(const std::string& street, const std::string& suburb,
          const std::string& postcode) {
  Person person;
  person.name = ParseName(NameText{"", "Omar", "", "Haddad"});
  person.birth = ParseBirth("2012-05-03", {}).value_or(Birth());
  person.text(TextField::kStreet) = street;
  person.text(TextField::kSuburb) = suburb;
  person.text(TextField::kPostcode) = postcode;
  person.text(TextField::kPhone) = "380441234567";
  return person;
}

TEST(MovedTest, WhoMovedIsFound) {
  const Statistics statistics;
  const Scorer scorer(&DefaultWeights(), &statistics, 100000, Calibration{});
  Person here = At("giblin street", "rowville", "4814");
  const Person there = At("maple road", "lisarow", "2612");
  const PairScore score = scorer.Score(here, there);
  EXPECT_NEAR(Bits(score.evidence), score.bits, 1e-9);
  EXPECT_GT(score.probability, 0.95);
  // Nor without the telephone.
  here.text(TextField::kPhone) = "";
  EXPECT_GT(scorer.Score(here, there).probability, 0.8);
}

}  // namespace
}  // namespace homeward::matching
