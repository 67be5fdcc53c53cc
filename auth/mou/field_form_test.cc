#include "auth/mou/field_form.h"

#include <string>

#include "auth/mou/field_catalog.h"
#include "gtest/gtest.h"

namespace homeward::auth {
namespace {

FieldForm FormAt(const std::string& path) {
  const FieldCatalog& catalog = FieldCatalog::Get();
  const auto field = catalog.Find(path);
  EXPECT_TRUE(field.has_value()) << path;
  return field.has_value() ? catalog.form(*field) : FieldForm::kFixed;
}

TEST(FieldFormTest, TellsWhatCanBeDoneToAField) {
  EXPECT_EQ(FormAt("identity.name_full"), FieldForm::kText);
  EXPECT_EQ(FormAt("identity.telephone_current"), FieldForm::kText);
  EXPECT_EQ(FormAt("sighting.place.site"), FieldForm::kText);
  EXPECT_EQ(FormAt("identity.documents"), FieldForm::kDocumentNumber);
  EXPECT_EQ(FormAt("identity.registration_date"), FieldForm::kDate);
  EXPECT_EQ(FormAt("wellbeing_check.checked_time"), FieldForm::kTime);
  EXPECT_EQ(FormAt("identity.age"), FieldForm::kAge);
  EXPECT_EQ(FormAt("identity.place_of_birth"), FieldForm::kPlace);
  for (const char* fixed :
       {"identity.sex", "identity.interpreter_needed", "photo.sha256",
        "identity.nationality", "sighting.place.admin1_code",
        "sighting.place.latitude_degrees", "custody_event.to_agency_id",
        "health_summary.allergies", "consent.assent"}) {
    EXPECT_EQ(FormAt(fixed), FieldForm::kFixed) << fixed;
  }
}

TEST(FieldFormTest, WhatHoldsTheClaimTogetherIsToldOrDropped) {
  EXPECT_EQ(FormAt("claim_id"), FieldForm::kFixed);
  EXPECT_EQ(FormAt("source_time"), FieldForm::kFixed);
}

TEST(FieldFormTest, EachBirthDateHasAnAgeBesideIt) {
  int births = 0;
  const FieldCatalog& catalog = FieldCatalog::Get();
  const std::string name = "date_of_birth";
  for (int i = 0; i < static_cast<int>(catalog.size()); ++i) {
    const std::string& path = catalog.path(i);
    const size_t at = path.rfind(name);
    const bool is_birth =
        at != std::string::npos && at + name.size() == path.size();
    EXPECT_EQ(catalog.form(i) == FieldForm::kBirthDate, is_birth) << path;
    if (!is_birth) continue;
    ++births;
    const auto age = catalog.Find(path.substr(0, at) + "age");
    ASSERT_TRUE(age.has_value()) << path;
    EXPECT_EQ(catalog.form(*age), FieldForm::kAge);
    // The band of one goes into the other.
    EXPECT_EQ(catalog.category(*age), catalog.category(i)) << path;
  }
  EXPECT_EQ(births, 4);
}

TEST(FieldFormTest, EverythingCanBeClearAndDropped) {
  for (int i = 0; i <= static_cast<int>(FieldForm::kPlace); ++i) {
    const auto form = static_cast<FieldForm>(i);
    EXPECT_TRUE(Fits(Treatment::kClear, form));
    EXPECT_TRUE(Fits(Treatment::kDrop, form));
    EXPECT_EQ(FittingOutcomes(form).rfind("CLEAR, ", 0), 0u);
  }
}

TEST(FieldFormTest, KnowsWhatFits) {
  EXPECT_TRUE(Fits(Treatment::kKeepLastTwo, FieldForm::kText));
  EXPECT_TRUE(Fits(Treatment::kHash, FieldForm::kDocumentNumber));
  EXPECT_TRUE(Fits(Treatment::kToDay, FieldForm::kTime));
  EXPECT_TRUE(Fits(Treatment::kToAgeBand, FieldForm::kBirthDate));
  EXPECT_TRUE(Fits(Treatment::kToCountry, FieldForm::kPlace));
  EXPECT_FALSE(Fits(Treatment::kToDay, FieldForm::kDate));
  EXPECT_FALSE(Fits(Treatment::kToAgeBand, FieldForm::kDate));
  EXPECT_FALSE(Fits(Treatment::kToYear, FieldForm::kText));
  EXPECT_FALSE(Fits(Treatment::kHash, FieldForm::kTime));
  EXPECT_FALSE(Fits(Treatment::kHash, FieldForm::kFixed));
  EXPECT_FALSE(Fits(Treatment::kKeepNothing, FieldForm::kFixed));
  EXPECT_FALSE(Fits(Treatment::kToAgeBand, FieldForm::kPlace));
}

}  // namespace
}  // namespace homeward::auth
