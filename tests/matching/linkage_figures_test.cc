#include "tests/matching/linkage_figures.h"

#include "gtest/gtest.h"

namespace homeward::testing {
namespace {

TEST(FiguresOfTest, FindsTheBestThreshold) {
  // At 0.8: three found of four, one wrong.
  const LinkageFigures figures = FiguresOf(
      {{0.9, true}, {0.2, false}, {0.8, true}, {0.85, false}, {0.95, true}}, 4);
  EXPECT_EQ(figures.found, 3);
  EXPECT_DOUBLE_EQ(figures.threshold, 0.8);
  EXPECT_DOUBLE_EQ(figures.precision, 0.75);
  EXPECT_DOUBLE_EQ(figures.recall, 0.75);
  EXPECT_DOUBLE_EQ(figures.best_f1, 0.75);
}

TEST(FiguresOfTest, TiesStandOrFallTogether) {
  const LinkageFigures figures =
      FiguresOf({{0.9, true}, {0.9, false}, {0.9, false}}, 1);
  EXPECT_DOUBLE_EQ(figures.precision, 1.0 / 3);
}

TEST(FiguresOfTest, NothingFoundIsNothing) {
  EXPECT_EQ(FiguresOf({}, 3).best_f1, 0);
  EXPECT_EQ(FiguresOf({{0.5, false}}, 3).best_f1, 0);
}

}  // namespace
}  // namespace homeward::testing
