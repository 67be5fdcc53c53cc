#include "storage/digest.h"

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "absl/strings/str_cat.h"
#include "openssl/crypto.h"
#include "openssl/evp.h"
#include "openssl/hmac.h"
#include "openssl/rand.h"

namespace homeward::storage {
namespace {

// Fetched once: fetching by name costs more than hashing a tree node.
const EVP_MD* Algorithm() {
  static const EVP_MD* const algorithm =
      EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
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

Hash HmacSha256(absl::string_view key, absl::string_view message) {
  Hash hash;
  // A null pointer would mean "the key of the call before" to OpenSSL.
  const char* const key_bytes = key.empty() ? "" : key.data();
  Require(HMAC(Algorithm(), key_bytes, static_cast<int>(key.size()),
               reinterpret_cast<const unsigned char*>(message.data()),
               message.size(), hash.data(), nullptr) != nullptr);
  return hash;
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
