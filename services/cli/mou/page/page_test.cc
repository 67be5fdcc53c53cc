#include "services/cli/mou/page/page.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace homeward::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

Page Sample(const std::string& text) {
  Page page;
  page.title = "Title " + text;
  page.parts = {Page::Heading{2, "Heading " + text},
                Page::Paragraph{"Paragraph " + text},
                Page::List{{"Item " + text}},
                Page::Table{"Caption " + text,
                            {"First " + text, "Second"},
                            {{"Row " + text, "Cell " + text}}}};
  return page;
}

TEST(PageTest, HtmlEscapesWhateverItSays) {
  const std::string html = ToHtml(Sample("<script>&\"'\x1b"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("\x1b")));
  for (const char* what : {"Title ", "Heading ", "Paragraph ", "Item ",
                           "Caption ", "First ", "Row ", "Cell "}) {
    EXPECT_THAT(
        html, HasSubstr(std::string(what) + "&lt;script&gt;&amp;&quot;&#39; "));
  }
}

TEST(PageTest, HtmlMarksWhatThingsAreAndNeedsNoOtherFile) {
  const std::string html = ToHtml(Sample("x"));
  EXPECT_THAT(html, AllOf(HasSubstr("<html lang=\"en\">"), HasSubstr("<h1>"),
                          HasSubstr("<h2>Heading x</h2>"),
                          HasSubstr("<caption>Caption x</caption>"),
                          HasSubstr("<th scope=\"col\">Second</th>"),
                          HasSubstr("<th scope=\"row\">Row x</th>"),
                          HasSubstr("<li>Item x</li>")));
  EXPECT_THAT(html, AllOf(Not(HasSubstr("http:")), Not(HasSubstr("https:")),
                          Not(HasSubstr("<img")), Not(HasSubstr("<link"))));
}

TEST(PageTest, TextKeepsItsColumnsAndHoldsNoControlCharacter) {
  std::string longer = "\x1b[2J";
  for (int i = 0; i < 40; ++i) longer += " wordy";
  const std::string text = ToPlainText(Sample(longer));
  size_t column = 0;
  for (const char c : text) {
    column = c == '\n' ? 0 : column + 1;
    ASSERT_LE(column, 80u) << text;
    ASSERT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= ' ');
  }
  EXPECT_THAT(text, AllOf(HasSubstr("- Item"), HasSubstr("    Second: Cell"),
                          HasSubstr("====")));
}

}  // namespace
}  // namespace homeward::cli
