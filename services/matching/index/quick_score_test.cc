#include "services/matching/index/quick_score.h"

#include <string>

#include "gtest/gtest.h"
#include "services/matching/name/name.h"
#include "services/matching/record/birth.h"
#include "services/matching/score/calibration.h"
#include "services/matching/score/statistics.h"
#include "services/matching/score/weights.h"

namespace homeward::matching {
namespace {

Person Somebody(const std::string& name, const std::string& birth) {
  Person person;
  person.name = ParseName(name);
  person.sex = Sex::kFemale;
  if (!birth.empty()) {
    person.birth = ParseBirth(birth, {}).value_or(Birth());
  }
  return person;
}

class QuickScoreTest : public ::testing::Test {
 protected:
  // Of `held` for a question that knows which words are alike.
  float Quick(const Person& asked, const Person& held, bool expected = true) {
    const uint32_t record = store_.Add("", held);
    WordMemory memory;
    for (uint32_t i = 0; expected && i < store_.words(); ++i) {
      for (int place = 0; place < 8; ++place) memory.Expect(place, i);
    }
    return QuickScore(asked, store_, scorer_, &memory).Bits(record);
  }
  double Full(const Person& asked, const Person& held) const {
    return scorer_.Score(asked, held).bits;
  }

  Statistics statistics_;
  Scorer scorer_{&DefaultWeights(), &statistics_, 1, Calibration{}};
  PersonStore store_;
};

TEST_F(QuickScoreTest, IsNearTheFullScore) {
  const Person asked = Somebody("Mariam Yusuf", "2012-05-03");
  for (const Person& held :
       {asked, Somebody("Mariam Yusof", "2012-03-05"),
        Somebody("Maryam", "2013-05-03"), Somebody("Marjam Ali", "2012"),
        Somebody("Olena Petrenko", "2003-01-30"), Somebody("", "2012-05-03"),
        Somebody("Mariam Amina Yusuf", "")}) {
    EXPECT_NEAR(Quick(asked, held), Full(asked, held), 2);
  }
}

TEST_F(QuickScoreTest, WordsThatNobodyExpectsDiffer) {
  const Person asked = Somebody("Mariam Yusuf", "");
  const Person held = Somebody("Meryem Youssouf", "");
  const float differ = Quick(asked, held, false);
  EXPECT_GT(Quick(asked, held), differ + 10);
  // But for other scripts, initials and typing errors.
  EXPECT_GT(Quick(Somebody("مريم يوسف", ""), held, false), differ + 10);
  EXPECT_GT(Quick(Somebody("M Y", ""), held, false), differ + 5);
  EXPECT_GT(Quick(Somebody("Meyrem Yousouf", ""), held, false), differ + 10);
}

TEST_F(QuickScoreTest, WordsMistypedTwiceAreSeenThoughNobodyExpectsThem) {
  const Person held = Somebody("Merjem Brankov", "");
  const float other = Quick(Somebody("Xotikz", ""), held, false);
  for (const char* twice : {"Nerem", "Mejrme", "Mrejm"}) {
    EXPECT_GT(Quick(Somebody(twice, ""), held, false), other + 4) << twice;
  }
  EXPECT_EQ(Quick(Somebody("Nerak", ""), held, false), other);
}

TEST_F(QuickScoreTest, NothingSaysNothing) {
  EXPECT_EQ(Quick(Person(), Person()), 0);
}

TEST(WordMemoryTest, SaysWhatComparingSays) {
  WordMemory memory;
  const Name name = ParseName("Mariam Maryam Olena");
  for (const NameWord& a : name.words) {
    for (const NameWord& b : name.words) {
      EXPECT_EQ(memory.Compare(*a.word, *b.word).level,
                CompareWords(*a.word, *b.word).level);
    }
  }
}

}  // namespace
}  // namespace homeward::matching
