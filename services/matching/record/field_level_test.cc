#include "services/matching/record/field_level.h"

#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "services/matching/record/person.h"
#include "services/matching/record/text_level.h"

namespace homeward::matching {
namespace {

TextLevel Compared(TextField field, const std::string& left,
                   const std::string& right) {
  const std::string l = MakeText(field, left);
  const std::string r = MakeText(field, right);
  const TextLevel level = CompareFields(field, l, r);
  EXPECT_EQ(CompareFields(field, r, l), level) << left << " | " << right;
  return level;
}

TextLevel Nationality(const std::string& left, const std::string& right) {
  return Compared(TextField::kNationality, left, right);
}

TextLevel Place(const std::string& left, const std::string& right) {
  return Compared(TextField::kPlace, left, right);
}

TEST(CompareFieldsTest, ANationalityIsTheSameAsACodeAndAsAName) {
  for (const char* other : {"UKR", "Ukraine", "Україна", "أوكرانيا", "ua"}) {
    EXPECT_EQ(Nationality("UA", other), TextLevel::kExact) << other;
  }
  EXPECT_EQ(Nationality("Côte d’Ivoire", "CIV"), TextLevel::kExact);
}

TEST(CompareFieldsTest, TwoCountriesAreNeverClose) {
  EXPECT_EQ(Nationality("UA", "UG"), TextLevel::kDifferent);
  EXPECT_EQ(Nationality("Niger", "Nigeria"), TextLevel::kDifferent);
  EXPECT_EQ(Nationality("SYR", "Ukraine"), TextLevel::kDifferent);
}

TEST(CompareFieldsTest, WordsThatNameNoCountryAreComparedAmongThemselves) {
  EXPECT_EQ(Nationality("Syrian", "SY"), TextLevel::kMissing);
  EXPECT_EQ(Nationality("Syrian", "Stateless"), TextLevel::kDifferent);
  EXPECT_EQ(Nationality("Syrian", "syrian"), TextLevel::kExact);
  EXPECT_EQ(Nationality("Ukrainian", "Ukranian"), TextLevel::kClose);
  EXPECT_EQ(Nationality("", "SY"), TextLevel::kMissing);
}

TEST(CompareFieldsTest, APlaceInTwoScriptsAgreesByItsSound) {
  constexpr std::pair<const char*, const char*> kPlaces[] = {
      {"Харків", "Kharkiv"},        {"Київ", "Kyiv"},
      {"Кривий Ріг", "Kryvyi Rih"}, {"አዲስ አበባ", "Addis Ababa"},
      {"الحسكة", "Al-Hasakah"},     {"كابل", "Kabul"},
      {"Αθήνα", "Athina"},          {"Краматорськ", "Kramatorsk"}};
  for (const auto& [left, right] : kPlaces) {
    EXPECT_EQ(Place(left, right), TextLevel::kOtherScript) << right;
  }
}

// Another language may have another name for it.
TEST(CompareFieldsTest, APlaceThatSoundsOtherwiseInAnotherScriptIsMissing) {
  EXPECT_EQ(Place("حلب", "Aleppo"), TextLevel::kMissing);
  EXPECT_EQ(Place("Харків", "Donetsk"), TextLevel::kMissing);
  EXPECT_EQ(Place("Верхня Сироватка", "Nyzhnia Syrovatka"),
            TextLevel::kMissing);
  EXPECT_EQ(Place("Харківська область", "Kyiv oblast"), TextLevel::kMissing);
}

TEST(CompareFieldsTest, PlacesInOneScriptCompareAsTexts) {
  EXPECT_EQ(Place("Харків", "Харкив"), TextLevel::kClose);
  EXPECT_EQ(Place("Харків", "Донецьк"), TextLevel::kDifferent);
  EXPECT_EQ(Place("Kharkiv", "Kharkov"), TextLevel::kClose);
  EXPECT_EQ(Place("Kharkiv", "Donetsk"), TextLevel::kDifferent);
}

TEST(CompareFieldsTest, NumbersHaveNoSound) {
  EXPECT_EQ(Compared(TextField::kPassport, "АВ123456", "AB123456"),
            CompareTexts("ав123456", "ab123456"));
  EXPECT_EQ(Compared(TextField::kPhone, "٠١٢٣٤٥", "012345"), TextLevel::kExact);
}

}  // namespace
}  // namespace homeward::matching
