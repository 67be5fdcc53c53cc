#include "services/matching/index/blocking.h"

#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "gtest/gtest.h"
#include "services/matching/name/name.h"
#include "services/matching/record/birth.h"
#include "services/matching/record/person.h"

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

// How many keys of `stored` a look-up of `asked` finds.
int Shared(const Person& asked, const Person& stored) {
  const auto lookup = LookupKeys(asked);
  return static_cast<int>(
      absl::c_count_if(StoredKeys(stored), [&](BlockingKey key) {
        return absl::c_any_of(
            lookup, [&](BlockingKey other) { return other.hash == key.hash; });
      }));
}

TEST(BlockingTest, NothingSharesNothing) {
  EXPECT_TRUE(StoredKeys(Person()).empty());
  EXPECT_EQ(Shared(Person(), Person()), 0);
  EXPECT_EQ(Shared(Somebody("Ana Lopez", "2001-02-03"),
                   Somebody("Yusuf Karim", "2011-12-13")),
            0);
}

TEST(BlockingTest, OneWordOfANameIsEnough) {
  EXPECT_GT(Shared(Somebody("Mariam Yusuf", ""), Somebody("Mariam Haddad", "")),
            0);
}

TEST(BlockingTest, WordsAndPairsAreKeysByThemselves) {
  const auto keys = StoredKeys(Somebody("Gael Cortez", ""));
  const auto is_key = [&](uint32_t hash) {
    return absl::c_any_of(keys,
                          [&](BlockingKey key) { return key.hash == hash; });
  };
  const Name name = ParseName("Cortez Gael Bimo");
  const Word& cortez = *name.words[0].word;
  const Word& gael = *name.words[1].word;
  const Word& bimo = *name.words[2].word;
  EXPECT_TRUE(is_key(WordBlockingKey(gael)));
  EXPECT_FALSE(is_key(WordBlockingKey(bimo)));
  EXPECT_TRUE(is_key(PairBlockingKey(cortez.skeletons[0], gael.skeletons[0])));
  EXPECT_FALSE(is_key(PairBlockingKey(cortez.skeletons[0], bimo.skeletons[0])));
}

TEST(BlockingTest, ABirthFindsADamagedName) {
  for (const char* stored :
       {"2012-05-03", "2012-03-05", "2011-05-03", "2014-05-03"}) {
    EXPECT_GT(Shared(Somebody("Xqz", "2012-05-03"), Somebody("Bnm", stored)), 0)
        << stored;
  }
  EXPECT_EQ(
      Shared(Somebody("Xqz", "2012-05-03"), Somebody("Bnm", "2012-05-04")), 0);
}

TEST(BlockingTest, NumbersAndAddressesFindToo) {
  const auto with = [](TextField field, const std::string& value) {
    Person person;
    person.text(field) = value;
    return person;
  };
  EXPECT_GT(Shared(with(TextField::kNationalNumber, "7364009"),
                   with(TextField::kNationalNumber, "7364003")),
            0);
  EXPECT_GT(Shared(with(TextField::kPhone, "00436601234567"),
                   with(TextField::kPhone, "436601234567")),
            0);
  EXPECT_EQ(Shared(with(TextField::kPhone, "7364009"),
                   with(TextField::kPassport, "7364009")),
            0);
  Person left = with(TextField::kStreetNumber, "69");
  left.text(TextField::kPostcode) = "4814";
  Person right = left;
  left.text(TextField::kStreet) = "giblin street";
  right.text(TextField::kStreet) = "corona place";
  EXPECT_GT(Shared(left, right), 0);
}

TEST(LookupCodesTest, TakeInMistakesOfWriters) {
  const auto codes = LookupCodes(ParseBirth("2012-05-03", {}).value());
  for (const BirthCode code :
       {BirthCode{2012, 5}, BirthCode{2012, 3}, BirthCode{2011, 5},
        BirthCode{2013, 5}, BirthCode{2012, 0}, BirthCode{0, 0}}) {
    EXPECT_TRUE(absl::c_linear_search(codes, code))
        << code.year << " " << int{code.month};
  }
  EXPECT_TRUE(absl::c_linear_search(LookupCodes(ParseBirth("2012", {}).value()),
                                    (BirthCode{2012, 11})));
  EXPECT_TRUE(LookupCodes(std::nullopt).empty());
  EXPECT_TRUE(LookupCodes(BirthInYears(1990, 2000)).empty());
}

TEST(StoredCodeTest, IsUnknownWhereTheYearIs) {
  EXPECT_EQ(StoredCode(ParseBirth("2012-05-03", {}).value()),
            (BirthCode{2012, 5}));
  EXPECT_EQ(StoredCode(ParseBirth("2012-05", {}).value()),
            (BirthCode{2012, 0}));
  EXPECT_EQ(StoredCode(BirthInYears(2011, 2012)), BirthCode{});
  EXPECT_EQ(StoredCode(std::nullopt), BirthCode{});
}

}  // namespace
}  // namespace homeward::matching
