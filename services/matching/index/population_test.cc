#include "services/matching/index/population.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/matching/index/person_store.h"
#include "services/matching/name/name.h"
#include "services/matching/record/birth.h"
#include "services/matching/record/person.h"
#include "services/matching/score/weights.h"

namespace homeward::matching {
namespace {

Person Somebody(const std::string& name, const std::string& birth) {
  Person person;
  person.name = ParseName(name);
  if (!birth.empty()) {
    person.birth = ParseBirth(birth, {}).value_or(Birth());
  }
  return person;
}

// Two thousand children with names of a few syllables each.
class PopulationTest : public ::testing::Test {
 protected:
  PopulationTest() {
    constexpr const char* kParts[] = {"ba", "ko", "mi", "ru", "te",
                                      "la", "so", "ni", "ga", "du"};
    for (int i = 0; i < 2000; ++i) {
      const std::string name = absl::StrCat(
          kParts[i % 10], kParts[i / 10 % 10], "n ", kParts[i / 100 % 10],
          kParts[i * 7 % 10], kParts[i / 10 % 10], "s");
      population_.Add(
          absl::StrCat("id-", i),
          Somebody(name, absl::StrCat(2000 + i % 18, "-", 1 + i % 12, "-",
                                      1 + i % 28)));
    }
    mariam_ = population_.Add("mariam", Somebody("Mariam Yusuf", "2012-05-03"));
    population_.Seal(&DefaultWeights());
  }

  std::string Best(const Person& person, bool thorough = false) const {
    FindOptions options;
    options.thorough = thorough;
    const auto found = population_.Find(person, options);
    return found.empty()
               ? ""
               : std::string(population_.store().IdOf(found[0].record));
  }

  Population population_;
  uint32_t mariam_ = 0;
};

TEST_F(PopulationTest, FindsDamagedRecords) {
  EXPECT_EQ(Best(Somebody("Mariam Yusuf", "2012-05-03")), "mariam");
  EXPECT_EQ(Best(Somebody("Yusuf Maryam", "2013-05-03")), "mariam");
  EXPECT_EQ(Best(Somebody("Meriem Youssouf", "")), "mariam");
  EXPECT_EQ(Best(Somebody("Yusuf", "2012")), "mariam");
  EXPECT_EQ(Best(Somebody("", "2012-05-03")), "mariam");
}

TEST_F(PopulationTest, FindsWordsThatAreAllDamaged) {
  EXPECT_EQ(Best(Somebody("Mxriam Yuusf", "")), "mariam");
  EXPECT_EQ(Best(Somebody("Mari Yus", "2012")), "mariam");
  EXPECT_EQ(Best(Somebody("Mairam", "2012-05-04")), "mariam");
  EXPECT_EQ(Best(Somebody("M Yzusuf", "")), "mariam");
}

TEST_F(PopulationTest, EveryRecordFindsItself) {
  for (uint32_t i = 0; i < population_.store().size(); i += 97) {
    const auto found = population_.Find(population_.store().Get(i), {});
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(found[0].record, i);
  }
}

TEST_F(PopulationTest, AScoreDoesNotDependOnOtherCandidates) {
  const Person asked = Somebody("Mariam Yusof", "2012-05-03");
  const auto found = population_.Find(asked, {});
  ASSERT_EQ(found[0].record, mariam_);
  EXPECT_EQ(
      found[0].bits,
      population_.scorer().Score(asked, population_.store().Get(mariam_)).bits);
}

TEST_F(PopulationTest, GivesTheBestFirstAndNoMoreThanAskedFor) {
  FindOptions options;
  options.top = 3;
  options.thorough = true;
  const auto found = population_.Find(population_.store().Get(5), options);
  ASSERT_LE(found.size(), 3);
  for (size_t i = 1; i < found.size(); ++i) {
    EXPECT_GE(found[i - 1].bits, found[i].bits);
  }
  options.floor = 0.99;
  for (const ScoredCandidate& candidate :
       population_.Find(population_.store().Get(5), options)) {
    EXPECT_GE(candidate.probability, 0.99);
  }
}

TEST_F(PopulationTest, NobodyIsFoundByNothing) {
  EXPECT_TRUE(population_.Find(Person(), {}).empty());
  Population empty;
  empty.Seal(&DefaultWeights());
  EXPECT_TRUE(empty.Find(Somebody("Mariam", "2012"), {}).empty());
}

}  // namespace
}  // namespace homeward::matching
