#include "services/cli/match/csv_text.h"

#include <cstdlib>

#include "gtest/gtest.h"

namespace homeward::cli {
namespace {

TEST(CsvTextTest, QuotesOnlyWhatHasToBe) {
  EXPECT_EQ(CsvText("rec-1-org"), "rec-1-org");
  EXPECT_EQ(CsvText(""), "");
  EXPECT_EQ(CsvText("a,b"), "\"a,b\"");
  EXPECT_EQ(CsvText("say \"x\""), "\"say \"\"x\"\"\"");
  EXPECT_EQ(CsvText("two\nlines"), "\"two\nlines\"");
  EXPECT_EQ(CsvText(" x"), "\" x\"");
}

TEST(CsvNumberTest, TellsAnyTwoApart) {
  const double near = 0.1, next = 0.1 + 1.4e-17;
  ASSERT_NE(near, next);
  EXPECT_NE(CsvNumber(near), CsvNumber(next));
  EXPECT_EQ(std::strtod(CsvNumber(next).c_str(), nullptr), next);
}

}  // namespace
}  // namespace homeward::cli
