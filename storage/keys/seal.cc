#include "storage/keys/seal.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "openssl/evp.h"
#include "storage/big_endian.h"
#include "storage/digest.h"

namespace homeward::storage {
namespace {

constexpr char kFormat = 1;
constexpr size_t kKeySize = 32;
constexpr size_t kNonceSize = 12;
constexpr size_t kTagSize = 16;
static_assert(kSealOverheadBytes == 1 + kNonceSize + kTagSize);

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

const unsigned char* Bytes(absl::string_view view) {
  return reinterpret_cast<const unsigned char*>(view.data());
}

// Fetched once: fetching by name costs more than sealing a small value.
const EVP_CIPHER* Algorithm() {
  static const EVP_CIPHER* const algorithm =
      EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return algorithm;
}

// Writes `part` to `to` after its length, and returns what follows.
char* Put(absl::string_view part, char* to) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    *to++ = static_cast<char>(part.size() >> shift);
  }
  return std::copy(part.begin(), part.end(), to);
}

// Each part with its length before it, so that no two places give the same
// bytes.
std::string AssociatedData(const SealPlace& place) {
  const std::string version = Be32(place.schema_version);
  const absl::string_view parts[] = {place.table, place.record, place.field,
                                     place.key_id};
  size_t size = sizeof kFormat + version.size();
  for (const absl::string_view part : parts) size += 4 + part.size();
  std::string bytes(size, kFormat);
  char* to = bytes.data() + sizeof kFormat;
  for (const absl::string_view part : parts) to = Put(part, to);
  std::copy(version.begin(), version.end(), to);
  return bytes;
}

// Puts nonce and place, and the key unless it is null, into `context`.
bool Prepare(EVP_CIPHER_CTX* context, const unsigned char* key,
             absl::string_view nonce, const SealPlace& place, bool encrypt) {
  const std::string associated = AssociatedData(place);
  int ignored = 0;
  return EVP_CipherInit_ex2(context, key == nullptr ? nullptr : Algorithm(),
                            key, Bytes(nonce), encrypt ? 1 : 0, nullptr) == 1 &&
         EVP_CipherUpdate(context, nullptr, &ignored, Bytes(associated),
                          static_cast<int>(associated.size())) == 1;
}

absl::Status CheckKeySize(size_t size) {
  if (size == kKeySize) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("a sealing key has 32 bytes, this has ", size));
}

absl::Status Damaged(const SealPlace& place) {
  return absl::DataLossError(absl::StrCat(
      "a sealed value of table ", place.table,
      " does not open: it was changed or moved, or its key is another; run "
      "a check of the store, and restore it from a backup"));
}

}  // namespace

absl::StatusOr<std::string> Seal(const Secret& key, const SealPlace& place,
                                 absl::string_view plaintext) {
  absl::Status size = CheckKeySize(key.size());
  if (!size.ok()) return size;
  const absl::StatusOr<std::string> nonce = RandomBytes(kNonceSize);
  if (!nonce.ok()) return nonce.status();
  const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  std::string sealed = absl::StrCat(std::string(1, kFormat), *nonce);
  sealed.resize(plaintext.size() + kSealOverheadBytes);
  auto* const out = reinterpret_cast<unsigned char*>(sealed.data());
  unsigned char* const body = out + 1 + kNonceSize;
  int written = 0;
  int last = 0;
  if (context == nullptr ||
      !Prepare(context.get(), key.data(), *nonce, place, /*encrypt=*/true) ||
      EVP_CipherUpdate(context.get(), body, &written, Bytes(plaintext),
                       static_cast<int>(plaintext.size())) != 1 ||
      EVP_CipherFinal_ex(context.get(), body + written, &last) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagSize,
                          body + plaintext.size()) != 1) {
    return absl::InternalError("OpenSSL could not seal a value");
  }
  return sealed;
}

absl::StatusOr<Secret> Unseal(const Secret& key, const SealPlace& place,
                              absl::string_view sealed) {
  return Unsealer(key).Unseal(place, sealed);
}

void Unsealer::Free::operator()(EVP_CIPHER_CTX* context) const {
  EVP_CIPHER_CTX_free(context);
}

Unsealer::Unsealer(const Secret& key) : key_size_(key.size()) {
  if (key_size_ != kKeySize) return;
  context_.reset(EVP_CIPHER_CTX_new());
  if (context_ != nullptr &&
      EVP_CipherInit_ex2(context_.get(), Algorithm(), key.data(),
                         /*iv=*/nullptr, /*enc=*/0, nullptr) != 1) {
    context_.reset();
  }
}

absl::StatusOr<Secret> Unsealer::Unseal(const SealPlace& place,
                                        absl::string_view sealed) {
  absl::Status size = CheckKeySize(key_size_);
  if (!size.ok()) return size;
  if (sealed.size() < kSealOverheadBytes || sealed[0] != kFormat) {
    return Damaged(place);
  }
  sealed.remove_prefix(1);
  if (context_ == nullptr ||
      !Prepare(context_.get(), /*key=*/nullptr, sealed.substr(0, kNonceSize),
               place, /*encrypt=*/false)) {
    return absl::InternalError("OpenSSL could not unseal a value");
  }
  sealed.remove_prefix(kNonceSize);
  unsigned char tag[kTagSize];
  std::memcpy(tag, sealed.data() + sealed.size() - kTagSize, kTagSize);
  sealed.remove_suffix(kTagSize);
  Secret plaintext = Secret::Zeroes(sealed.size());
  int written = 0;
  int last = 0;
  unsigned char none[kTagSize];
  if (EVP_CipherUpdate(context_.get(), plaintext.data(), &written,
                       Bytes(sealed), static_cast<int>(sealed.size())) != 1 ||
      EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_SET_TAG, kTagSize,
                          tag) != 1 ||
      EVP_CipherFinal_ex(context_.get(), none, &last) != 1) {
    return Damaged(place);
  }
  return plaintext;
}

}  // namespace homeward::storage
