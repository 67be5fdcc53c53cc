#include "storage/keys/secret.h"

#include "openssl/crypto.h"
#include "openssl/rand.h"

namespace homeward::storage {

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    Wipe();
    bytes_ = std::move(other.bytes_);
    other.bytes_.clear();
  }
  return *this;
}

absl::StatusOr<Secret> Secret::Random(size_t size) {
  Secret secret = Zeroes(size);
  if (RAND_priv_bytes(secret.data(), static_cast<int>(size)) != 1) {
    return absl::UnavailableError(
        "the system's random generator has no bytes to give");
  }
  return secret;
}

Secret Secret::Zeroes(size_t size) {
  Secret secret;
  secret.bytes_.resize(size);
  return secret;
}

void Secret::Truncate(size_t size) {
  if (size >= bytes_.size()) return;
  OPENSSL_cleanse(bytes_.data() + size, bytes_.size() - size);
  bytes_.resize(size);
}

void Secret::Wipe() {
  if (!bytes_.empty()) OPENSSL_cleanse(bytes_.data(), bytes_.size());
  bytes_.clear();
}

void WipeString(std::string* bytes) {
  if (!bytes->empty()) OPENSSL_cleanse(bytes->data(), bytes->size());
  bytes->clear();
}

}  // namespace homeward::storage
