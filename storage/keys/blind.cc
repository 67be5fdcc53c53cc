#include "storage/keys/blind.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "openssl/crypto.h"
#include "storage/digest.h"

namespace homeward::storage {
namespace {

constexpr size_t kMasterBytes = 32;
constexpr size_t kPrefixBytes = 4;

}  // namespace

absl::StatusOr<BlindIndex> BlindIndex::Create(Secret master) {
  if (master.size() != kMasterBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("an index key has 32 bytes, this has ", master.size()));
  }
  return BlindIndex(std::move(master));
}

std::string BlindIndex::Term(absl::string_view kind,
                             absl::string_view value) const {
  Hash derived =
      HmacSha256(master_.view(), absl::StrCat("homeward/blind/key/", kind));
  const Secret key(View(derived));
  OPENSSL_cleanse(derived.data(), derived.size());
  const Hash hash = HmacSha256(key.view(), value);
  return absl::StrCat(KindPrefix(kind),
                      View(hash).substr(0, kBlindTermBytes - kPrefixBytes));
}

std::string BlindIndex::KindPrefix(absl::string_view kind) const {
  const Hash hash =
      HmacSha256(master_.view(), absl::StrCat("homeward/blind/kind/", kind));
  return std::string(View(hash).substr(0, kPrefixBytes));
}

}  // namespace homeward::storage
