#include "services/matching/describe.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/matching/description.h"
#include "services/matching/identifiers.h"
#include "services/matching/record/birth.h"
#include "services/matching/record/person.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::matching {
namespace {

using ::homeward::testing::IsOkAndHolds;
using ::homeward::testing::StatusIs;
using ::homeward::testing::TextProto;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

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
        sex: SEX_FEMALE
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

// The first and last year of each birth.
std::vector<std::pair<int, int>> YearsOf(const Description& description) {
  std::vector<std::pair<int, int>> years;
  for (const Birth& birth : description.births) {
    years.emplace_back(GregorianYear(birth.first), GregorianYear(birth.last));
  }
  return years;
}

v1::ChildDescriptor Named(const std::string& name) {
  v1::ChildDescriptor child;
  child.mutable_name()->set_full_name(name);
  return child;
}

TEST(DescribeClaimsTest, GathersEveryNameNumberAndBirth) {
  const Description description = DescribeClaims(Record().claims());
  EXPECT_EQ(description.names.size(), 2);
  EXPECT_EQ(description.names[0].name.words.size(), 2);
  EXPECT_EQ(description.identifiers.size(), 2);  // "N/A" is no number.
  EXPECT_THAT(YearsOf(description),
              ElementsAre(Pair(2014, 2014), Pair(2014, 2016)));
  EXPECT_EQ(description.sex, Sex::kFemale);
}

// One agency's case is found by the number that another one wrote of it.
TEST(DescribeClaimsTest, CaseNumbersCountWhoeverWroteThemButShortOnesDont) {
  const v1::Claim own = TextProto(R"pb(
    identity {
      documents { type: DOCUMENT_TYPE_CASE_ID_DISPLAY number: "LV-40c5e9a01" }
      documents { type: DOCUMENT_TYPE_CASE_SHORT_ID number: "5e9a01" }
    }
  )pb");
  const v1::Claim other = TextProto(R"pb(
    identity {
      documents {
        type: DOCUMENT_TYPE_OTHER_AGENCY
        number: "lv 40c5e9a01"
        issuer: "harbour"
      }
    }
  )pb");
  internal::v1::StoredRecord record;
  *record.add_claims() = own;
  const Description owned = DescribeClaims(record.claims());
  *record.mutable_claims(0) = other;
  const Description told = DescribeClaims(record.claims());
  ASSERT_EQ(owned.identifiers.size(), 1);
  ASSERT_EQ(told.identifiers.size(), 1);
  EXPECT_TRUE(SameIdentifier(owned.identifiers[0], told.identifiers[0]));
}

TEST(DescribeClaimsTest, ClaimsThatContradictEachOtherTellNoSex) {
  internal::v1::StoredRecord record = Record();
  record.add_claims()->mutable_identity()->set_sex(v1::SEX_UNKNOWN);
  EXPECT_EQ(DescribeClaims(record.claims()).sex, Sex::kFemale);
  record.add_claims()->mutable_missing_report()->mutable_child()->set_sex(
      v1::SEX_MALE);
  EXPECT_EQ(DescribeClaims(record.claims()).sex, Sex::kUnknown);
}

TEST(DescribeClaimsTest, ReadsDatesOfOtherCalendars) {
  internal::v1::StoredRecord record;
  auto* birth =
      record.add_claims()->mutable_identity()->mutable_date_of_birth();
  birth->set_year(2006);
  birth->set_calendar(v1::CALENDAR_ETHIOPIC);
  EXPECT_THAT(YearsOf(DescribeClaims(record.claims())),
              ElementsAre(Pair(2013, 2014)));
  birth->set_year(1392);
  birth->set_calendar(v1::CALENDAR_PERSIAN);
  EXPECT_THAT(YearsOf(DescribeClaims(record.claims())),
              ElementsAre(Pair(2013, 2014)));
  birth->set_year(1435);  // Began on 4 November 2013.
  birth->set_calendar(v1::CALENDAR_ISLAMIC);
  EXPECT_THAT(YearsOf(DescribeClaims(record.claims())),
              ElementsAre(Pair(2013, 2014)));
  birth->set_calendar(v1::CALENDAR_GREGORIAN);
  birth->set_year(2014);
  birth->set_month(3);
  birth->set_day(2);
  const Description day = DescribeClaims(record.claims());
  ASSERT_EQ(day.births.size(), 1);
  EXPECT_TRUE(day.births[0].is_full());
  EXPECT_EQ(day.births[0].first, day.births[0].last);
}

TEST(DescribeClaimsTest, IsBounded) {
  internal::v1::StoredRecord record;
  for (int i = 0; i < 100; ++i) {
    auto* child = record.add_claims()->mutable_identity();
    child->set_name_full("Ana " + std::string(1 + i % 20, 'r'));
    child->mutable_date_of_birth()->set_year(1950 + i);
  }
  const Description description = DescribeClaims(record.claims());
  EXPECT_EQ(description.names.size(), kMaxDescribedNames);
  EXPECT_EQ(description.births.size(), kMaxDescribedBirths);
}

TEST(DescribeQuestionTest, AQuestionByNumberHasTheRecordsNumber) {
  const v1::ChildDescriptor child = TextProto(R"pb(
    identifier { type: IDENTIFIER_TYPE_UNHCR_INDIVIDUAL value: "ua 77 1" }
  )pb");
  ASSERT_OK_AND_ASSIGN(const Description query, DescribeQuestion(child, kNow));
  ASSERT_EQ(query.identifiers.size(), 1);
  EXPECT_TRUE(SameIdentifier(query.identifiers[0],
                             DescribeClaims(Record().claims()).identifiers[0]));
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
}

TEST(DescribeClaimsTest, GathersLanguagesOfAllClaims) {
  const internal::v1::StoredRecord record = TextProto(R"pb(
    claims { identity { language: [ "uk", "?" ] } }
    claims { missing_report { child { language: [ "ru", "uk-UA" ] } } }
  )pb");
  EXPECT_THAT(DescribeClaims(record.claims()).languages,
              ElementsAre("uk", "ru"));
}

TEST(DescribeQuestionTest, LanguagesAreCodes) {
  v1::ChildDescriptor child = Named("Ana");
  child.mutable_name()->add_languages("ukr");
  const auto description = DescribeQuestion(child, kNow);
  ASSERT_OK(description);
  EXPECT_THAT(description->languages, ElementsAre("uk"));
  child.mutable_name()->add_languages("Ukrainian");
  const auto refused = DescribeQuestion(child, kNow);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument,
                                HasSubstr("languages")));
  EXPECT_THAT(refused.status().message(), Not(HasSubstr("Ukrainian")));
  child.mutable_name()->clear_languages();
  for (int i = 0; i < 11; ++i) child.mutable_name()->add_languages("uk");
  EXPECT_THAT(
      DescribeQuestion(child, kNow),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("more than 10")));
}

TEST(KeepRelativesTest, KeepsThoseOfWhatIsSeenAndOfWhoAsks) {
  Description all;
  AddRelative("Asked", 0, RelativeSource::kQuestion, all);
  AddRelative("Mother", 0, RelativeSource::kFamily, all);
  AddRelative("Aunt", 0, RelativeSource::kAdult, all);
  AddRelative("Reporter", 0, RelativeSource::kReporter, all);
  const auto kept = [&](v1::Category seen) {
    std::vector<std::string> texts;
    const Description some = KeepRelatives(
        all, [&](v1::Category category) { return category == seen; });
    for (const auto& one : some.relatives) texts.push_back(one.text);
    return texts;
  };
  EXPECT_THAT(kept(v1::CATEGORY_EXIST), ElementsAre("Asked"));
  EXPECT_THAT(kept(v1::CATEGORY_FAMILY), ElementsAre("Asked", "Mother"));
  EXPECT_THAT(kept(v1::CATEGORY_ADULTS), ElementsAre("Asked", "Aunt"));
  EXPECT_THAT(kept(v1::CATEGORY_TIP), ElementsAre("Asked", "Reporter"));
}

}  // namespace
}  // namespace homeward::matching
