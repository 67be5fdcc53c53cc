#include "services/statistics/table_count.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/statistics.pb.h"
#include "services/statistics/period.h"
#include "services/statistics/suppression.h"
#include "services/statistics/table_kinds.h"
#include "services/statistics/table_marks.h"
#include "tests/testing/text_proto.h"

namespace homeward::statistics {
namespace {

using ::homeward::testing::TextProto;
using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr int64_t kNow = 1800000000;
constexpr char kAgreed[] =
    "purpose: PURPOSE_STATISTICS recipient_agency_ids: 'north' categories: "
    "CATEGORY_LOC_COARSE given_by: CONSENT_GIVER_CHILD consent_reporting: true "
    "given_time { seconds: 1799000000 }";

class TableCountTest : public ::testing::Test {
 protected:
  const Period period_ = PeriodToCount(absl::FromUnixSeconds(kNow));

  // A claim that was true an hour before the end of the quarter.
  std::string Claim(const std::string& fact, int64_t later_seconds = 0) const {
    return absl::StrCat("claims { source_time { seconds: ",
                        absl::ToUnixSeconds(period_.end) - 3600 + later_seconds,
                        " } ", fact, " } ");
  }
  std::string Child(const std::string& area,
                    const std::string& band = "AGE_BAND_0_TO_5") const {
    return absl::StrCat(
        Claim(absl::StrCat("identity { age_band: ", band,
                           " address_current { admin2_code: '", area, "' } }")),
        Claim("location_protection { state: PROTECT_LOCATION_OFF }"));
  }
  std::string Consent(const std::string& words, int64_t later = 0) const {
    return Claim(absl::StrCat("consent { ", words, " }"), later);
  }
  void Add(const std::string& text, int times = 1) {
    const internal::v1::StoredRecord record = TextProto(text);
    for (int i = 0; i < times; ++i) {
      count_.Add(record, absl::FromUnixSeconds(kNow));
    }
  }
  v1::CountTable Finish() const {
    return count_.Finish(absl::FromUnixSeconds(kNow));
  }
  // How many are counted when five others are: 5, or 5 and `times`.
  int64_t CountedOf(const std::string& text) {
    Add(absl::StrCat(Child("PL1465"), Consent(kAgreed)), 5);
    Add(text, 10);
    return Finish().total().total().children();
  }
  static std::vector<std::string> NamesOf(const v1::CountTable& table) {
    std::vector<std::string> names;
    for (const v1::CountRow& row : table.rows()) names.push_back(row.name());
    return names;
  }

  TableCount count_{FindTableKind(v1::STATISTICS_TABLE_REGISTRATIONS), period_,
                    "north"};
};

TEST_F(TableCountTest, CountsWhoAgreed) {
  EXPECT_EQ(CountedOf(Child("PL1465") + Consent(kAgreed)), 15);
}

TEST_F(TableCountTest, WithoutAWordNobodyIsCounted) {
  EXPECT_EQ(CountedOf(Child("PL1465")), 5);
}

TEST_F(TableCountTest, AConsentThatSaysNothingOfReportingIsNone) {
  EXPECT_EQ(CountedOf(Child("PL1465") +
                      Consent("purpose: PURPOSE_STATISTICS "
                              "recipient_agency_ids: 'north' categories: "
                              "CATEGORY_LOC_COARSE given_by: "
                              "CONSENT_GIVER_CHILD given_time { seconds: "
                              "1799000000 }")),
            5);
}

TEST_F(TableCountTest, AConsentForOtherDataIsNone) {
  std::string other = kAgreed;
  other.replace(other.find("LOC_COARSE"), 10, "WELLBEING");
  EXPECT_EQ(CountedOf(Child("PL1465") + Consent(other)), 5);
}

TEST_F(TableCountTest, ARevocationOfEverythingCounts) {
  EXPECT_EQ(CountedOf(Child("PL1465") + Consent(kAgreed) +
                      Consent("revoked_time { seconds: 1799500000 }", 1)),
            5);
}

TEST_F(TableCountTest, AnAreaThatIsProtectedIsNotTold) {
  Add(Child("PL1465") + Consent(kAgreed), 5);
  Add(Claim("identity { address_current { admin2_code: 'PL1465' } }") +
          Consent(kAgreed),
      6);
  const v1::CountTable table = Finish();
  EXPECT_THAT(NamesOf(table), ElementsAre("PL1465", "not told"));
  EXPECT_EQ(table.rows(1).total().children(), 6);
}

TEST_F(TableCountTest, AreasWithFewChildrenStandTogether) {
  Add(Child("PL1465") + Consent(kAgreed), 9);
  Add(Child("PL0201") + Consent(kAgreed), 3);
  Add(Child("PL0202") + Consent(kAgreed), 4);
  const v1::CountTable table = Finish();
  EXPECT_THAT(NamesOf(table), ElementsAre("PL1465", "other"));
  EXPECT_EQ(table.rows(1).total().children(), 7);
}

TEST_F(TableCountTest, TooFewTogetherTakeTheSmallestAreaWithThem) {
  Add(Child("PL1465") + Consent(kAgreed), 9);
  Add(Child("PL1466") + Consent(kAgreed), 6);
  Add(Child("PL0201") + Consent(kAgreed), 2);
  const v1::CountTable table = Finish();
  EXPECT_THAT(NamesOf(table), ElementsAre("PL1465", "other"));
  EXPECT_EQ(table.rows(1).total().children(), 8);
}

TEST_F(TableCountTest, ATableOfFourChildrenShowsNothing) {
  Add(Child("PL1465") + Consent(kAgreed), 4);
  const v1::CountTable table = Finish();
  EXPECT_THAT(NamesOf(table), ElementsAre("other"));
  EXPECT_FALSE(table.total().total().has_children());
  for (const v1::Count& count : table.rows(0).counts()) {
    EXPECT_FALSE(count.has_children());
  }
}

TEST_F(TableCountTest, ATableOfNobodySaysSo) {
  EXPECT_EQ(Finish().total().total().children(), 0);
  EXPECT_TRUE(Finish().total().total().has_children());
}

TEST_F(TableCountTest, NamesTheLargestAreasAlone) {
  for (size_t i = 0; i < kMaxAreas + 2; ++i) {
    Add(Child(absl::StrCat("A", 1000 + i)) + Consent(kAgreed),
        i < 2 ? kSmallestShown : kSmallestShown + 1);
  }
  const v1::CountTable table = Finish();
  EXPECT_THAT(table.rows(), SizeIs(kMaxAreas + 1));
  EXPECT_EQ(table.rows(0).name(), "A1002");
  EXPECT_EQ(table.rows(kMaxAreas).total().children(), 2 * kSmallestShown);
}

TEST(TableKindsTest, EveryTableHasAKindWhoseRowsAreFixedOrAreas) {
  const Period period = PeriodToCount(absl::FromUnixSeconds(kNow));
  for (int i = 1; i < v1::StatisticsTable_ARRAYSIZE; ++i) {
    const auto table = static_cast<v1::StatisticsTable>(i);
    const TableKind* kind = FindTableKind(table);
    ASSERT_NE(kind, nullptr) << i;
    EXPECT_GE(kind->columns(period).size(), 2) << i;
    TableCount count(kind, period, "north");
    EXPECT_EQ(count.Finish(absl::FromUnixSeconds(kNow)).table(), table);
  }
  EXPECT_EQ(FindTableKind(v1::STATISTICS_TABLE_UNSPECIFIED), nullptr);
}

// Otherwise the sums of one could tell what the other hides. Months alone are
// shared, by tables of what happens apart: checks, and reports that she is
// missing.
TEST(TableKindsTest, NoTwoTablesShareRowsOrColumns) {
  const Period period = PeriodToCount(absl::FromUnixSeconds(kNow));
  std::set<std::string> seen = {std::string(kNotTold), kOtherAreas};
  int tables_of_areas = 0;
  for (int i = 1; i < v1::StatisticsTable_ARRAYSIZE; ++i) {
    const TableKind* kind = FindTableKind(static_cast<v1::StatisticsTable>(i));
    tables_of_areas += kind->rows.empty() ? 1 : 0;
    std::vector<std::string> names = kind->rows;
    if (kind->columns(period) != period.Months() ||
        kind->table == v1::STATISTICS_TABLE_WELLBEING) {
      const std::vector<std::string> columns = kind->columns(period);
      names.insert(names.end(), columns.begin(), columns.end());
    }
    for (const std::string& name : names) {
      if (name == kNotTold || name == kOtherAreas) continue;
      EXPECT_TRUE(seen.insert(name).second) << name;
    }
  }
  EXPECT_EQ(tables_of_areas, 1);
  for (const v1::StatisticsTable table :
       {v1::STATISTICS_TABLE_WELLBEING, v1::STATISTICS_TABLE_MISSING}) {
    EXPECT_EQ(FindTableKind(table)->columns(period), period.Months());
  }
}

}  // namespace
}  // namespace homeward::statistics
