#include "services/matching/name/name.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace homeward::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> Words(const Name& name) {
  std::vector<std::string> words;
  for (const NameWord& word : name.words) words.push_back(word.word->folded);
  return words;
}
std::vector<std::string> Words(const char* full) {
  return Words(ParseName(full));
}

TEST(ParseNameTest, PartsWordsAndKeepsThoseThatRepeat) {
  EXPECT_THAT(Words("María-José  Núñez"),
              ElementsAre("maria", "jose", "nunez"));
  EXPECT_THAT(Words("Ali Hassan Ali"), ElementsAre("ali", "hassan", "ali"));
  EXPECT_THAT(Words("J.R. O'Brien"), ElementsAre("j", "r", "obrien"));
}

TEST(ParseNameTest, TurnsLastCommaFirst) {
  const Name name = ParseName("LOPEZ GARCIA, Ana");
  EXPECT_THAT(Words(name), ElementsAre("ana", "lopez", "garcia"));
  EXPECT_EQ(name.words[1].tag, NameTag::kFamily);
  EXPECT_EQ(name.words[0].tag, NameTag::kUnknown);
}

TEST(ParseNameTest, ACommaBeforeASuffixTurnsNothing) {
  const Name name = ParseName("Sammy Davis, Jr.");
  EXPECT_THAT(Words(name), ElementsAre("sammy", "davis"));
  EXPECT_THAT(name.suffixes, ElementsAre("jr"));
}

TEST(ParseNameTest, JoinsTheHalvesOfOneName) {
  EXPECT_THAT(Words("Abd al-Rahman Karimi"),
              ElementsAre("abdalrahman", "karimi"));
  EXPECT_THAT(Words("Abdul Rahman Karimi"),
              ElementsAre("abdulrahman", "karimi"));
  EXPECT_THAT(Words("عبد الرحمن"), ElementsAre("عبدالرحمن"));
  EXPECT_THAT(Words("Abu Bakr Said"), ElementsAre("abubakr", "said"));
  EXPECT_THAT(Words("Conor Mc Gregor"), ElementsAre("conor", "mcgregor"));
}

TEST(ParseNameTest, JoinsSecondHalves) {
  EXPECT_THAT(Words("Siraj ud-Din Haqqani"),
              ElementsAre("sirajuddin", "haqqani"));
  EXPECT_THAT(Words("Hassan Nasr Allah"), ElementsAre("hassan", "nasrallah"));
  EXPECT_THAT(Words("حسن نصر الله"), ElementsAre("حسن", "نصرالله"));
  EXPECT_THAT(Words("Li Din"), ElementsAre("li", "din"));
}

TEST(ParseNameTest, TakesParticlesOut) {
  const Name name = ParseName("Omar bin Yusuf al-Shami");
  EXPECT_THAT(Words(name), ElementsAre("omar", "yusuf", "shami"));
  EXPECT_THAT(name.particles, ElementsAre("bin", "al"));
  EXPECT_THAT(Words("Maria de la Cruz"), ElementsAre("maria", "cruz"));
  EXPECT_THAT(Words("محمد بن سلمان"), ElementsAre("محمد", "سلمان"));
  EXPECT_THAT(Words("Ash-Shami Omar"), ElementsAre("shami", "omar"));
}

TEST(ParseNameTest, KeepsParticlesThatAreNames) {
  EXPECT_THAT(Words("Ben Okri"), ElementsAre("ben", "okri"));
  EXPECT_THAT(Words("Al Gore"), ElementsAre("al", "gore"));
  EXPECT_THAT(Words("Van Nguyen"), ElementsAre("van", "nguyen"));
  EXPECT_THAT(Words("Li An"), ElementsAre("li", "an"));
}

TEST(ParseNameTest, MovesTitles) {
  const Name name = ParseName("Dr. Haji Mohammad Karimi");
  EXPECT_THAT(Words(name), ElementsAre("mohammad", "karimi"));
  EXPECT_THAT(name.titles, ElementsAre("dr", "haji"));
  EXPECT_THAT(Words("الشيخ أحمد"), ElementsAre("احمد"));
  EXPECT_THAT(Words("አቶ ከበደ"), ElementsAre("ከበደ"));
}

TEST(ParseNameTest, ATitleByItselfIsAName) {
  EXPECT_THAT(Words("Sheikh"), ElementsAre("sheikh"));
  EXPECT_THAT(Words("Imam Ali"), ElementsAre("imam", "ali"));
  EXPECT_THAT(Words("Imam Ali Rezai"), ElementsAre("ali", "rezai"));
}

TEST(ParseNameTest, PartsNamesThatStandWithoutSpaces) {
  EXPECT_THAT(Words("习近平"), ElementsAre("习", "近平"));
  EXPECT_THAT(Words("欧阳修"), ElementsAre("欧阳", "修"));
  EXPECT_THAT(Words("김정은"), ElementsAre("김", "정은"));
  // A mark without its letter is no part of a name.
  EXPECT_THAT(Words("\u0311平"), SizeIs(1));
  EXPECT_THAT(Words("平\u0311"), SizeIs(1));
}

TEST(ParseNameTest, TagsWordsByTheirField) {
  const Name name = ParseName(NameText{"", "Olena", "Ivanivna", "Shevchenko"});
  ASSERT_THAT(name.words, SizeIs(3));
  EXPECT_EQ(name.words[0].tag, NameTag::kGiven);
  EXPECT_EQ(name.words[1].tag, NameTag::kPatronymic);
  EXPECT_EQ(name.words[2].tag, NameTag::kFamily);
  EXPECT_EQ(ParseName("Olena Ivanivna").words[1].tag, NameTag::kPatronymic);
}

TEST(ParseNameTest, TellsWordsOfTwoFieldsOnce) {
  const Name name = ParseName(NameText{"Olena Shevchenko", "Olena", "", ""});
  EXPECT_THAT(Words(name), ElementsAre("olena", "shevchenko"));
  EXPECT_EQ(name.words[0].tag, NameTag::kGiven);
}

TEST(ParseNameTest, NothingIsNoWords) {
  EXPECT_THAT(Words(""), IsEmpty());
  EXPECT_THAT(Words(" -.,\u200b'"), IsEmpty());
  EXPECT_THAT(Words("\xff\xfe"), IsEmpty());
  EXPECT_THAT(Words("ana\xff ruiz"), ElementsAre("ana", "ruiz"));
}

TEST(ParseNameTest, IsBounded) {
  std::string words;
  for (int i = 0; i < 100; ++i) absl::StrAppend(&words, "w", i, " ");
  EXPECT_THAT(ParseName(words).words, SizeIs(kMaxNameWords));
}

}  // namespace
}  // namespace homeward::matching
