#include "auth/mou/charter_features.h"

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "auth/signing/digest.h"

namespace homeward::auth {

std::string RedLinesFeature(absl::string_view text) {
  return absl::StrCat(kRedLinesFeature, absl::BytesToHexString(Sha256(text)));
}

std::optional<std::string> RedLinesSha256(absl::string_view feature) {
  constexpr size_t kHexDigits = 64;
  if (!absl::ConsumePrefix(&feature, kRedLinesFeature)) return std::nullopt;
  const bool hex = absl::c_all_of(feature, [](char c) {
    return absl::ascii_isdigit(c) || ('a' <= c && c <= 'f');
  });
  if (feature.size() != kHexDigits || !hex) return std::nullopt;
  return absl::HexStringToBytes(feature);
}

std::optional<std::string> RedLinesOf(const v1::Mou& charter) {
  for (const std::string& feature : charter.critical_features()) {
    auto sha256 = RedLinesSha256(feature);
    if (sha256.has_value()) return sha256;
  }
  return std::nullopt;
}

}  // namespace homeward::auth
