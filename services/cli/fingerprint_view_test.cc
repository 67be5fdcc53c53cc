#include "services/cli/fingerprint_view.h"

#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "services/cli/context.h"
#include "services/cli/fingerprint.h"
#include "services/cli/qr_code.h"

namespace homeward::cli {
namespace {

class FingerprintViewTest : public ::testing::Test {
 protected:
  // A terminal for which a code is drawn.
  FingerprintViewTest() {
    context_.out = &out_;
    context_.out_columns = 80;
    context_.out_shows_utf8 = true;
  }

  std::string Shown() {
    out_.str("");
    ShowFingerprintAndCode(context_, bytes_);
    return out_.str();
  }

  std::string Words() const {
    return absl::StrCat("  words: ", FingerprintWords(bytes_),
                        "\n  hex:   ", FingerprintHex(bytes_), "\n");
  }

  const std::string bytes_ = std::string(31, '\x3f') + "\x54";
  std::ostringstream out_;
  Context context_;
};

TEST_F(FingerprintViewTest, TheCodeIsThatOfTheWordsAbove) {
  const auto lines = QrCodeLines(FingerprintWords(bytes_));
  ASSERT_TRUE(lines.ok());
  EXPECT_EQ(Shown(), absl::StrCat(Words(), absl::StrJoin(*lines, "\n"), "\n"));
}

TEST_F(FingerprintViewTest, ATerminalJustWideEnoughShowsIt) {
  context_.out_columns = 45;
  EXPECT_NE(Shown(), Words());
  context_.out_columns = 44;
  EXPECT_EQ(Shown(), Words());
  // No terminal.
  context_.out_columns = 0;
  EXPECT_EQ(Shown(), Words());
}

TEST_F(FingerprintViewTest, WhoReadsByEarGetsWordsAlone) {
  context_.plain = true;
  EXPECT_EQ(Shown(), Words());
}

TEST_F(FingerprintViewTest, WithoutUtf8ThereAreWordsAlone) {
  context_.out_shows_utf8 = false;
  EXPECT_EQ(Shown(), Words());
}

TEST_F(FingerprintViewTest, ProgramsGetNothingOfIt) {
  for (const Format format : {Format::kJson, Format::kNdjson}) {
    context_.format = format;
    EXPECT_EQ(Shown(), "");
  }
}

}  // namespace
}  // namespace homeward::cli
