#include "services/statistics/table_marks.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "services/statistics/period.h"
#include "tests/testing/text_proto.h"

namespace homeward::statistics {
namespace {

using ::homeward::testing::TextProto;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// 2026-07-01 and 2026-10-01.
constexpr int64_t kStart = 1782864000;
constexpr int64_t kEnd = 1790812800;
constexpr int64_t kDay = 24 * 3600;
const Period kSummer = {absl::FromUnixSeconds(kStart),
                        absl::FromUnixSeconds(kEnd)};

internal::v1::StoredRecord Record(const std::vector<std::string>& claims) {
  std::string text;
  for (const std::string& claim : claims) {
    absl::StrAppend(&text, "claims { ", claim, " } ");
  }
  const internal::v1::StoredRecord record = TextProto(text);
  return record;
}

std::string At(int64_t seconds, const std::string& fact) {
  return absl::StrCat("source_time { seconds: ", seconds, " } ", fact);
}

std::string Child(const std::string& more = "") {
  return absl::StrCat(
      "identity { sex: SEX_FEMALE age_band: AGE_BAND_6_TO_11 address_current { "
      "admin2_code: 'PL1465' } ",
      more, " }");
}

// Where a child counts, as "row/column".
std::vector<std::string> Of(std::vector<Mark> (*marks)(const Counted&,
                                                       const Period&),
                            const std::vector<std::string>& claims,
                            bool may_tell_area = true) {
  const internal::v1::StoredRecord record = Record(claims);
  std::vector<std::string> texts;
  for (const Mark& mark : marks({record, may_tell_area}, kSummer)) {
    texts.push_back(absl::StrCat(mark.row, "/", mark.column));
  }
  return texts;
}

TEST(RegistrationMarksTest, CountInTheQuarterOfTheFirstIdentityAlone) {
  EXPECT_THAT(Of(MarkRegistration, {At(kStart, Child())}),
              ElementsAre("PL1465/1"));
  EXPECT_THAT(Of(MarkRegistration, {At(kEnd - 1, Child())}),
              ElementsAre("PL1465/1"));
  EXPECT_THAT(Of(MarkRegistration, {At(kEnd, Child())}), IsEmpty());
  EXPECT_THAT(
      Of(MarkRegistration, {At(kStart, Child()), At(kStart - 1, Child())}),
      IsEmpty());
  EXPECT_THAT(Of(MarkRegistration, {Child()}), IsEmpty()) << "no time";
  EXPECT_THAT(Of(MarkRegistration, {}), IsEmpty());
}

TEST(RegistrationMarksTest, AnAreaThatMayNotBeToldIsNot) {
  EXPECT_THAT(Of(MarkRegistration, {At(kStart, Child())}, false),
              ElementsAre("not told/1"));
  EXPECT_THAT(Of(MarkRegistration, {At(kStart,
                                       "identity { age_band: "
                                       "AGE_BAND_0_TO_5 }")}),
              ElementsAre("not told/0"));
}

TEST(RegistrationMarksTest, TheBandIsSaidOrSureOrNotTold) {
  const auto aged = [](const std::string& age) {
    return Of(MarkRegistration,
              {At(kStart, absl::StrCat("identity { ", age, " }"))});
  };
  EXPECT_THAT(aged("age { min_years: 5 max_years: 5 }"),
              ElementsAre("not told/0"));
  EXPECT_THAT(aged("age { min_years: 12 max_years: 17 }"),
              ElementsAre("not told/2"));
  EXPECT_THAT(aged("date_of_birth { year: 2016 month: 1 day: 1 }"),
              ElementsAre("not told/1"));
  EXPECT_THAT(aged("age { min_years: 5 max_years: 7 }"),
              ElementsAre("not told/3"));
  EXPECT_THAT(aged("age_band: AGE_BAND_ADULT"), IsEmpty());
  EXPECT_THAT(aged("date_of_birth { year: 2000 }"), IsEmpty());
}

TEST(ProtectionMarksTest, CountByStatusAndSex) {
  EXPECT_THAT(Of(MarkProtection, {At(kStart, Child())}),
              ElementsAre("not told/0"));
  EXPECT_THAT(Of(MarkProtection,
                 {At(kStart,
                     "identity { sex: SEX_UNKNOWN protection { "
                     "protection_status: PROTECTION_STATUS_SEPARATED } }")}),
              ElementsAre("separated/3"));
  EXPECT_THAT(ProtectionRows(),
              ElementsAre("unaccompanied", "separated", "not told"));
}

std::string Check(int64_t seconds, const std::string& status) {
  return At(seconds,
            absl::StrCat("wellbeing_check { status: WELLBEING_STATUS_", status,
                         " checked_time { seconds: ", seconds, " } }"));
}

TEST(WellbeingMarksTest, CountTheLastCheckOfEachMonth) {
  EXPECT_THAT(
      Of(MarkWellbeing,
         {Check(kStart + 5 * kDay, "SAFE"), Check(kStart + kDay, "URGENT"),
          Check(kEnd - kDay, "NEEDS_ATTENTION"), Check(kEnd, "URGENT"),
          Check(kStart - 1, "URGENT")}),
      ElementsAre("safe/0", "needs attention/2"));
  EXPECT_THAT(Of(MarkWellbeing, {Check(kStart, "UNSPECIFIED")}),
              ElementsAre("unknown/0"));
}

TEST(MissingMarksTest, CountTheFirstReport) {
  const auto report = [](int64_t seconds, const std::string& category) {
    return At(seconds, absl::StrCat("missing_report { missing_category: "
                                    "MISSING_CATEGORY_",
                                    category, " }"));
  };
  EXPECT_THAT(Of(MarkMissing, {report(kEnd - 1, "RUNAWAY"),
                               report(kStart, "MISSING_IN_MIGRATION")}),
              ElementsAre("missing in migration/0"));
  EXPECT_THAT(Of(MarkMissing,
                 {report(kStart - 1, "RUNAWAY"), report(kStart, "RUNAWAY")}),
              IsEmpty());
  EXPECT_THAT(Of(MarkMissing, {report(kEnd - 1, "UNSPECIFIED")}),
              ElementsAre("not told/2"));
}

TEST(MarksTest, WhoIsOfAgeIsNoChild) {
  const std::string adult = At(kStart - kDay,
                               "identity { date_of_birth { "
                               "year: 2000 } }");
  EXPECT_THAT(Of(MarkWellbeing, {adult, Check(kStart, "SAFE")}), IsEmpty());
  EXPECT_THAT(Of(MarkMissing, {adult, At(kStart, "missing_report {}")}),
              IsEmpty());
}

}  // namespace
}  // namespace homeward::statistics
