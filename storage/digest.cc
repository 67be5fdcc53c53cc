#include "storage/digest.h"

#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "openssl/crypto.h"
#include "openssl/evp.h"

namespace homeward::storage {
namespace {

// Of SHA-256. Source: RFC 2104.
constexpr size_t kHmacBlockBytes = 64;

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

HmacKey::Context HmacKey::Padded(std::string key, char pad) {
  for (char& byte : key) byte = static_cast<char>(byte ^ pad);
  Context context(EVP_MD_CTX_new());
  Require(context != nullptr &&
          EVP_DigestInit_ex2(context.get(), Algorithm(), nullptr) == 1 &&
          EVP_DigestUpdate(context.get(), key.data(), key.size()) == 1);
  OPENSSL_cleanse(key.data(), key.size());
  return context;
}

HmacKey::HmacKey(absl::string_view key) {
  Hash hashed;
  if (key.size() > kHmacBlockBytes) {
    hashed = Sha256({key});
    key = View(hashed);
  }
  std::string block(kHmacBlockBytes, '\0');
  std::copy(key.begin(), key.end(), block.begin());
  inner_ = Padded(block, 0x36);
  outer_ = Padded(block, 0x5c);
  OPENSSL_cleanse(block.data(), block.size());
  OPENSSL_cleanse(hashed.data(), hashed.size());
}

Hash HmacKey::Of(absl::string_view message) const {
  thread_local const Context context(EVP_MD_CTX_new());
  const auto hash_after = [](const Context& padded, absl::string_view bytes) {
    Hash hash;
    Require(context != nullptr &&
            EVP_MD_CTX_copy_ex(context.get(), padded.get()) == 1 &&
            EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1 &&
            EVP_DigestFinal_ex(context.get(), hash.data(), nullptr) == 1);
    return hash;
  };
  return hash_after(outer_, View(hash_after(inner_, message)));
}

void HmacKey::Free::operator()(EVP_MD_CTX* context) const {
  EVP_MD_CTX_free(context);
}

Hash HmacSha256(absl::string_view key, absl::string_view message) {
  return HmacKey(key).Of(message);
}

absl::StatusOr<std::string> RandomBytes(size_t size) {
  std::string bytes(size, '\0');
  for (size_t done = 0; done < size;) {
    const ssize_t got = getrandom(bytes.data() + done, size - done, 0);
    if (got >= 0) {
      done += static_cast<size_t>(got);
    } else if (errno != EINTR) {
      return absl::UnavailableError(
          "the system's random generator has no bytes to give");
    }
  }
  return bytes;
}

bool SameBytes(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() &&
         CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace homeward::storage
