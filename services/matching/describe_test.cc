#include "services/matching/describe.h"

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/matching/matcher.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::matching {
namespace {

using ::homeward::testing::IsOkAndHolds;
using ::homeward::testing::StatusIs;
using ::homeward::testing::TextProto;
using ::testing::HasSubstr;
using ::testing::Not;

const absl::Time kNow =
    absl::FromCivil(absl::CivilDay(2026, 6, 1), absl::UTCTimeZone());

internal::v1::StoredRecord Record() {
  return TextProto(R"pb(
    claims {
      source_time { seconds: 1767225600 }  # 2026-01-01
      identity {
        name_first: "Соломія"
        name_last: "Коваль"
        date_of_birth { year: 2014 }
        documents { type: DOCUMENT_TYPE_UNHCR_INDIVIDUAL number: "UA-77-1" }
        documents { type: DOCUMENT_TYPE_NATIONAL_ID number: "N/A" }
        telephone_last: "+380 44 111 22 33"
      }
    }
    claims {
      source_time { seconds: 1767225600 }
      identity {
        name_other: "Solomiia Koval"
        age { min_years: 10 max_years: 11 }
      }
    }
  )pb");
}

v1::ChildDescriptor Named(const std::string& name) {
  v1::ChildDescriptor child;
  child.mutable_name()->set_full_name(name);
  return child;
}

TEST(DescribeClaimsTest, GathersEveryNameNumberAndBirth) {
  const Description description = DescribeClaims(Record().claims());
  EXPECT_EQ(description.names.size(), 2);
  EXPECT_EQ(description.identifiers.size(), 2);  // "N/A" is no number.
  ASSERT_TRUE(description.birth.has_value());
  EXPECT_EQ(description.birth->first, 2014);
  EXPECT_EQ(description.birth->last, 2016);
}

TEST(DescribeClaimsTest, AYearOfAnotherCalendarSpansGregorianYears) {
  internal::v1::StoredRecord record;
  auto* birth =
      record.add_claims()->mutable_identity()->mutable_date_of_birth();
  birth->set_year(2006);
  birth->set_calendar(v1::CALENDAR_ETHIOPIC);
  EXPECT_EQ(DescribeClaims(record.claims()).birth->first, 2013);
  birth->set_year(1392);
  birth->set_calendar(v1::CALENDAR_PERSIAN);
  EXPECT_EQ(DescribeClaims(record.claims()).birth->last, 2014);
  birth->set_year(1435);  // Began on 4 November 2013.
  birth->set_calendar(v1::CALENDAR_ISLAMIC);
  const Description islamic = DescribeClaims(record.claims());
  EXPECT_LE(islamic.birth->first, 2013);
  EXPECT_GE(islamic.birth->last, 2014);
}

TEST(DescribeQuestionTest, AQuestionByNumberFindsTheRecord) {
  const v1::ChildDescriptor child = TextProto(R"pb(
    identifier { type: IDENTIFIER_TYPE_UNHCR_INDIVIDUAL value: "ua 77 1" }
  )pb");
  ASSERT_OK_AND_ASSIGN(const Description query, DescribeQuestion(child, kNow));
  EXPECT_EQ(Score(query, DescribeClaims(Record().claims())).band,
            Band::kStrong);
}

TEST(DescribeQuestionTest, RefusesWhatNamesNobodyWithoutRepeatingIt) {
  EXPECT_THAT(DescribeQuestion({}, kNow),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(DescribeQuestion(Named("  ...  "), kNow),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("child.name.full_name")));
  v1::ChildDescriptor future = Named("Canary");
  future.mutable_name()->set_birth_year(2027);
  EXPECT_THAT(
      DescribeQuestion(future, kNow),
      StatusIs(absl::StatusCode::kInvalidArgument, Not(HasSubstr("Canary"))));
  v1::ChildDescriptor record;
  record.set_record_id("agencies/ngo/children/xyz");
  EXPECT_THAT(DescribeQuestion(record, kNow),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("child.record_id")));
}

TEST(ChildKeyTextTest, IsTheSameHoweverTheNameIsOrderedAndCased) {
  EXPECT_THAT(ChildKeyText(Named("KOVAL Solomiia"), kNow),
              IsOkAndHolds("name:koval solomiia:"));
  EXPECT_THAT(ChildKeyText(Named("solomiia  Koval"), kNow),
              IsOkAndHolds("name:koval solomiia:"));
}

TEST(ChildKeyTextTest, SaysHowTheChildIsNamed) {
  const std::string id =
      "agencies/ngo/children/0123456789abcdef0123456789abcdef";
  v1::ChildDescriptor record;
  record.set_record_id(id);
  EXPECT_THAT(ChildKeyText(record, kNow), IsOkAndHolds("record:" + id));
  EXPECT_EQ(RecordOwner(id), "ngo");
  EXPECT_EQ(RecordOwner("agencies/ngo/children/" + std::string(32, 'X')), "");
}

}  // namespace
}  // namespace homeward::matching
