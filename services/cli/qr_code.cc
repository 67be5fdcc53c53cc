#include "services/cli/qr_code.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "qrencode.h"

namespace homeward::cli {
namespace {

// ISO/IEC 18004: light modules around the symbol.
constexpr int kQuietModules = 4;
// Of an octet of QRcode::data: whether the module is dark.
constexpr unsigned char kDark = 1;
// By whether the upper and the lower module are light.
constexpr absl::string_view kHalves[2][2] = {{" ", "▄"}, {"▀", "█"}};
// Each character of a line but the space has so many bytes in UTF-8.
constexpr int kHalfBytes = 3;

bool IsLight(const QRcode& code, int row, int column) {
  if (row < 0 || column < 0 || row >= code.width || column >= code.width) {
    return true;
  }
  return (code.data[row * code.width + column] & kDark) == 0;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> QrCodeLines(absl::string_view text) {
  // As octets, so that a reader shows just these letters.
  const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
      QRcode_encodeString8bit(std::string(text).c_str(), /*version=*/0,
                              QR_ECLEVEL_L),
      QRcode_free);
  if (code == nullptr) {
    return absl::InvalidArgumentError("the text fits no QR code");
  }
  std::vector<std::string> lines;
  const int end = code->width + kQuietModules;
  for (int row = -kQuietModules; row < end; row += 2) {
    std::string& line = lines.emplace_back();
    for (int column = -kQuietModules; column < end; ++column) {
      absl::StrAppend(&line, kHalves[IsLight(*code, row, column)]
                                    [IsLight(*code, row + 1, column)]);
    }
  }
  return lines;
}

int QrCodeColumns(absl::string_view line) {
  int spaces = 0;
  for (const char c : line) spaces += c == ' ';
  return spaces + (static_cast<int>(line.size()) - spaces) / kHalfBytes;
}

}  // namespace homeward::cli
