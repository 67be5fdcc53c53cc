#include "services/matching/name/word.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/matching/name/letters.h"

namespace homeward::matching {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

WordPtr Read(const std::string& text) {
  const std::vector<WrittenWord> words = SplitWords(text, 4);
  return words.empty() ? ReadWord(U"") : ReadWord(words.front().letters);
}

std::vector<std::string> Readings(const std::string& text) {
  std::vector<std::string> letters;
  for (const Reading& reading : Read(text)->readings) {
    letters.push_back(reading.letters);
  }
  return letters;
}

TEST(ReadWordTest, KeepsWhatWasWrittenAndFoldsTyping) {
  EXPECT_EQ(Read("José")->written, "josé");
  EXPECT_EQ(Read("José")->folded, "jose");
  EXPECT_EQ(Read("أحمد")->folded, Read("احمد")->folded);
  EXPECT_EQ(Read("کریم")->folded, Read("كريم")->folded);
  EXPECT_EQ(Read("فاطمة")->folded, Read("فاطمه")->folded);
  EXPECT_EQ(Read("مُحَمَّد")->folded, "محمد");
  EXPECT_EQ(Read("ዓለም")->folded, Read("አለም")->folded);
  EXPECT_EQ(Read("ፀሐይ")->folded, Read("ጸሀይ")->folded);
  EXPECT_EQ(Read("Дем’ян")->folded, Read("Дем'ян")->folded);
}

TEST(ReadWordTest, SpellsOutMarks) {
  EXPECT_THAT(Readings("Müller"), ElementsAre("muller", "mueller"));
  EXPECT_THAT(Readings("Ševčik"), ElementsAre("sevcik", "shevchik"));
  EXPECT_THAT(Readings("smith"), ElementsAre("smith"));
}

TEST(ReadWordTest, ReadsCyrillicAsUkrainiansAndRussiansDo) {
  EXPECT_THAT(Readings("Сергій"), ElementsAre("serhiy", "sergiy"));
  EXPECT_THAT(Readings("Сергей"), ElementsAre("sergey", "serhey"));
  EXPECT_THAT(Readings("Щербак"), ElementsAre("shcherbak"));
  EXPECT_THAT(Readings("Пётр"), ElementsAre("pyotr", "petr"));
}

TEST(ReadWordTest, ReadsEthiopicAsPeopleWriteThemselves) {
  EXPECT_THAT(Readings("ሀብተ"), ElementsAre("habte"));
  EXPECT_THAT(Readings("ወልደ"), ElementsAre("welde"));
  EXPECT_THAT(Readings("ተስፋዬ"), ElementsAre("tesfaye"));
  EXPECT_THAT(Readings("እልፍነሽ"), ElementsAre("elfnesh"));
}

TEST(ReadWordTest, VowelsThatArabicLeavesOutAreMissing) {
  const WordPtr word = Read("محمد");
  EXPECT_TRUE(word->vowels_missing);
  EXPECT_THAT(word->metaphone, IsEmpty());
  EXPECT_THAT(Readings("محمد"), ElementsAre("mhmd"));
  EXPECT_FALSE(Read("mhmd")->vowels_missing);
}

TEST(ReadWordTest, TheArticleMayBeLeftOut) {
  EXPECT_THAT(Readings("الحسيني"), ElementsAre("alhsyny", "hsyny"));
  EXPECT_THAT(Readings("Alhassan"), ElementsAre("alhassan", "hassan"));
  EXPECT_THAT(Readings("Abdulrahman"), Contains("abdrahman"));
  EXPECT_THAT(Readings("Abderrahmane"), Contains("abdrahmane"));
  EXPECT_THAT(Readings("عبدالرحمن"), Contains("bdrhmn"));
  EXPECT_THAT(Readings("Alice"), ElementsAre("alice"));
}

TEST(ReadWordTest, ReadsOtherScriptsByIcu) {
  EXPECT_THAT(Readings("習"), ElementsAre("xi"));
  EXPECT_THAT(Readings("Παπά"), ElementsAre("papa"));
  EXPECT_THAT(Readings("정은"), ElementsAre("jeongeun", "jongun"));
}

TEST(ReadWordTest, NamesInSeveralLanguagesShareAGroup) {
  EXPECT_THAT(Read("Oleksandr")->groups, Not(IsEmpty()));
  EXPECT_EQ(Read("Yusuf")->groups, Read("Joseph")->groups);
  EXPECT_EQ(Read("محمد")->groups, Read("Mohammed")->groups);
  EXPECT_EQ(Read("Сергей")->groups, Read("Serhii")->groups);
  EXPECT_THAT(Read("Bikila")->groups, IsEmpty());
}

TEST(ReadWordTest, SkeletonsAreOfEveryReadingAndNeverEmpty) {
  EXPECT_THAT(Read("Ali")->skeletons, ElementsAre(Skeleton::Of("l")));
  EXPECT_THAT(Read("Aiya")->skeletons, IsEmpty());
  EXPECT_THAT(Read("Kowal")->skeletons, Contains(Skeleton::Of("koval")));
  EXPECT_THAT(Read("Jankowski")->skeletons,
              Contains(Skeleton::Of("yankovski")));
}

TEST(ReadWordTest, AnInitialIsOneLetter) {
  EXPECT_TRUE(Read("J.")->initial);
  EXPECT_TRUE(Read("Ж.")->initial);
  EXPECT_FALSE(Read("Jo")->initial);
  EXPECT_FALSE(Read("習")->initial);
}

TEST(ReadWordTest, IsBoundedAndRemembers) {
  EXPECT_EQ(ReadWord(std::u32string(1000, U'x'))->folded.size(),
            kMaxWordLetters);
  EXPECT_EQ(Read("remember"), Read("remember"));
}

}  // namespace
}  // namespace homeward::matching
