#include "storage/keys/key_wrap.h"

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "openssl/evp.h"
#include "storage/digest.h"

namespace homeward::storage {
namespace {

constexpr size_t kContextBytes = 8;
constexpr size_t kMaxPlainBytes = 64;
constexpr size_t kMaxWrappedBytes = kMaxPlainBytes + kContextBytes + 16;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

// A context that wraps (`encrypt`) or unwraps, or null.
Context NewContext(const Secret& wrapping_key, bool encrypt) {
  Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
  if (context == nullptr) return context;
  EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
  if (EVP_CipherInit_ex(context.get(), EVP_aes_256_wrap_pad(), nullptr,
                        wrapping_key.data(), nullptr, encrypt ? 1 : 0) != 1) {
    context.reset();
  }
  return context;
}

absl::Status CheckKeySize(const Secret& wrapping_key) {
  if (wrapping_key.size() == kKeyBytes) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      "a wrapping key has 32 bytes, this has ", wrapping_key.size()));
}

// Binds a wrapped key to its place. An owned copy: a view into a temporary
// hash would dangle.
std::string ContextTag(absl::string_view context) {
  return std::string(View(Sha256({context})).substr(0, kContextBytes));
}

}  // namespace

absl::StatusOr<std::string> WrapKey(const Secret& wrapping_key,
                                    const Secret& key,
                                    absl::string_view context) {
  absl::Status size = CheckKeySize(wrapping_key);
  if (!size.ok()) return size;
  if (key.size() == 0 || key.size() > kMaxPlainBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("a key to wrap has 1 to ", kMaxPlainBytes, " bytes"));
  }
  Secret plain = Secret::Zeroes(key.size() + kContextBytes);
  std::copy_n(key.data(), key.size(), plain.data());
  const std::string tag = ContextTag(context);
  std::copy(tag.begin(), tag.end(), plain.data() + key.size());
  const Context cipher = NewContext(wrapping_key, /*encrypt=*/true);
  std::string wrapped(kMaxWrappedBytes, '\0');
  int written = 0;
  if (cipher == nullptr ||
      EVP_CipherUpdate(
          cipher.get(), reinterpret_cast<unsigned char*>(wrapped.data()),
          &written, plain.data(), static_cast<int>(plain.size())) != 1) {
    return absl::InternalError("OpenSSL could not wrap a key");
  }
  wrapped.resize(static_cast<size_t>(written));
  return wrapped;
}

absl::StatusOr<Secret> UnwrapKey(const Secret& wrapping_key,
                                 absl::string_view wrapped,
                                 absl::string_view context) {
  absl::Status size = CheckKeySize(wrapping_key);
  if (!size.ok()) return size;
  const absl::Status damaged = absl::DataLossError(
      "a wrapped key does not open: it is damaged, or wrapped by another key");
  if (wrapped.size() > kMaxWrappedBytes || wrapped.empty()) return damaged;
  const Context cipher = NewContext(wrapping_key, /*encrypt=*/false);
  if (cipher == nullptr) {
    return absl::InternalError("OpenSSL could not unwrap a key");
  }
  Secret plain = Secret::Zeroes(kMaxWrappedBytes);
  int written = 0;
  if (EVP_CipherUpdate(cipher.get(), plain.data(), &written,
                       reinterpret_cast<const unsigned char*>(wrapped.data()),
                       static_cast<int>(wrapped.size())) != 1 ||
      static_cast<size_t>(written) <= kContextBytes) {
    return damaged;
  }
  plain.Truncate(static_cast<size_t>(written));
  const size_t key_size = plain.size() - kContextBytes;
  if (!SameBytes(plain.view().substr(key_size), ContextTag(context))) {
    return absl::DataLossError("a wrapped key was moved to another place");
  }
  plain.Truncate(key_size);
  return plain;
}

}  // namespace homeward::storage
