#include "services/matching/index/count_affinity.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/matching/index/person_store.h"
#include "services/matching/name/name.h"
#include "services/matching/record/birth.h"
#include "services/matching/record/person.h"
#include "services/matching/score/statistics.h"

namespace homeward::matching {
namespace {

class CountAffinityTest : public ::testing::Test {
 protected:
  void Add(const std::string& name, const std::string& birth) {
    Person person;
    person.name = ParseName(name);
    if (!birth.empty()) person.birth = ParseBirth(birth, {}).value_or(Birth());
    persons_.Add("", person);
    statistics_.Add(person);
  }

  // Three thousand of two words each, which tell nothing of each other.
  void AddOthers() {
    constexpr const char* kParts[] = {"ba", "ko", "mi", "ru", "te",
                                      "la", "so", "ni", "ga", "du"};
    for (int i = 0; i < 3000; ++i) {
      Add(absl::StrCat(kParts[i % 10], kParts[i / 10 % 10], "n ",
                       kParts[i * 37 / 100 % 10], kParts[i * 13 / 7 % 10], "s"),
          BirthOf(i));
    }
  }

  // Sixty persons, all of whose words are of the same few.
  void AddPeople() {
    constexpr const char* kNames[] = {"Tesfay",  "Kidane",    "Berhane",
                                      "Abrehet", "Letebrhan", "Hagos",
                                      "Zenebe"};
    for (int i = 0; i < 60; ++i) {
      Add(absl::StrCat(kNames[i % 7], " ", kNames[(i % 7 + 1 + i / 7 % 6) % 7]),
          BirthOf(i));
    }
  }

  static std::string BirthOf(int i) {
    return absl::StrCat(2000 + i * 5 % 18, "-05-17");
  }

  double AffinityOf(const std::string& word) {
    CountAffinity(persons_, &statistics_);
    return statistics_.Affinity(*ParseName(word).words[0].word);
  }

  PersonStore persons_;
  Statistics statistics_;
};

TEST_F(CountAffinityTest, WordsThatStandTogetherByChanceHaveNone) {
  AddOthers();
  EXPECT_LT(AffinityOf("bakon"), 1.5);
  EXPECT_GE(AffinityOf("bakon"), 1);
}

TEST_F(CountAffinityTest, APeopleSharesItsNames) {
  AddOthers();
  AddPeople();
  EXPECT_GT(AffinityOf("Tesfay"), 10);
  EXPECT_LT(AffinityOf("Tesfay"), 60);
}

// Three persons who share nothing but a name: too few to tell of it, but the
// words that stand beside it are of a people that shares its names.
TEST_F(CountAffinityTest, AWordOfFewIsJudgedByThoseItStandsWith) {
  AddOthers();
  AddPeople();
  Add("Asmelash Tesfay", "2001-03-01");
  Add("Asmelash Kidane", "2006-03-01");
  Add("Asmelash Berhane", "2011-03-01");
  EXPECT_GT(AffinityOf("Asmelash"), 5);
  Add("Wolfram bakon", "2001-03-01");
  Add("Wolfram mirun", "2006-03-01");
  Add("Wolfram dugan", "2011-03-01");
  EXPECT_LT(AffinityOf("Wolfram"), 2);
}

TEST_F(CountAffinityTest, SpellingsOfOneSoundAreCountedAsOneWord) {
  AddOthers();
  for (int i = 0; i < 12; ++i) {
    Add(i % 2 == 0 ? "Phantasia Quirina" : "Fantasia Quirina", BirthOf(i));
  }
  const double times = AffinityOf("Phantasia");
  EXPECT_GT(times, 10);
  EXPECT_EQ(statistics_.Affinity(*ParseName("Fantasia").words[0].word), times);
}

TEST_F(CountAffinityTest, RecordsOfOnePersonDoNotCount) {
  AddOthers();
  for (int i = 0; i < 9; ++i)
    Add("Tesfay Kidane", "2010-03-0" + std::to_string(i + 1));
  EXPECT_EQ(AffinityOf("Tesfay"), 1);
}

TEST_F(CountAffinityTest, OfARareWordOrWithoutBirthsNothingIsKnown) {
  AddOthers();
  Add("Tesfay Kidane", "2001-03-01");
  Add("Tesfay Hagos", "2009-03-01");
  for (int i = 0; i < 9; ++i) Add("Berhane Zenebe", "");
  EXPECT_EQ(AffinityOf("Tesfay"), 0);
  EXPECT_EQ(AffinityOf("Berhane"), 0);
  EXPECT_EQ(AffinityOf("Nobody"), 0);
}

}  // namespace
}  // namespace homeward::matching
