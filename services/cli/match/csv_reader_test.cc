#include "services/cli/match/csv_reader.h"

#include <sstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace homeward::cli {
namespace {

using Row = std::vector<std::string>;

// All rows after the header; "error" and its line in place of a bad one.
std::vector<Row> Rows(const std::string& text) {
  std::istringstream in(text);
  CsvReader reader(&in);
  const absl::Status header = reader.ReadHeader();
  EXPECT_TRUE(header.ok()) << header;
  std::vector<Row> rows;
  while (true) {
    const auto more = reader.Next();
    if (more.ok() && !*more) return rows;
    rows.push_back(more.ok() ? reader.row()
                             : Row{"error", absl::StrCat(reader.line())});
  }
}

TEST(CsvReaderTest, ReadsQuotesAndLinesInsideThem) {
  EXPECT_EQ(Rows("a,b\n1,\"x, \"\"y\"\"\nz\"\n3,\n"),
            (std::vector<Row>{{"1", "x, \"y\"\nz"}, {"3", ""}}));
}

TEST(CsvReaderTest, LeavesOutSpacesMarksAndBlankLines) {
  EXPECT_EQ(Rows("\xEF\xBB\xBF"
                 "a, b\r\n\r\n1 ,  two words \r\n\"1\" , \" 2\""),
            (std::vector<Row>{{"1", "two words"}, {"1", " 2"}}));
}

TEST(CsvReaderTest, ARowThatIsNotUtf8IsLeftOut) {
  EXPECT_EQ(Rows("a,b\n1,Jos\xE9\n2,Jos\xC3\xA9\n"),
            (std::vector<Row>{{"error", "2"}, {"2", "Jos\xC3\xA9"}}));
}

TEST(CsvReaderTest, ALineMayEndInAnyWay) {
  EXPECT_EQ(Rows("a,b\r1,2\r\r3,4"),
            (std::vector<Row>{{"1", "2"}, {"3", "4"}}));
  EXPECT_EQ(
      Rows("a,b\r\n1,2\r3,4\n5\r6,7\r\n"),
      (std::vector<Row>{{"1", "2"}, {"3", "4"}, {"error", "4"}, {"6", "7"}}));
}

TEST(CsvReaderTest, OfAnotherEncodingItSaysSo) {
  for (const std::string& bad : {std::string("\xFF\xFE"
                                             "a\0,\0b\0\n\0",
                                             10),
                                 std::string("pr\xE9nom,b\n1,2\n")}) {
    std::istringstream in(bad);
    const absl::Status header = CsvReader(&in).ReadHeader();
    EXPECT_TRUE(absl::StrContains(header.message(), "as UTF-8")) << header;
  }
}

TEST(CsvReaderTest, FindsTheSeparator) {
  EXPECT_EQ(Rows("a|b\n1,5|2\n"), (std::vector<Row>{{"1,5", "2"}}));
  EXPECT_EQ(Rows("a;b\n1,5;2\n"), (std::vector<Row>{{"1,5", "2"}}));
  EXPECT_EQ(Rows("a\tb\n\t2\n"), (std::vector<Row>{{"", "2"}}));
  EXPECT_EQ(Rows("\"a;;;\",b\n1,2\n"), (std::vector<Row>{{"1", "2"}}));
}

TEST(CsvReaderTest, ABadRowHasItsLineAndTheNextIsRead) {
  EXPECT_EQ(Rows("a,b\n1,2,3\n4,5\n"),
            (std::vector<Row>{{"error", "2"}, {"4", "5"}}));
  EXPECT_EQ(Rows("a,b\n1\n\"x\ny\",5\nq\"r,6\n7,8\n"),
            (std::vector<Row>{
                {"error", "2"}, {"x\ny", "5"}, {"error", "5"}, {"7", "8"}}));
  EXPECT_EQ(Rows("a,b\n\"1\"2,3\n4,5\n"),
            (std::vector<Row>{{"error", "2"}, {"4", "5"}}));
  EXPECT_EQ(Rows("a,b\n1,\"never closed\n4,5\n"),
            (std::vector<Row>{{"error", "2"}}));
}

TEST(CsvReaderTest, SaysNothingOfWhatABadRowHolds) {
  std::istringstream in("a,b\nMariam\n");
  CsvReader reader(&in);
  ASSERT_TRUE(reader.ReadHeader().ok());
  const auto more = reader.Next();
  EXPECT_EQ(more.status().message(), "the row has 1 fields, and the header 2");
}

TEST(CsvReaderTest, ARowHasAMebibyteAtMost) {
  const std::string big(size_t{2} << 20, 'x');
  std::istringstream in(absl::StrCat("a,b\n", big, ",", big, "\n1,2\n"));
  CsvReader reader(&in);
  ASSERT_TRUE(reader.ReadHeader().ok());
  EXPECT_EQ(reader.Next().status().code(),
            absl::StatusCode::kResourceExhausted);
  const auto more = reader.Next();
  ASSERT_TRUE(more.ok());
  EXPECT_EQ(reader.row(), (Row{"1", "2"}));
}

TEST(CsvReaderTest, AHeaderMustBeThereAndNameEachColumnOnce) {
  for (const char* bad : {"", "\n\n", "a,b,a\n1,2,3\n"}) {
    std::istringstream in(bad);
    EXPECT_EQ(CsvReader(&in).ReadHeader().code(),
              absl::StatusCode::kInvalidArgument)
        << bad;
  }
}

TEST(CsvReaderTest, CountsAllBytes) {
  std::istringstream in("a,b\n1,2\n3,4\n");
  CsvReader reader(&in);
  ASSERT_TRUE(reader.ReadHeader().ok());
  while (*reader.Next()) {
  }
  EXPECT_EQ(reader.bytes(), 12);
}

}  // namespace
}  // namespace homeward::cli
