#include "services/statistics/suppression.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/statistics/cell_bounds.h"
#include "services/statistics/grid.h"

namespace homeward::statistics {
namespace {

// What is shown of `counts` and their sums: a row a line, `x` where one is
// hidden.
std::string Shown(const std::vector<std::vector<int64_t>>& counts,
                  RowSums row_sums = RowSums::kMayBeHidden) {
  const Grid grid(counts);
  const HiddenCells hidden = HideSmall(grid, row_sums);
  std::string text;
  for (size_t row = 0; row < grid.rows(); ++row) {
    for (size_t column = 0; column < grid.columns(); ++column) {
      const Cell cell{row, column};
      text += column == 0 ? "" : " ";
      text += hidden.Has(cell) ? "x" : std::to_string(grid.at(cell));
    }
    text += "\n";
  }
  return text;
}

TEST(SuppressionTest, WhatIsLargeOrNoneIsShown) {
  EXPECT_EQ(Shown({{5, 0}, {7, 12}}), "5 0 5\n7 12 19\n12 12 24\n");
  EXPECT_EQ(Shown({{0, 0}, {0, 0}}), "0 0 0\n0 0 0\n0 0 0\n");
}

TEST(SuppressionTest, ASmallTotalHidesAll) {
  EXPECT_EQ(Shown({{0, 4}, {0, 0}}), "x x x\nx x x\nx x x\n");
}

// A hidden count alone in its row or column would be the sum less the others.
TEST(SuppressionTest, ASmallCountTakesThreeOthersWithIt) {
  EXPECT_EQ(Shown({{3, 20, 30}, {10, 8, 40}, {50, 60, 70}}),
            "x x 30 53\nx x 40 58\n50 60 70 180\n63 88 140 291\n");
}

// Two in a row that sum to little tell that each is below 5: a third is hidden.
TEST(SuppressionTest, TwoSmallCountsDontHideEachOther) {
  const Grid grid({{1, 2, 9}, {20, 20, 20}});
  HiddenCells two(grid);
  for (const Cell cell : {Cell{0, 0}, Cell{0, 1}, Cell{1, 0}, Cell{1, 1}}) {
    two.Add(cell);
  }
  EXPECT_EQ(BoundsOf(grid, two, {0, 0}, kSmallestShown).high, 3);
  EXPECT_FALSE(IsProtected(grid, two, {0, 0}));
  EXPECT_EQ(Shown({{1, 2, 9}, {20, 20, 20}}),
            "x x x 12\nx x x 60\n21 22 29 72\n");
}

TEST(SuppressionTest, SmallSumsAreHiddenToo) {
  const std::string shown = Shown({{2, 2}, {30, 6}, {40, 50}});
  EXPECT_EQ(shown.substr(0, 6), "x x x\n");
}

TEST(SuppressionTest, SumsOfRowsStayWhereTheyMust) {
  const std::vector<std::vector<int64_t>> counts = {
      {1, 4, 0}, {6, 1, 1}, {2, 2, 2}};
  const Grid grid(counts);
  const HiddenCells hidden = HideSmall(grid, RowSums::kStay);
  for (size_t row = 0; row < grid.rows(); ++row) {
    EXPECT_FALSE(hidden.Has({row, grid.columns() - 1})) << row;
  }
  for (size_t row = 0; row < counts.size(); ++row) {
    EXPECT_TRUE(IsProtected(grid, hidden, {row, 1})) << row;
  }
}

TEST(SuppressionTest, OneRowOrOneColumnKeepsItsTotal) {
  EXPECT_EQ(Shown({{3, 20}}), "x x 23\nx x 23\n");
  EXPECT_EQ(Shown({{3}, {20}}), "x x\nx x\n23 23\n");
}

TEST(CellBoundsTest, AreWhatTheSumsLeave) {
  const Grid grid({{3, 20}, {10, 8}});
  HiddenCells square(grid);
  for (const Cell cell : {Cell{0, 0}, Cell{0, 1}, Cell{1, 0}, Cell{1, 1}}) {
    square.Add(cell);
  }
  // x, 23 - x, 13 - x, x + 5: x is in [0, 13].
  const Bounds bounds = BoundsOf(grid, square, {0, 0}, 100);
  EXPECT_EQ(bounds.low, 0);
  EXPECT_EQ(bounds.high, 13);
  EXPECT_EQ(BoundsOf(grid, square, {0, 0}, 4).high, 7) << "cut by the reach";
  // Its row's sum, alone.
  HiddenCells sum(grid);
  sum.Add({0, 2});
  EXPECT_EQ(BoundsOf(grid, sum, {0, 2}, 100).high, 23);
  EXPECT_EQ(BoundsOf(grid, sum, {0, 2}, 100).low, 23);
  // All sums hidden too: as much as one likes.
  for (size_t i = 0; i < 3; ++i) {
    square.Add({i, 2});
    square.Add({2, i});
  }
  EXPECT_EQ(BoundsOf(grid, square, {0, 0}, 100).high, 103);
  EXPECT_EQ(BoundsOf(grid, square, {0, 2}, 100).low, 0);
}

}  // namespace
}  // namespace homeward::statistics
