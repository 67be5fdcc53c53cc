#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/time/time.h"
#include "auth/mou/enum_set.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/statistics.pb.h"
#include "services/statistics/period.h"
#include "services/statistics/suppression.h"
#include "services/statistics/table_count.h"
#include "services/statistics/table_kinds.h"
#include "tests/testing/text_proto.h"

// Random children, told of in random ways: what holds of the tables of health
// and screenings whatever was told.
namespace homeward::statistics {
namespace {

using internal::v1::StoredRecord;

constexpr v1::StatisticsTable kTables[] = {v1::STATISTICS_TABLE_HEALTH,
                                           v1::STATISTICS_TABLE_SCREENING};
constexpr char kAgreed[] =
    "source_time { seconds: 1799000000 } consent { purpose: PURPOSE_STATISTICS "
    "recipient_agency_ids: 'north' categories: [ CATEGORY_HEALTH, "
    "CATEGORY_SCREEN_RES ] given_by: CONSENT_GIVER_CHILD consent_reporting: "
    "true given_time { seconds: 1799000000 } }";
const absl::Time kNow = absl::FromUnixSeconds(1800000000);
const Period kPeriod = PeriodToCount(kNow);

class Tellers {
 public:
  // A record with up to six claims around the quarter, no two of one second.
  StoredRecord Record() {
    StoredRecord record;
    *record.add_claims() = testing::TextProto(kAgreed);
    for (int left = Below(7); left > 0; --left) {
      v1::Claim& claim = *record.add_claims();
      claim.mutable_source_time()->set_seconds(Second());
      Below(2) == 0 ? Tell(*claim.mutable_health_summary())
                    : Tell(*claim.mutable_screening());
    }
    return record;
  }

 private:
  int Below(int limit) {
    return std::uniform_int_distribution<>(0, limit - 1)(random_);
  }
  // One in six lies outside the quarter.
  int64_t Second() {
    const int64_t day =
        absl::ToUnixSeconds(kPeriod.start) - 8 * kDay + kDay * Below(108);
    return day + ++told_;
  }
  void Tell(v1::HealthSummary& summary) {
    if (Below(3) == 0) summary.add_functional_needs("a ramp");
    if (Below(3) == 0) summary.add_immunizations()->set_display("Measles");
    if (Below(3) == 0) summary.add_problems()->set_display("Asthma");
    if (Below(3) == 0) AddState(*summary.add_section_states());
    if (Below(2) == 0) summary.add_sensitive_problems()->set_display("X");
    if (Below(2) == 0) AddState(*summary.add_sensitive_section_states());
  }
  void AddState(v1::SectionState& state) {
    state.set_section(static_cast<v1::IpsSection>(Below(17)));
    state.set_empty_reason(static_cast<v1::EmptyReason>(Below(3)));
  }
  void Tell(v1::Screening& screening) {
    screening.mutable_screened_time()->set_seconds(Second());
    screening.set_urgency(static_cast<v1::ScreeningUrgency>(Below(4)));
    for (int left = Below(3); left > 0; --left) {
      screening.add_requested_services(
          static_cast<v1::ScreeningService>(Below(6)));
    }
    if (Below(2) == 0) screening.set_score(Below(9));
    if (Below(2) == 0) screening.add_answers()->set_question_id("q1");
  }

  static constexpr int64_t kDay = 24 * 3600;
  std::mt19937 random_{1};
  int64_t told_ = 0;
};

std::vector<StoredRecord> Records() {
  Tellers tellers;
  std::vector<StoredRecord> records;
  for (int i = 0; i < 200; ++i) records.push_back(tellers.Record());
  return records;
}

v1::CountTable Count(v1::StatisticsTable table,
                     const std::vector<StoredRecord>& records) {
  TableCount count(FindTableKind(table), kPeriod, "north");
  for (const StoredRecord& record : records) count.Add(record, kNow);
  return count.Finish(kNow);
}

// Takes the fields of `category` out of `message`.
void Strip(v1::Category category, google::protobuf::Message& message) {
  std::vector<const google::protobuf::FieldDescriptor*> present;
  message.GetReflection()->ListFields(message, &present);
  for (const auto* field : present) {
    if (field->options().GetExtension(v1::category) == category) {
      message.GetReflection()->ClearField(&message, field);
    }
  }
}

TEST(CareTablesPropertyTest, AChildIsInOneCellThatThereIs) {
  int counted = 0;
  for (const v1::StatisticsTable table : kTables) {
    const TableKind* kind = FindTableKind(table);
    for (const StoredRecord& record : Records()) {
      const std::vector<Mark> marks = kind->marks({record, false}, kPeriod);
      ASSERT_LE(marks.size(), 1);
      for (const Mark& mark : marks) {
        EXPECT_TRUE(absl::c_linear_search(kind->rows, mark.row)) << mark.row;
        EXPECT_LT(mark.column, kind->columns(kPeriod).size());
      }
      counted += static_cast<int>(marks.size());
    }
  }
  EXPECT_GT(counted, 150);
}

TEST(CareTablesPropertyTest, TheSumOfAllIsOfChildren) {
  const std::vector<StoredRecord> records = Records();
  for (const v1::StatisticsTable table : kTables) {
    const int64_t children = absl::c_count_if(records, [&](const auto& record) {
      return !FindTableKind(table)->marks({record, false}, kPeriod).empty();
    });
    const v1::CountTable told = Count(table, records);
    EXPECT_EQ(told.total().total().children(), children);
    for (const v1::CountRow& row : told.rows()) {
      for (const v1::Count& count : row.counts()) {
        EXPECT_TRUE(!count.has_children() || count.children() == 0 ||
                    count.children() >= kSmallestShown);
      }
    }
  }
}

TEST(CareTablesPropertyTest, NeitherSensitiveDataNorAnswersChangeATable) {
  const std::vector<StoredRecord> records = Records();
  std::vector<StoredRecord> stripped = records;
  for (StoredRecord& record : stripped) {
    for (v1::Claim& claim : *record.mutable_claims()) {
      if (claim.has_health_summary()) {
        Strip(v1::CATEGORY_HEALTH_SENS, *claim.mutable_health_summary());
      }
      if (claim.has_screening()) {
        Strip(v1::CATEGORY_SCREEN_ANS, *claim.mutable_screening());
      }
    }
  }
  for (const v1::StatisticsTable table : kTables) {
    EXPECT_EQ(Count(table, records).SerializeAsString(),
              Count(table, stripped).SerializeAsString());
  }
}

TEST(CareTablesPropertyTest, TheOrderOfArrivalChangesNoTable) {
  const std::vector<StoredRecord> records = Records();
  std::vector<StoredRecord> shuffled = records;
  std::mt19937 random(2);
  for (StoredRecord& record : shuffled) {
    std::shuffle(record.mutable_claims()->pointer_begin(),
                 record.mutable_claims()->pointer_end(), random);
  }
  for (const v1::StatisticsTable table : kTables) {
    EXPECT_EQ(Count(table, records).SerializeAsString(),
              Count(table, shuffled).SerializeAsString());
  }
}

TEST(CareTablesPropertyTest, ACountReadsItsOwnCategoryAndNothingSensitive) {
  for (int i = 1; i < v1::StatisticsTable_ARRAYSIZE; ++i) {
    const TableKind* kind = FindTableKind(static_cast<v1::StatisticsTable>(i));
    const auth::CategorySet read =
        TableCount(kind, kPeriod, "north").Categories();
    for (const v1::Category category :
         {v1::CATEGORY_HEALTH, v1::CATEGORY_SCREEN_RES,
          v1::CATEGORY_HEALTH_SENS, v1::CATEGORY_SCREEN_ANS}) {
      EXPECT_EQ(read.Contains(category), category == kind->category);
    }
    EXPECT_TRUE(read.Contains(kind->category));
  }
}

}  // namespace
}  // namespace homeward::statistics
