#include "services/matching/terms.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/matching/identifiers.h"
#include "services/matching/record/birth.h"

namespace homeward::matching {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::SizeIs;

Description Child(const std::vector<std::string>& names, int first_year = 0,
                  int last_year = 0) {
  Description child;
  for (const std::string& name : names) {
    AddName({name, {}, {}, {}}, child);
  }
  if (first_year != 0) {
    AddBirth(BirthInYears(first_year, std::max(first_year, last_year)), child);
  }
  return child;
}

// Whether a lookup for `query` finds `record`.
bool Finds(const Description& query, const Description& record) {
  const std::vector<std::string> stored = IndexTerms(record);
  const std::vector<LookupTerm> asked = LookupTerms(query);
  return std::any_of(asked.begin(), asked.end(), [&](const LookupTerm& term) {
    return std::find(stored.begin(), stored.end(), term.text) != stored.end();
  });
}

// What is looked up in a store of a version before.
std::vector<std::string> OlderTerms(const Description& query) {
  std::vector<std::string> terms;
  for (LookupTerm& term : LookupTerms(query)) terms.push_back(term.older);
  return terms;
}

Description AnaRuiz() {
  Description ana = Child({"Ana Ruíz"}, 2014);
  ana.identifiers = {*MakeIdentifier(IdentifierKind::kPhone, "+34600111222")};
  return ana;
}

TEST(TermsTest, GoldenTermsOfVersionThree) {
  EXPECT_THAT(IndexTerms(AnaRuiz()),
              ElementsAre("1|i0|600111222", "1PN RS", "1Tana", "1Tana|2014",
                          "1T#5", "1T#5|2014", "1Truiz", "1Truiz|2014",
                          "1SN|2014", "1SN", "1SRS|2014", "1SRS"));
}

TEST(TermsTest, LooksUpWhatVersionTwoStored) {
  // As that version had it.
  const std::vector<std::string> stored = {
      "1|i0|600111222", "2|1PN RS",   "2|1Tana|2014", "2|1Truiz|2014",
      "2|1T#5|2014",    "2|1SN|2014", "2|1SRS|2014"};
  const std::vector<std::string> asked = OlderTerms(AnaRuiz());
  for (const std::string& term : stored) EXPECT_THAT(asked, Contains(term));
}

TEST(TermsTest, FindsAcrossScripts) {
  const std::vector<std::vector<std::string>> same = {
      {"Соломія Мельник", "Solomiya Melnyk"},
      {"أحمد خليل", "Ahmad Khalil"},
      {"ሃና ገብረሚካኤል", "Hana Gebremikael"},
      {"Олександр Шевченко", "Aleksandr Schewtschenko"},
      {"Sofía Hernández", "SOFIA HERNANDES"}};
  for (const auto& names : same) {
    for (const int year : {0, 2014}) {
      EXPECT_TRUE(Finds(Child({names[0]}, year), Child({names[1]}, year)))
          << names[1] << " " << year;
      EXPECT_TRUE(Finds(Child({names[1]}, year), Child({names[0]}, year)))
          << names[1] << " " << year;
    }
  }
}

TEST(TermsTest, FindsByOneWordWithAndWithoutAYear) {
  const Description dated = Child({"Ana Ruiz"}, 2014);
  const Description undated = Child({"Ana Ruiz"});
  const Description vague = Child({"Ana Ruiz"}, 2008, 2026);
  for (const Description& record : {dated, undated, vague}) {
    EXPECT_TRUE(Finds(Child({"RUIZ"}), record));
    EXPECT_TRUE(Finds(Child({"Bella Ruiz"}, 2015), record));
    EXPECT_TRUE(Finds(Child({"ruiz"}, 2000, 2020), record));
    EXPECT_FALSE(Finds(Child({"Bella"}), record));
  }
  EXPECT_FALSE(Finds(Child({"Bella Ruiz"}, 2016), dated));
  // The whole name finds her whatever the year.
  EXPECT_TRUE(Finds(Child({"Ana Ruiz"}, 1999), dated));
}

TEST(TermsTest, LooksUpWhatVersionOneStored) {
  EXPECT_THAT(OlderTerms(Child({"Ana"})), Contains("1|n|ana"));
  const std::vector<std::string> dated = OlderTerms(Child({"Ana"}, 2014));
  for (const char* term :
       {"1|y|ana|", "1|y|ana|2013", "1|y|ana|2014", "1|y|ana|2015"}) {
    EXPECT_THAT(dated, Contains(term));
  }
  // These rules have no such terms.
  for (const LookupTerm& term : LookupTerms(Child({"Ana"}, 2014))) {
    EXPECT_EQ(term.text.empty(), term.older.substr(0, 2) == "1|") << term.older;
  }
}

TEST(TermsTest, TheRarestAreLookedUpFirst) {
  Description child = Child({"Ana Ruiz"}, 2014);
  child.identifiers = {*MakeIdentifier(IdentifierKind::kNational, "AB123")};
  const std::vector<LookupTerm> terms = LookupTerms(child);
  EXPECT_EQ(terms[0].text, "1|i3|AB123");
  EXPECT_EQ(terms[1].text, "1PN RS");
  EXPECT_EQ(terms[2].text.substr(0, 2), "1T");
}

TEST(TermsTest, NothingIsStoredOrLookedUpForNothing) {
  EXPECT_THAT(IndexTerms(Child({"", "-", "?"})), IsEmpty());
  EXPECT_THAT(IndexTerms(Child({}, 2014)), IsEmpty());
  EXPECT_THAT(LookupTerms(Description()), IsEmpty());
  Description empty;
  empty.identifiers.emplace_back();
  EXPECT_THAT(IndexTerms(empty), IsEmpty());
}

TEST(TermsTest, AreBounded) {
  Description many;
  for (int i = 0; i < 100; ++i) {
    std::string name;
    for (char c = 'a'; c < 'i'; ++c) {
      name += std::string(1, c) +
              std::string(1, static_cast<char>('a' + i % 26)) + "nor ";
    }
    AddName({name, {}, {}, {}}, many);
    many.identifiers.push_back(
        *MakeIdentifier(IdentifierKind::kOther, "id" + std::to_string(i)));
  }
  AddBirth(BirthInYears(2012, 2014), many);
  EXPECT_THAT(IndexTerms(many), SizeIs(Le(kMaxTerms)));
  EXPECT_THAT(LookupTerms(many), SizeIs(Le(kMaxTerms)));
}

}  // namespace
}  // namespace homeward::matching
