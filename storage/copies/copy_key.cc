#include "storage/copies/copy_key.h"

#include <optional>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace homeward::storage {
namespace {

constexpr size_t kDigestBytes = 32;
constexpr size_t kHalfDigest = 16;

bool IsLowerHex(char c) {
  return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
}

}  // namespace

bool IsCopyName(const v1::CopyName& name) {
  return name.answer_sha256().size() == kDigestBytes && name.place() >= 0 &&
         name.place() < kMaxCopyPlaces;
}

std::string CopyKey(const v1::CopyName& name) {
  return absl::StrCat(name.answer_sha256().substr(0, kHalfDigest),
                      std::string(1, static_cast<char>(name.place())));
}

std::string CopyIdOf(absl::string_view copy_key) {
  return absl::StrCat(
      absl::BytesToHexString(copy_key.substr(0, kHalfDigest)), "-",
      static_cast<int>(static_cast<unsigned char>(copy_key.back())));
}

std::optional<std::string> CopyKeyOf(absl::string_view copy_id) {
  // One digit is enough for every place.
  if (copy_id.size() != 2 * kHalfDigest + 2 ||
      !absl::c_all_of(copy_id.substr(0, 2 * kHalfDigest), IsLowerHex) ||
      copy_id[2 * kHalfDigest] != '-' || !absl::ascii_isdigit(copy_id.back())) {
    return std::nullopt;
  }
  return absl::StrCat(
      absl::HexStringToBytes(copy_id.substr(0, 2 * kHalfDigest)),
      std::string(1, static_cast<char>(copy_id.back() - '0')));
}

}  // namespace homeward::storage
