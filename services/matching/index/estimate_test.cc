#include "services/matching/index/estimate.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/matching/index/population.h"
#include "services/matching/name/name.h"
#include "services/matching/record/birth_level.h"
#include "services/matching/record/person.h"
#include "services/matching/record/text_level.h"
#include "services/matching/score/weights.h"

namespace homeward::matching {
namespace {

constexpr int kPersons = 60;

std::string Name(int number) {
  constexpr const char* kParts[] = {"ba", "ko", "mi", "ru", "te",
                                    "la", "so", "ni", "ga", "du"};
  return absl::StrCat(kParts[number % 10], kParts[number / 10 % 10], "n ",
                      kParts[number / 100 % 10], kParts[number * 7 % 10],
                      kParts[number / 10 % 10], "s");
}

// Each person twice; of the second records every `swapped`-th has day
// and month swapped, and half have another suburb.
void Fill(int swapped, Population* population) {
  for (int i = 0; i < kPersons; ++i) {
    Person person;
    person.name = ParseName(Name(i));
    person.birth = *ParseBirth(
        absl::StrCat(2000 + i % 18, "-", 1 + i % 6, "-", 7 + i % 6), {});
    person.text(TextField::kSuburb) = absl::StrCat("suburb", i % 97 * 131);
    person.text(TextField::kNationalNumber) = absl::StrCat(7654321 + i * 1013);
    population->Add(absl::StrCat("a", i), person);
    if (i % swapped == 0) std::swap(person.birth->month, person.birth->day);
    if (i % 2 == 0) person.text(TextField::kSuburb) = "elsewhere";
    population->Add(absl::StrCat("b", i), person);
  }
  population->Seal(&DefaultWeights());
}

Weights Estimated(const Population& population) {
  EstimateOptions options;
  options.rounds = 2;
  options.random_pairs = 2000;
  return EstimateWeights(population, DefaultWeights(), options);
}

TEST(EstimateWeightsTest, LearnsHowOftenMistakesAreMade) {
  Population population;
  Fill(/*swapped=*/4, &population);
  const Weights weights = Estimated(population);
  EXPECT_NEAR(weights.of(BirthLevel::kFlip).m, 0.17, 0.07);
  EXPECT_NEAR(weights.of(TextField::kSuburb, TextLevel::kDifferent).m, 0.35,
              0.12);
  EXPECT_GT(weights.of(TextField::kNationalNumber, TextLevel::kExact).m, 0.93);
}

TEST(EstimateWeightsTest, WhatIsNeverSeenStaysAsItWas) {
  Population population;
  Fill(/*swapped=*/4, &population);
  const Weights weights = Estimated(population);
  EXPECT_NEAR(weights.of(TextField::kPhone, TextLevel::kExact).m,
              DefaultWeights().of(TextField::kPhone, TextLevel::kExact).m,
              1e-9);
  EXPECT_EQ(weights.of(BirthLevel::kExact).u,
            DefaultWeights().of(BirthLevel::kExact).u);
}

// How often one script agrees is not told by two.
TEST(EstimateWeightsTest, WhatAgreesInAnotherScriptTeachesNothing) {
  Population population;
  for (int i = 0; i < kPersons; ++i) {
    Person person;
    person.name = ParseName(Name(i));
    person.text(TextField::kSuburb) = "kharkiv";
    population.Add(absl::StrCat("a", i), person);
    person.text(TextField::kSuburb) = "харків";
    population.Add(absl::StrCat("b", i), person);
  }
  population.Seal(&DefaultWeights());
  const Weights weights = Estimated(population);
  const Weights& shipped = DefaultWeights();
  EXPECT_EQ(weights.of(TextField::kSuburb, TextLevel::kOtherScript).m,
            shipped.of(TextField::kSuburb, TextLevel::kOtherScript).m);
  EXPECT_GE(weights.of(TextField::kSuburb, TextLevel::kExact).m,
            shipped.of(TextField::kSuburb, TextLevel::kExact).m);
}

TEST(EstimateWeightsTest, NobodyTeachesNothing) {
  Population population;
  population.Seal(&DefaultWeights());
  const Weights weights = Estimated(population);
  EXPECT_EQ(weights.of(BirthLevel::kFlip).m,
            DefaultWeights().of(BirthLevel::kFlip).m);
}

}  // namespace
}  // namespace homeward::matching
