#include "services/matching/record/person.h"

#include "gtest/gtest.h"

namespace homeward::matching {
namespace {

TEST(MakeTextTest, FoldsCaseMarksAndSpaces) {
  EXPECT_EQ(MakeText(TextField::kSuburb, "  St.  JAMES "), "st james");
  EXPECT_EQ(MakeText(TextField::kPlace, "Zürich"), "zurich");
  EXPECT_EQ(MakeText(TextField::kStreet, "O'Connor Street"), "oconnor street");
}

TEST(MakeTextTest, NumbersHaveNoSpacesAndNoSigns) {
  EXPECT_EQ(MakeText(TextField::kPhone, "+43 (660) 12-34"), "436601234");
  EXPECT_EQ(MakeText(TextField::kNationalNumber, "ab 12-34"), "ab1234");
  EXPECT_EQ(MakeText(TextField::kPhone, "٠١٢ ٠١٢ ٣٤"), "01201234");
}

TEST(MakeTextTest, PlaceholdersSayNothing) {
  EXPECT_EQ(MakeText(TextField::kNationalNumber, "0000000"), "");
  EXPECT_EQ(MakeText(TextField::kPlace, "N/A"), "");
  EXPECT_EQ(MakeText(TextField::kSuburb, "unknown"), "");
  EXPECT_EQ(MakeText(TextField::kPhone, "12"), "");
  EXPECT_EQ(MakeText(TextField::kStreetNumber, "1"), "1");
  EXPECT_EQ(MakeText(TextField::kStreetNumber, "11"), "11");
}

TEST(MakeTextTest, ANationalityIsACodeWhereItNamesACountry) {
  for (const char* text : {"UA", "ukr", " Ukraine ", "Україна", "УКРАЇНА"}) {
    EXPECT_EQ(MakeText(TextField::kNationality, text), "ua") << text;
  }
  EXPECT_EQ(MakeText(TextField::kNationality, "Stateless"), "stateless");
  // Written for "not available" more often than for Namibia.
  EXPECT_EQ(MakeText(TextField::kNationality, "NA"), "");
  EXPECT_EQ(MakeText(TextField::kNationality, "Namibia"), "na");
  EXPECT_EQ(MakeText(TextField::kPlace, "Ukraine"), "ukraine");
}

TEST(ParseSexTest, KnowsWhatAgenciesWrite) {
  EXPECT_EQ(ParseSex(" Female "), Sex::kFemale);
  EXPECT_EQ(ParseSex("2"), Sex::kFemale);
  EXPECT_EQ(ParseSex("M"), Sex::kMale);
  EXPECT_EQ(ParseSex("x"), Sex::kOther);
  EXPECT_EQ(ParseSex(""), Sex::kUnknown);
  EXPECT_EQ(ParseSex("Mariam"), std::nullopt);
}

}  // namespace
}  // namespace homeward::matching
