#include "services/matching/name/name_tokens.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace homeward::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Ne;
using ::testing::SizeIs;

using Tokens = std::vector<std::string>;

// Writings of one name must give one list of words.
void ExpectAlike(const char* left, const char* right) {
  EXPECT_EQ(NameTokens(left), NameTokens(right)) << left << " | " << right;
  EXPECT_THAT(NameTokens(left), testing::Not(IsEmpty()));
}

TEST(NameTokensTest, FoldsCaseMarksAndWidth) {
  EXPECT_THAT(NameTokens("José  MARÍA-Muñoz"),
              ElementsAre("jose", "maria", "munoz"));
  ExpectAlike("ＳＯＦＩＡ", "sofia");
  ExpectAlike("Jose\u0301", "José");
  ExpectAlike("Strauß", "STRAUSS");
  ExpectAlike("Işık", "ISIK");
  ExpectAlike("Łukasz Sørensen", "lukasz sorensen");
  ExpectAlike("Алёна", "АЛЕНА");
  ExpectAlike("Ἀλέξανδρος", "Αλεξανδρος");
}

TEST(NameTokensTest, ApostrophesJoinWhicheverWayTheyAreTyped) {
  for (const char* name : {"Дем'ян", "Дем’ян", "Демʼян", "ДЕМ`ЯН"}) {
    EXPECT_THAT(NameTokens(name), ElementsAre("демян")) << name;
  }
}

TEST(NameTokensTest, FoldsArabicLettersAndDropsWhatReadersAdd) {
  ExpectAlike("أحمد", "احمد");
  ExpectAlike("إسراء", "اسراء");
  ExpectAlike("مُحَمَّد", "محمد");
  ExpectAlike("محـــمد", "محمد");
  ExpectAlike("فاطمة", "فاطمه");
  ExpectAlike("ليلى", "ليلي");
  ExpectAlike("علی", "علي");           // Farsi yeh.
  ExpectAlike("کریم", "كريم");         // Keheh.
  ExpectAlike("می‌نا", "مينا");  // Zero-width non-joiner.
}

TEST(NameTokensTest, FoldsHebrewPointsAndEthiopicHomophones) {
  ExpectAlike("שָׂרָה", "שרה");
  ExpectAlike("ሐና", "ሀና");
  ExpectAlike("ኀይለ ሥላሴ", "ሀይለ ስላሴ");
  ExpectAlike("ዓለም", "ኣለም");
  ExpectAlike("ፀሐይ", "ጸሀይ");
}

TEST(NameTokensTest, KeepsVowelSignsThatAreLetters) {
  EXPECT_THAT(NameTokens("मीना"), Ne(NameTokens("मना")));
  EXPECT_THAT(NameTokens("मीना"), SizeIs(1));
}

TEST(NameTokensTest, ReadsDigitsOfEveryScript) {
  EXPECT_THAT(NameTokens("٢٠١٤ ۲۰۱۵ 2016"),
              ElementsAre("2014", "2015", "2016"));
}

TEST(NameTokensTest, NothingIsNothing) {
  EXPECT_THAT(NameTokens(""), IsEmpty());
  EXPECT_THAT(NameTokens(" -.,\u200b\u3000'"), IsEmpty());
  EXPECT_THAT(NameTokens("\u0301\u0301"), IsEmpty());
}

TEST(NameTokensTest, BytesThatAreNotUtf8PartWords) {
  EXPECT_THAT(NameTokens("ana\xff\xfe ruiz"), ElementsAre("ana", "ruiz"));
  EXPECT_THAT(NameTokens("\xf0\x9f"), IsEmpty());
}

TEST(NameTokensTest, TellsAWordOnce) {
  EXPECT_THAT(NameTokens("Ana ana ANA"), ElementsAre("ana"));
  EXPECT_THAT(NameTokens(Tokens{"Ana Ruiz", "RUIZ Anita"}),
              ElementsAre("ana", "ruiz", "anita"));
}

TEST(NameTokensTest, IsBounded) {
  std::string words;
  for (int i = 0; i < 100; ++i) absl::StrAppend(&words, "w", i, " ");
  EXPECT_THAT(NameTokens(words), SizeIs(kMaxTokens));
  EXPECT_THAT(NameTokens(Tokens(50, words)), SizeIs(kMaxTokens));
  EXPECT_THAT(NameTokens(std::string(1 << 20, 'x')),
              ElementsAre(std::string(kMaxNameBytes, 'x')));
  // One character that NFKC makes eighteen of.
  std::string ligatures;
  for (int i = 0; i < 1000; ++i) absl::StrAppend(&ligatures, "ﷺ");
  EXPECT_THAT(NameTokens(ligatures), SizeIs(testing::Le(kMaxTokens)));
}

}  // namespace
}  // namespace homeward::matching
