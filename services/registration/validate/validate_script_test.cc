#include "services/registration/validate/validate_script.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace homeward::registration {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(WritingFaultTest, TakesNamesAsTheyAreWritten) {
  for (const char* name :
       {"", "Соломія Ткаченко", "O\u2019Neill", "José María", "Jose\u0301",
        "محمد عبد الله", "مُحَمَّد", "\u0646\u06cc\u200c\u0645\u0627", "ሰላማዊት",
        "नेहा", "\u0936\u094d\u200d\u092f", "สมชาย", "山田たろう", "김철수",
        "李 Wei", "Anna-Марія", "Kim 3", "אַבְרָהָם", "Nguyễn Thị"}) {
    EXPECT_THAT(WritingFault(name), IsEmpty()) << name;
  }
}

TEST(WritingFaultTest, ALookAlikeIsFoundInsideAWord) {
  EXPECT_THAT(WritingFault("M\u0430ria"), HasSubstr("two scripts"));
  EXPECT_THAT(WritingFault("Соломiя"), HasSubstr("two scripts"));
  EXPECT_THAT(WritingFault("Anna Пеtро"), HasSubstr("two scripts"));
  EXPECT_THAT(WritingFault("\u0391nna"), HasSubstr("two scripts"));
}

TEST(WritingFaultTest, MarksAndJoinersNeedALetter) {
  EXPECT_THAT(WritingFault("\u0301"), HasSubstr("without its letter"));
  EXPECT_THAT(WritingFault("Jo \u0301e"), HasSubstr("without its letter"));
  EXPECT_THAT(WritingFault("\u094dनेहा"), HasSubstr("without its letter"));
  EXPECT_THAT(WritingFault("\u200cAnna"), HasSubstr("joins nothing"));
  EXPECT_THAT(WritingFault("Anna \u200d"), HasSubstr("joins nothing"));
}

TEST(WritingFaultTest, NothingHides) {
  for (const char* name :
       {"An\u200bna", "An\u2060na", "\u200eAnna", "Anna\u200f", "\u061cمحمد",
        "An\u00adna", "\u3164"}) {
    EXPECT_THAT(WritingFault(name), HasSubstr("can't be seen")) << name;
  }
  EXPECT_THAT(WritingFault("Anna\u0378"), HasSubstr("does not know"));
}

}  // namespace
}  // namespace homeward::registration
