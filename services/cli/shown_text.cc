#include "services/cli/shown_text.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace homeward::cli {
namespace {

constexpr UChar32 kNonJoiner = 0x200c;
constexpr UChar32 kJoiner = 0x200d;

bool MayStand(UChar32 code) {
  switch (u_charType(code)) {
    case U_CONTROL_CHAR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
      return false;
    case U_FORMAT_CHAR:
      return code == kNonJoiner || code == kJoiner;
    default:
      return true;
  }
}

std::string Escaped(UChar32 code) {
  if (code == '\n') return "\\n";
  if (code < 0x80) return absl::StrCat("\\x", absl::Hex(code, absl::kZeroPad2));
  if (code > 0xffff) {
    return absl::StrCat("\\U", absl::Hex(code, absl::kZeroPad8));
  }
  return absl::StrCat("\\u", absl::Hex(code, absl::kZeroPad4));
}

}  // namespace

std::string ShownLine(absl::string_view text) {
  std::string shown;
  const auto size = static_cast<int64_t>(text.size());
  for (int64_t at = 0; at < size;) {
    const int64_t start = at;
    UChar32 code;
    U8_NEXT(text.data(), at, size, code);
    const absl::string_view bytes = text.substr(start, at - start);
    if (code < 0) {
      for (const char byte : bytes) {
        absl::StrAppend(&shown, "\\x",
                        absl::BytesToHexString(absl::string_view(&byte, 1)));
      }
    } else if (MayStand(code)) {
      absl::StrAppend(&shown, bytes);
    } else {
      absl::StrAppend(&shown, Escaped(code));
    }
  }
  return shown;
}

std::string ShownLines(absl::string_view text, absl::string_view indent) {
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    lines.push_back(ShownLine(line));
  }
  return absl::StrJoin(lines, absl::StrCat("\n", indent));
}

}  // namespace homeward::cli
