#include "services/matching/matcher.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace homeward::matching {
namespace {

using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Not;
using ::testing::SizeIs;

Description Child(std::vector<std::string> names,
                  std::optional<BirthYears> birth = std::nullopt,
                  std::vector<Identifier> identifiers = {}) {
  return {std::move(names), birth, std::move(identifiers)};
}

BirthYears Year(int year) { return {year, year}; }

Identifier Number(IdentifierKind kind, const std::string& text) {
  return MakeIdentifier(kind, text).value();
}

EvidenceLevel LevelOf(const Match& match, EvidenceField field) {
  return match.evidence[static_cast<size_t>(field)].level;
}

TEST(ScoreTest, TheSameNameAndYearIsStrongInAnyOrderAndCase) {
  const Match match = Score(Child({"МЕЛЬНИК соломія"}, Year(2014)),
                            Child({"Соломія Мельник"}, Year(2014)));
  EXPECT_EQ(match.band, Band::kStrong);
  EXPECT_EQ(LevelOf(match, EvidenceField::kName), EvidenceLevel::kAgrees);
  EXPECT_EQ(LevelOf(match, EvidenceField::kBirth), EvidenceLevel::kAgrees);
  EXPECT_EQ(LevelOf(match, EvidenceField::kIdentifier),
            EvidenceLevel::kMissing);
}

TEST(ScoreTest, FindsANameAmongSeveralSpellings) {
  EXPECT_EQ(Score(Child({"Solomiya Melnyk"}, Year(2014)),
                  Child({"Соломія Мельник", "Solomiya Melnyk"}, Year(2014)))
                .band,
            Band::kStrong);
}

TEST(ScoreTest, ATypingErrorMakesItPossible) {
  const Match match = Score(Child({"Solomia Melnik"}, Year(2014)),
                            Child({"Solomiya Melnyk"}, Year(2014)));
  EXPECT_EQ(match.band, Band::kPossible);
  EXPECT_EQ(LevelOf(match, EvidenceField::kName), EvidenceLevel::kClose);
}

TEST(ScoreTest, AMissingYearIsNotADifferentOne) {
  const std::vector<std::string> name = {"Sofía Pérez López"};
  const double missing = Score(Child(name, Year(2014)), Child(name)).score;
  const double close =
      Score(Child(name, Year(2014)), Child(name, Year(2015))).score;
  const double different =
      Score(Child(name, Year(2014)), Child(name, Year(2003))).score;
  EXPECT_THAT(missing, Gt(different));
  EXPECT_THAT(close, Gt(different));
  EXPECT_EQ(Score(Child(name), Child(name)).band, Band::kPossible);
  EXPECT_EQ(Score(Child(name, Year(2014)), Child(name, Year(2003))).band,
            Band::kWeak);
}

TEST(ScoreTest, YearsAreIntervals) {
  const std::vector<std::string> name = {"Hana Tesfaye"};
  EXPECT_EQ(
      Score(Child(name, BirthYears{2012, 2016}), Child(name, Year(2014))).band,
      Band::kStrong);
  EXPECT_EQ(LevelOf(Score(Child(name, BirthYears{2012, 2013}),
                          Child(name, BirthYears{2014, 2015})),
                    EvidenceField::kBirth),
            EvidenceLevel::kClose);
}

TEST(ScoreTest, TwoEmptyNamesAreNotEqual) {
  for (const char* empty : {"", " ", "?", "-"}) {
    const Match match =
        Score(Child({empty}, Year(2014)), Child({empty}, Year(2014)));
    EXPECT_EQ(match.score, 0);
    EXPECT_EQ(match.band, Band::kNone);
    EXPECT_EQ(LevelOf(match, EvidenceField::kName), EvidenceLevel::kMissing);
  }
  EXPECT_EQ(Score(Description(), Description()).score, 0);
}

TEST(ScoreTest, OneWordNeverMakesAStrongMatch) {
  EXPECT_EQ(
      Score(Child({"Ahmad"}, Year(2014)), Child({"Ahmad"}, Year(2014))).band,
      Band::kPossible);
  EXPECT_THAT(Score(Child({"Ahmad Ali"}, Year(2014)),
                    Child({"Ahmad Khalil"}, Year(2014)))
                  .band,
              Le(Band::kPossible));
}

TEST(ScoreTest, OtherNamesAreNoMatchWhateverTheYear) {
  EXPECT_EQ(Score(Child({"Mateo García"}, Year(2014)),
                  Child({"Соломія Мельник"}, Year(2014)))
                .score,
            0);
}

TEST(ScoreTest, APersonalNumberIsStrongUnlessTheNameDiffers) {
  const Identifier unhcr =
      Number(IdentifierKind::kUnhcrIndividual, "305-00123456");
  EXPECT_EQ(Score(Child({}, std::nullopt, {unhcr}),
                  Child({"Соломія Мельник"}, Year(2014), {unhcr}))
                .band,
            Band::kStrong);
  EXPECT_EQ(Score(Child({"Mateo García"}, std::nullopt, {unhcr}),
                  Child({"Соломія Мельник"}, Year(2014), {unhcr}))
                .band,
            Band::kPossible);
}

TEST(ScoreTest, AFamilysPhoneNeedsAName) {
  const Identifier phone = Number(IdentifierKind::kPhone, "+380501234567");
  const Identifier national = Number(IdentifierKind::kPhone, "0501234567");
  EXPECT_EQ(Score(Child({}, std::nullopt, {phone}),
                  Child({"Соломія Мельник"}, Year(2014), {national}))
                .band,
            Band::kPossible);
  EXPECT_EQ(Score(Child({"Іван Мельник"}, Year(2019), {phone}),
                  Child({"Соломія Мельник"}, Year(2014), {phone}))
                .band,
            Band::kWeak);
}

TEST(ScoreTest, IsOfThisPairAloneAndInRange) {
  const std::vector<std::string> names = {
      "", "Ana", "Ana Ruiz", "Ana Ruiz Paz", "Hana Ruis", "أحمد علي"};
  for (const std::string& left : names) {
    for (const std::string& right : names) {
      const Match match =
          Score(Child({left}, Year(2014)), Child({right}, Year(2014)));
      EXPECT_GE(match.score, 0);
      EXPECT_LE(match.score, 1);
      EXPECT_THAT(match.evidence, SizeIs(3));
    }
  }
}

// Whether a lookup for `query` finds `record`.
bool Finds(const Description& query, const Description& record) {
  const std::vector<std::string> terms = LookupTerms(query);
  const std::vector<std::string> stored = IndexTerms(record);
  std::vector<std::string> both;
  std::set_intersection(terms.begin(), terms.end(), stored.begin(),
                        stored.end(), std::back_inserter(both));
  return !both.empty();
}

TEST(TermsTest, GoldenTermsOfVersionOne) {
  EXPECT_THAT(
      IndexTerms(Child({"Ana Ruíz"}, Year(2014),
                       {Number(IdentifierKind::kPhone, "+34600111222")})),
      ElementsAre("1|i0|600111222", "1|n|ana", "1|n|ruiz", "1|y|ana|2014",
                  "1|y|ruiz|2014"));
  EXPECT_THAT(
      LookupTerms(Child({"Ana"}, Year(2014))),
      ElementsAre("1|y|ana|", "1|y|ana|2013", "1|y|ana|2014", "1|y|ana|2015"));
}

TEST(TermsTest, FindsByAnyWordWithAndWithoutAYear) {
  const Description dated = Child({"Ana Ruiz"}, Year(2014));
  const Description undated = Child({"Ana Ruiz"});
  const Description vague = Child({"Ana Ruiz"}, BirthYears{2008, 2026});
  for (const Description& record : {dated, undated, vague}) {
    EXPECT_TRUE(Finds(Child({"RUIZ"}), record));
    EXPECT_TRUE(Finds(Child({"Anna Ruiz"}, Year(2015)), record));
    EXPECT_TRUE(Finds(Child({"ruiz"}, BirthYears{2000, 2020}), record));
    EXPECT_FALSE(Finds(Child({"Anna"}), record));
  }
  EXPECT_FALSE(Finds(Child({"Ana Ruiz"}, Year(2016)), dated));
}

TEST(TermsTest, NothingIsStoredOrLookedUpForNothing) {
  EXPECT_THAT(IndexTerms(Child({"", "-", "A."})), IsEmpty());
  EXPECT_THAT(LookupTerms(Description()), IsEmpty());
  EXPECT_THAT(IndexTerms(Child({}, Year(2014), {Identifier()})), IsEmpty());
}

TEST(TermsTest, AreBounded) {
  Description many;
  for (int i = 0; i < 1000; ++i) {
    many.names.push_back("name" + std::to_string(i));
    many.identifiers.push_back(
        Number(IdentifierKind::kOther, "id" + std::to_string(i)));
  }
  many.birth = BirthYears{2012, 2014};
  EXPECT_THAT(IndexTerms(many), SizeIs(Le(130)));
  EXPECT_THAT(LookupTerms(many), SizeIs(Le(130)));
  many.birth = BirthYears{-2000000000, 2000000000};
  EXPECT_THAT(IndexTerms(many), Not(IsEmpty()));
}

}  // namespace
}  // namespace homeward::matching
