#include "auth/signing/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <cstdlib>
#include <memory>

namespace homeward::auth {

namespace {

// Fetched once: fetching by name costs more than hashing a small message.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm =
      EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

std::string Sha256(absl::string_view bytes) {
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(
      EVP_MD_CTX_new());
  std::string digest(32, '\0');
  if (context == nullptr ||
      EVP_DigestInit_ex2(context.get(), Algorithm(), nullptr) != 1 ||
      EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) != 1 ||
      EVP_DigestFinal_ex(context.get(),
                         reinterpret_cast<unsigned char*>(digest.data()),
                         nullptr) != 1) {
    std::abort();
  }
  return digest;
}

std::string HmacSha256(absl::string_view key, absl::string_view bytes) {
  std::string mac(32, '\0');
  size_t size = 0;
  if (EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key.data(),
                key.size(),
                reinterpret_cast<const unsigned char*>(bytes.data()),
                bytes.size(), reinterpret_cast<unsigned char*>(mac.data()),
                mac.size(), &size) == nullptr ||
      size != mac.size()) {
    std::abort();
  }
  return mac;
}

bool SameBytes(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() &&
         CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace homeward::auth
