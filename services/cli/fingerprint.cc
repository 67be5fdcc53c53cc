#include "services/cli/fingerprint.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "auth/signing/digest.h"

namespace homeward::cli {
namespace {

constexpr absl::string_view kConsonants = "bdfghjklmnprstvz";
constexpr absl::string_view kVowels = "aiou";

// The letters and digits of `text` in lower case.
std::string Bare(absl::string_view text) {
  std::string bare;
  for (const char c : text) {
    if (absl::ascii_isalnum(c)) bare.push_back(absl::ascii_tolower(c));
  }
  return bare;
}

}  // namespace

std::string FingerprintWords(absl::string_view bytes) {
  std::string words;
  for (size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const unsigned bits = static_cast<unsigned char>(bytes[i]) << 8 |
                          static_cast<unsigned char>(bytes[i + 1]);
    if (i > 0) words.push_back('-');
    words.push_back(kConsonants[bits >> 12 & 15]);
    words.push_back(kVowels[bits >> 10 & 3]);
    words.push_back(kConsonants[bits >> 6 & 15]);
    words.push_back(kVowels[bits >> 4 & 3]);
    words.push_back(kConsonants[bits & 15]);
  }
  return words;
}

std::string FingerprintHex(absl::string_view bytes) {
  const std::string digits = absl::BytesToHexString(bytes);
  std::string groups;
  for (size_t i = 0; i < digits.size(); i += 4) {
    absl::StrAppend(&groups, i > 0 ? " " : "", digits.substr(i, 4));
  }
  return groups;
}

bool SameFingerprint(absl::string_view text, absl::string_view bytes) {
  const std::string bare = Bare(text);
  return auth::SameBytes(bare, absl::BytesToHexString(bytes)) ||
         auth::SameBytes(bare, Bare(FingerprintWords(bytes)));
}

}  // namespace homeward::cli
