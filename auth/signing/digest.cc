#include "auth/signing/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <cstdlib>

namespace homeward::auth {

std::string Sha256(absl::string_view bytes) {
  std::string digest(32, '\0');
  size_t size = 0;
  if (EVP_Q_digest(nullptr, "SHA256", nullptr, bytes.data(), bytes.size(),
                   reinterpret_cast<unsigned char*>(digest.data()),
                   &size) != 1 ||
      size != digest.size()) {
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
