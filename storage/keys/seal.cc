#include "storage/keys/seal.h"

#include <memory>

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

// Each part with its length before it, so that no two places give the same
// bytes.
std::string AssociatedData(const SealPlace& place) {
  std::string data(1, kFormat);
  for (const absl::string_view part :
       {place.table, place.record, place.field, place.key_id}) {
    absl::StrAppend(&data, Be32(static_cast<uint32_t>(part.size())), part);
  }
  absl::StrAppend(&data, Be32(place.schema_version));
  return data;
}

// A context with key, nonce and associated data in it, or null.
Context NewContext(const Secret& key, absl::string_view nonce,
                   const std::string& associated, bool encrypt) {
  Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  int ignored = 0;
  if (context != nullptr &&
      (EVP_CipherInit_ex2(context.get(), Algorithm(), key.data(), Bytes(nonce),
                          encrypt ? 1 : 0, nullptr) != 1 ||
       EVP_CipherUpdate(context.get(), nullptr, &ignored, Bytes(associated),
                        static_cast<int>(associated.size())) != 1)) {
    context.reset();
  }
  return context;
}

absl::Status CheckKeySize(const Secret& key) {
  if (key.size() == kKeySize) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("a sealing key has 32 bytes, this has ", key.size()));
}

}  // namespace

absl::StatusOr<std::string> Seal(const Secret& key, const SealPlace& place,
                                 absl::string_view plaintext) {
  absl::Status size = CheckKeySize(key);
  if (!size.ok()) return size;
  const absl::StatusOr<std::string> nonce = RandomBytes(kNonceSize);
  if (!nonce.ok()) return nonce.status();
  const Context context =
      NewContext(key, *nonce, AssociatedData(place), /*encrypt=*/true);
  std::string sealed = absl::StrCat(std::string(1, kFormat), *nonce);
  sealed.resize(plaintext.size() + kSealOverheadBytes);
  auto* const out = reinterpret_cast<unsigned char*>(sealed.data());
  unsigned char* const body = out + 1 + kNonceSize;
  int written = 0;
  int last = 0;
  if (context == nullptr ||
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
  absl::Status size = CheckKeySize(key);
  if (!size.ok()) return size;
  const absl::Status damaged = absl::DataLossError(absl::StrCat(
      "a sealed value of table ", place.table,
      " does not open: it was changed or moved, or its key is another; run "
      "a check of the store, and restore it from a backup"));
  if (sealed.size() < kSealOverheadBytes || sealed[0] != kFormat) {
    return damaged;
  }
  sealed.remove_prefix(1);
  const Context context =
      NewContext(key, sealed.substr(0, kNonceSize), AssociatedData(place),
                 /*encrypt=*/false);
  sealed.remove_prefix(kNonceSize);
  std::string tag(sealed.substr(sealed.size() - kTagSize));
  sealed.remove_suffix(kTagSize);
  Secret plaintext = Secret::Zeroes(sealed.size());
  int written = 0;
  int last = 0;
  unsigned char none[kTagSize];
  if (context == nullptr) {
    return absl::InternalError("OpenSSL could not unseal a value");
  }
  if (EVP_CipherUpdate(context.get(), plaintext.data(), &written, Bytes(sealed),
                       static_cast<int>(sealed.size())) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kTagSize,
                          tag.data()) != 1 ||
      EVP_CipherFinal_ex(context.get(), none, &last) != 1) {
    return damaged;
  }
  return plaintext;
}

}  // namespace homeward::storage
