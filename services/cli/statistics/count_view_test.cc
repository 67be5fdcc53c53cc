#include "services/cli/statistics/count_view.h"

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/statistics.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::StatusIs;
using ::homeward::testing::TextProto;
using ::testing::HasSubstr;
using ::testing::Not;

v1::CountTable Table() {
  return TextProto(R"pb(
    table: STATISTICS_TABLE_WELLBEING
    start_time { seconds: 1782864000 }
    end_time { seconds: 1790812800 }
    count_time { seconds: 1792065600 }
    columns: "2026-07"
    columns: "2026-08"
    rows {
      name: "safe"
      counts { children: 12 }
      counts {}
      total {}
    }
    rows {
      name: "urgent"
      counts { children: 0 }
      counts {}
      total {}
    }
    total {
      counts { children: 12 }
      counts { children: 7 }
      total { children: 19 }
    }
  )pb");
}

TEST(CountViewTest, StandsInColumnsAndSaysWhatIsHidden) {
  EXPECT_EQ(absl::StrJoin(CountText(Table(), false), "\n"),
            "wellbeing: children by what the last check of the month found, "
            "and month\n"
            "from 2026-07-01 00:00 UTC until before 2026-10-01 00:00 UTC, "
            "counted 2026-10-15 12:00 UTC\n"
            "        2026-07  2026-08     all\n"
            "safe         12   hidden  hidden\n"
            "urgent        0   hidden  hidden\n"
            "all          12        7      19");
}

TEST(CountViewTest, PlainIsOneCountALine) {
  const std::string text = absl::StrJoin(CountText(Table(), true), "\n");
  EXPECT_THAT(text, HasSubstr("\nsafe, 2026-07: 12\nsafe, 2026-08: hidden\n"));
  EXPECT_THAT(text, HasSubstr("\nall, all: 19"));
}

TEST(CountViewTest, SaysWhatWasNotCounted) {
  v1::CountTable table = Table();
  table.set_unreadable_record_count(2);
  EXPECT_EQ(CountText(table, false).back(),
            "NOT COUNTED: 2 records that can't be read");
}

TEST(CountViewTest, SaysWhatIsCountedOfHealthAndScreenings) {
  v1::CountTable table = Table();
  table.set_table(v1::STATISTICS_TABLE_HEALTH);
  EXPECT_EQ(CountText(table, false).front(),
            "health: children by whether they have functional needs, and "
            "vaccines");
  table.set_table(v1::STATISTICS_TABLE_SCREENING);
  EXPECT_EQ(CountText(table, false).front(),
            "screening: children who were screened, by urgency and service "
            "asked for");
}

TEST(CountViewTest, EveryTableHasANameAndWords) {
  std::set<std::string> names;
  for (const TableEntry& entry : TableList()) {
    EXPECT_THAT(entry.about, Not(HasSubstr("does not know")));
    EXPECT_THAT(entry.about, Not(HasSubstr("\"")));
    const auto table = ParseTable(entry.name);
    ASSERT_OK(table);
    EXPECT_OK(ParseTable(v1::StatisticsTable_Name(*table)));
    names.insert(entry.name);
  }
  EXPECT_EQ(names.size(), v1::StatisticsTable_ARRAYSIZE - 1);
  EXPECT_THAT(ParseTable("names"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseTable("unspecified"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::cli
