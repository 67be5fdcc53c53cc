#include "services/registration/validate/validate_text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::registration {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::StartsWith;

TEST(CheckTextTest, TakesWhatPeopleWriteInAnyScript) {
  for (const char* text :
       {"", "a", "Соломія", "محمد", "ሰላም", "José\nline two\tx", "李小龍",
        "O\u2019Neill", "नेहा", "\u0645\u200c\u06cc"}) {
    EXPECT_OK(CheckText("f", text, 100)) << text;
  }
}

TEST(CheckTextTest, RefusesWhatIsNotTextOrHides) {
  for (const char* text :
       {"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82",
        "a\x01", "a\x7f", "\u202eabc", "\u2066abc", "\ufeff", "\ufffe",
        "\ue000", "   ", "\u00a0", "\n"}) {
    EXPECT_THAT(CheckText("f", text, 100),
                StatusIs(StatusCode::kInvalidArgument, StartsWith("f: ")))
        << text;
  }
  EXPECT_OK(CheckText("f", "abc", 3));
  EXPECT_THAT(CheckText("f", "abcd", 3),
              StatusIs(StatusCode::kInvalidArgument));
}

TEST(CheckTextTest, KnowsCodesByTheirForm) {
  EXPECT_OK(CheckCountry("f", "UA"));
  EXPECT_OK(CheckLanguage("f", "uk"));
  EXPECT_OK(CheckLanguage("f", "zh-Hant-TW"));
  EXPECT_OK(CheckTelephone("f", "+380 (44) 123-45-67"));
  EXPECT_OK(CheckTelephone("f", "٠٧٩١٢٣٤٥"));
  EXPECT_OK(CheckTelephone("f", "06 06 06 06 06"));  // Each group counts.
  EXPECT_OK(CheckRequestId("request_1-x"));
  for (const char* bad : {"ua", "UKR", "U1", "УА"}) {
    EXPECT_FALSE(CheckCountry("f", bad).ok()) << bad;
  }
  for (const char* bad : {"u", "ukrainian language", "uk-", "укр", "1a"}) {
    EXPECT_FALSE(CheckLanguage("f", bad).ok()) << bad;
  }
  for (const char* bad : {"12", "unknown", "123456789012345678901"}) {
    EXPECT_FALSE(CheckTelephone("f", bad).ok()) << bad;
  }
  for (const char* bad : {"", "short", "has space", "non-äscii"}) {
    EXPECT_FALSE(CheckRequestId(bad).ok()) << bad;
  }
  for (const char* bad : {"", "A", "a_b", "a b"}) {
    EXPECT_FALSE(CheckAgencyId("f", bad).ok()) << bad;
  }
  EXPECT_FALSE(CheckName("f", "???").ok());
}

}  // namespace
}  // namespace homeward::registration
