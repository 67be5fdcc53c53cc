#include "services/cli/match/line_tally.h"

#include "gtest/gtest.h"

namespace homeward::cli {
namespace {

TEST(LineTallyTest, SaysHowManyAndWhere) {
  LineTally tally;
  EXPECT_EQ(tally.ToString(), "");
  tally.Add(5);
  EXPECT_EQ(tally.ToString(), "1 row (line 5)");
  tally.Add(9);
  EXPECT_EQ(tally.ToString(), "2 rows (lines 5 and 9)");
  tally.Add(12);
  EXPECT_EQ(tally.ToString(), "3 rows (lines 5, 9 and 12)");
}

TEST(LineTallyTest, NamesTheFirstTenOfMany) {
  LineTally tally;
  for (int line = 1; line <= 10; ++line) tally.Add(line);
  EXPECT_EQ(tally.ToString(),
            "10 rows (lines 1, 2, 3, 4, 5, 6, 7, 8, 9 and 10)");
  tally.Add(11);
  EXPECT_EQ(tally.ToString(),
            "11 rows (lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and others)");
  EXPECT_EQ(tally.count(), 11);
}

}  // namespace
}  // namespace homeward::cli
