#include "auth/redaction/alter.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "auth/redaction/coarsen.h"
#include "auth/testing/hasher.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::TextProto;

TEST(MaskedTest, KeepsWhatItSaysOfLongTextsOnly) {
  EXPECT_EQ(Masked("Olena", Treatment::kKeepFirstLetter), "O***");
  EXPECT_EQ(Masked("Li", Treatment::kKeepFirstLetter), "L***");
  EXPECT_EQ(Masked("Ы", Treatment::kKeepFirstLetter), "***");
  EXPECT_EQ(Masked("Юлія", Treatment::kKeepFirstLetter), "Ю***");
  EXPECT_EQ(Masked("+380671234567", Treatment::kKeepLastTwo), "***67");
  EXPECT_EQ(Masked("12345", Treatment::kKeepLastTwo), "***");
  EXPECT_EQ(Masked("123456", Treatment::kKeepLastTwo), "***56");
  EXPECT_EQ(Masked("номерію", Treatment::kKeepLastTwo), "***ію");
  EXPECT_EQ(Masked("номер", Treatment::kKeepLastTwo), "***");
  EXPECT_EQ(Masked("anything", Treatment::kKeepNothing), "***");
  EXPECT_EQ(Masked("", Treatment::kKeepFirstLetter), "***");
}

// `message` after `treatment` by Coarsen(), or "" when nothing is left.
template <typename Message>
std::string Coarsened(const std::string& text, Treatment treatment) {
  Message message = TextProto(text);
  return Coarsen(treatment, message) ? message.ShortDebugString() : "";
}

TEST(CoarsenTest, LeavesTheMonthOrTheYearOfADate) {
  const std::string date = "year: 2015 month: 4 day: 12 calendar: 2";
  EXPECT_EQ(Coarsened<v1::PartialDate>(date, Treatment::kToMonth),
            "year: 2015 month: 4 calendar: CALENDAR_ISLAMIC");
  EXPECT_EQ(Coarsened<v1::PartialDate>(date, Treatment::kToYear),
            "year: 2015 calendar: CALENDAR_ISLAMIC");
  EXPECT_EQ(Coarsened<v1::PartialDate>(date, Treatment::kToAgeBand), "");
  EXPECT_EQ(Coarsened<v1::PartialDate>("month: 4", Treatment::kToYear), "");
}

TEST(CoarsenTest, LeavesTheFirstInstantOfATime) {
  const absl::Time time =
      absl::FromCivil(absl::CivilSecond(2026, 11, 22, 13, 5, 59),
                      absl::UTCTimeZone()) +
      absl::Nanoseconds(7);
  const auto left = [&](Treatment treatment) {
    google::protobuf::Timestamp stamp;
    stamp.set_seconds(absl::ToUnixSeconds(time));
    stamp.set_nanos(7);
    EXPECT_TRUE(Coarsen(treatment, stamp));
    EXPECT_EQ(stamp.nanos(), 0);
    return absl::FormatTime(absl::RFC3339_full,
                            absl::FromUnixSeconds(stamp.seconds()),
                            absl::UTCTimeZone());
  };
  EXPECT_EQ(left(Treatment::kToDay), "2026-11-22T00:00:00+00:00");
  EXPECT_EQ(left(Treatment::kToMonth), "2026-11-01T00:00:00+00:00");
  EXPECT_EQ(left(Treatment::kToYear), "2026-01-01T00:00:00+00:00");
  EXPECT_EQ(
      Coarsened<google::protobuf::Timestamp>("nanos: -1", Treatment::kToDay),
      "");
}

TEST(CoarsenTest, LeavesTheBandsOfAnAge) {
  const auto band = [](const std::string& age) {
    return Coarsened<v1::AgeRange>(age, Treatment::kToAgeBand);
  };
  EXPECT_EQ(band("min_years: 0 max_years: 0"), "min_years: 0 max_years: 5");
  EXPECT_EQ(band("min_years: 5 max_years: 6"), "min_years: 0 max_years: 11");
  EXPECT_EQ(band("min_years: 11 max_years: 11 estimated: true"),
            "min_years: 6 max_years: 11 estimated: true");
  EXPECT_EQ(band("min_years: 12 max_years: 17"), "min_years: 12 max_years: 17");
  EXPECT_EQ(band("min_years: 18 max_years: 30"),
            "min_years: 18 max_years: 130");
  EXPECT_EQ(band("min_years: 14"), "min_years: 12");
  EXPECT_EQ(band("max_years: 14"), "max_years: 17");
  EXPECT_EQ(band("estimated: true"), "");
  EXPECT_EQ(band("min_years: 9 max_years: 3"), "");
  EXPECT_EQ(band("min_years: -4 max_years: 3"), "");
}

TEST(CoarsenTest, LeavesTheAreaOfAPlace) {
  const std::string place =
      "country_code: 'UA' admin1_code: 'UA-46' admin2_code: 'UA4612' "
      "site: 'camp' address: 'street 1' latitude_degrees: 1.5 "
      "longitude_degrees: 2.5 type: LOCATION_TYPE_CAMP "
      "precision: PRECISION_EXACT";
  EXPECT_EQ(Coarsened<v1::Place>(place, Treatment::kToAdmin2),
            "country_code: \"UA\" admin1_code: \"UA-46\" admin2_code: "
            "\"UA4612\" precision: PRECISION_ADMIN2");
  EXPECT_EQ(Coarsened<v1::Place>(place, Treatment::kToAdmin1),
            "country_code: \"UA\" admin1_code: \"UA-46\" precision: "
            "PRECISION_ADMIN1");
  EXPECT_EQ(Coarsened<v1::Place>(place, Treatment::kToCountry),
            "country_code: \"UA\" precision: PRECISION_COUNTRY");
  EXPECT_EQ(Coarsened<v1::Place>("country_code: 'UA' precision: 5",
                                 Treatment::kToAdmin2),
            "country_code: \"UA\" precision: PRECISION_COUNTRY");
  EXPECT_EQ(Coarsened<v1::Place>("site: 'camp'", Treatment::kToAdmin1), "");
}

TEST(BandOfBirthTest, IsThatOfTheAgeAtTheTime) {
  const absl::Time time =
      absl::FromCivil(absl::CivilDay(2026, 4, 12), absl::UTCTimeZone());
  const auto band = [&](const std::string& text) {
    const v1::PartialDate birth = TextProto(text);
    const auto range = BandOfBirth(birth, time);
    return range.has_value()
               ? absl::StrCat(range->min_years(), "-", range->max_years())
               : "";
  };
  EXPECT_EQ(band("year: 2020 month: 4 day: 12"), "6-11");
  EXPECT_EQ(band("year: 2020 month: 4 day: 13"), "0-5");
  EXPECT_EQ(band("year: 2020"), "0-11");
  EXPECT_EQ(band("year: 2008 month: 4"), "12-130");
  EXPECT_EQ(band("year: 2027"), "");
  EXPECT_EQ(band("month: 4"), "");
}

// What Alter() leaves of `field` in an identity.
std::string AlteredIdentity(const std::string& text, const std::string& field,
                            Treatment treatment) {
  v1::ChildIdentity identity = TextProto(text);
  const AskerHash hash = testing::Hasher('a').For("ngo", "police");
  Alter({treatment, absl::StrCat("identity.", field), &hash},
        identity.GetDescriptor()->FindFieldByName(field), identity);
  return identity.ShortDebugString();
}

TEST(AlterTest, ChangesEachValueOfARepeatedField) {
  EXPECT_EQ(AlteredIdentity("telephone_current: ['+380671', '1'] sex: 1",
                            "telephone_current", Treatment::kKeepLastTwo),
            "sex: SEX_FEMALE telephone_current: \"***71\" telephone_current: "
            "\"***\"");
}

TEST(AlterTest, KeepsTheTypeOfADocumentAndNotItsIssuer) {
  EXPECT_EQ(
      AlteredIdentity("documents { type: 3 number: '123-456' issuer: 'UNHCR' }",
                      "documents", Treatment::kKeepLastTwo),
      "documents { type: DOCUMENT_TYPE_UNHCR_INDIVIDUAL number: "
      "\"***56\" }");
  const std::string hashed =
      AlteredIdentity("documents { type: 3 number: '123-456' issuer: 'U' }",
                      "documents", Treatment::kHash);
  EXPECT_NE(hashed, AlteredIdentity("documents { type: 3 number: '123-457' }",
                                    "documents", Treatment::kHash));
  EXPECT_NE(hashed.find("number: \"hmac:"), std::string::npos);
  EXPECT_EQ(hashed.find("issuer"), std::string::npos);
}

TEST(AlterTest, WhatDoesNotFitGoes) {
  EXPECT_EQ(
      AlteredIdentity("name_full: 'Olena'", "name_full", Treatment::kToYear),
      "");
  EXPECT_EQ(AlteredIdentity("sex: 1", "sex", Treatment::kHash), "");
  EXPECT_EQ(AlteredIdentity("documents { number: '1' }", "documents",
                            Treatment::kToCountry),
            "");
  EXPECT_EQ(AlteredIdentity("date_of_birth { year: 2000 }", "date_of_birth",
                            Treatment::kToAgeBand),
            "");
  EXPECT_EQ(AlteredIdentity("telephone_last: 'x'", "telephone_last",
                            Treatment::kDrop),
            "");
}

}  // namespace
}  // namespace homeward::auth
