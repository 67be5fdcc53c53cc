#include "services/cli/shown_text.h"

#include <string>

#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

namespace homeward::cli {
namespace {

TEST(ShownTextTest, WordsOfAnyScriptStayAsTheyAre) {
  for (const absl::string_view text :
       {"", "Shelter 3, XX", "Соломія Ковальчук", "محمد", "नेपाल", "李 明",
        "\\ and 100%", "می\u200cخواهم", "👩\u200d👧"}) {
    EXPECT_EQ(ShownLine(text), text);
  }
}

TEST(ShownTextTest, NothingMovesTheCursorOrBeginsALine) {
  EXPECT_EQ(ShownLine("a\x1b[2Jb"), "a\\x1b[2Jb");
  EXPECT_EQ(ShownLine("a\nb\r\tc"), "a\\nb\\x0d\\x09c");
  EXPECT_EQ(ShownLine(absl::string_view("a\0b", 3)), "a\\x00b");
  EXPECT_EQ(ShownLine("\x7f\u0085\u009b"), "\\x7f\\u0085\\u009b");
  EXPECT_EQ(ShownLine("a\u2028b\u2029"), "a\\u2028b\\u2029");
}

TEST(ShownTextTest, NothingTurnsTheDirectionOrHides) {
  EXPECT_EQ(ShownLine("safe\u202eton si"), "safe\\u202eton si");
  EXPECT_EQ(ShownLine("\u2066\u2069\u200f\u061c\ufeff\u200b"),
            "\\u2066\\u2069\\u200f\\u061c\\ufeff\\u200b");
  EXPECT_EQ(ShownLine("\U000e0041"), "\\U000e0041");
}

TEST(ShownTextTest, BytesThatAreNoUtf8AreWrittenOut) {
  EXPECT_EQ(ShownLine("a\xffz"), "a\\xffz");
  EXPECT_EQ(ShownLine("\xc3"), "\\xc3");
  // ESC in a form that is longer than it may be.
  EXPECT_EQ(ShownLine("\xc0\x9b"), "\\xc0\\x9b");
}

TEST(ShownTextTest, LinesOfThisProgramStayLines) {
  EXPECT_EQ(ShownLines("a\n\x1b\nb\n"), "a\n\\x1b\nb\n");
  EXPECT_EQ(ShownLines("a\nb", "    "), "a\n    b");
}

}  // namespace
}  // namespace homeward::cli
