#include "services/cli/qr_code.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "qrencode.h"

namespace homeward::cli {
namespace {

// Fingerprints have 32 bytes: 16 words.
constexpr char kWords[] =
    "lusab-babad-gutih-tugad-lusab-babad-gutih-tugad-"
    "lusab-babad-gutih-tugad-lusab-babad-gutih-tugad";
constexpr int kQuiet = 4;

// Whether each module is dark, read back from what is drawn.
std::vector<std::vector<bool>> ReadModules(
    const std::vector<std::string>& lines) {
  std::vector<std::vector<bool>> rows;
  for (absl::string_view line : lines) {
    std::vector<bool> upper, lower;
    while (!line.empty()) {
      const bool empty = line[0] == ' ';
      const absl::string_view drawn = line.substr(0, empty ? 1 : 3);
      EXPECT_TRUE(empty || drawn == "█" || drawn == "▀" || drawn == "▄");
      upper.push_back(drawn != "█" && drawn != "▀");
      lower.push_back(drawn != "█" && drawn != "▄");
      line.remove_prefix(drawn.size());
    }
    rows.push_back(upper);
    rows.push_back(lower);
  }
  return rows;
}

TEST(QrCodeTest, EveryModuleIsThatOfTheLibraryInAQuietZone) {
  const auto lines = QrCodeLines(kWords);
  ASSERT_TRUE(lines.ok());
  const auto drawn = ReadModules(*lines);
  const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
      QRcode_encodeString8bit(kWords, 0, QR_ECLEVEL_L), QRcode_free);
  ASSERT_NE(code, nullptr);
  const int all = code->width + 2 * kQuiet;
  ASSERT_GE(drawn.size(), all);
  for (int row = 0; row < static_cast<int>(drawn.size()); ++row) {
    ASSERT_EQ(drawn[row].size(), all);
    for (int column = 0; column < all; ++column) {
      const int y = row - kQuiet;
      const int x = column - kQuiet;
      const bool within =
          x >= 0 && y >= 0 && x < code->width && y < code->width;
      const bool dark = within && (code->data[y * code->width + x] & 1) != 0;
      EXPECT_EQ(drawn[row][column], dark) << y << ", " << x;
    }
  }
}

// The square at the upper left by which a reader finds the symbol.
TEST(QrCodeTest, ItStartsAsEveryQrCodeDoes) {
  const auto lines = QrCodeLines(kWords);
  ASSERT_TRUE(lines.ok());
  const auto drawn = ReadModules(*lines);
  const char* finder[] = {"#######", "#     #", "# ### #", "# ### #",
                          "# ### #", "#     #", "#######"};
  for (int row = 0; row < 7; ++row) {
    std::string read;
    for (int column = 0; column < 7; ++column) {
      read.push_back(drawn[row + kQuiet][column + kQuiet] ? '#' : ' ');
    }
    EXPECT_EQ(read, finder[row]);
  }
}

TEST(QrCodeTest, AFingerprintFitsEightyColumns) {
  const auto lines = QrCodeLines(kWords);
  ASSERT_TRUE(lines.ok());
  for (const std::string& line : *lines) {
    EXPECT_EQ(QrCodeColumns(line), 45);
    EXPECT_FALSE(absl::EndsWith(line, " "));
  }
  EXPECT_EQ(lines->size(), 23);
}

TEST(QrCodeTest, WhatFitsNoneIsRefused) {
  for (const std::string& text : {std::string(), std::string(4000, 'a')}) {
    EXPECT_EQ(QrCodeLines(text).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace homeward::cli
