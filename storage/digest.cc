#include "storage/digest.h"

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "absl/strings/str_cat.h"
#include "openssl/core_names.h"
#include "openssl/crypto.h"
#include "openssl/evp.h"
#include "openssl/params.h"
#include "openssl/rand.h"

namespace homeward::storage {
namespace {

// Fetched once: fetching by name costs more than hashing a tree node.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm =
      EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

EVP_MAC* Hmac() {
  static EVP_MAC* const mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  return mac;
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// A hash that can't be computed leaves no safe way on: without it nothing can
// be proved, and a wrong one would be signed.
void Require(bool ok) {
  if (!ok) std::abort();
}

}  // namespace

absl::StatusOr<Hash> HashFromBytes(absl::string_view bytes) {
  Hash hash;
  if (bytes.size() != hash.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("a hash has 32 bytes, this has ", bytes.size()));
  }
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

Hash Sha256(std::initializer_list<absl::string_view> parts) {
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(
      EVP_MD_CTX_new());
  Hash hash;
  Require(context != nullptr &&
          EVP_DigestInit_ex2(context.get(), Algorithm(), nullptr) == 1);
  for (const absl::string_view part : parts) {
    Require(EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1);
  }
  Require(EVP_DigestFinal_ex(context.get(), hash.data(), nullptr) == 1);
  return hash;
}

HmacKey::HmacKey(absl::string_view key) : keyed_(EVP_MAC_CTX_new(Hmac())) {
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_end(),
  };
  // A null pointer would mean that no key is set to OpenSSL.
  const char* const bytes = key.empty() ? "" : key.data();
  Require(keyed_ != nullptr &&
          EVP_MAC_init(keyed_.get(),
                       reinterpret_cast<const unsigned char*>(bytes),
                       key.size(), parameters) == 1);
}

Hash HmacKey::Of(absl::string_view message) const {
  const Context context(EVP_MAC_CTX_dup(keyed_.get()));
  Hash hash;
  size_t size = 0;
  Require(context != nullptr &&
          EVP_MAC_update(context.get(),
                         reinterpret_cast<const unsigned char*>(message.data()),
                         message.size()) == 1 &&
          EVP_MAC_final(context.get(), hash.data(), &size, hash.size()) == 1);
  return hash;
}

void HmacKey::Free::operator()(EVP_MAC_CTX* context) const {
  EVP_MAC_CTX_free(context);
}

Hash HmacSha256(absl::string_view key, absl::string_view message) {
  return HmacKey(key).Of(message);
}

absl::StatusOr<std::string> RandomBytes(size_t size) {
  std::string bytes(size, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()),
                 static_cast<int>(size)) != 1) {
    return absl::UnavailableError(
        "the system's random generator has no bytes to give");
  }
  return bytes;
}

bool SameBytes(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() &&
         CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace homeward::storage
