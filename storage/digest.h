#ifndef HOMEWARD_STORAGE_DIGEST_H_
#define HOMEWARD_STORAGE_DIGEST_H_

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "openssl/types.h"

// SHA-256, HMAC-SHA-256 and a constant-time comparison, from OpenSSL, and
// random bytes. Every function is thread-safe and keeps nothing of its
// arguments.
namespace homeward::storage {

// 32 bytes of SHA-256.
using Hash = std::array<uint8_t, 32>;

// The bytes of `hash`, valid while it lives.
inline absl::string_view View(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

// The hash whose bytes are `bytes`; INVALID_ARGUMENT unless there are 32.
absl::StatusOr<Hash> HashFromBytes(absl::string_view bytes);

// SHA-256 of `parts`, one after the other with nothing between.
Hash Sha256(std::initializer_list<absl::string_view> parts);

// A key for HMAC-SHA-256, made ready once for many messages. Source: RFC 2104.
// It zeroes what it knows of the key when it dies.
class HmacKey {
 public:
  explicit HmacKey(absl::string_view key);

  // The HMAC of `message`.
  Hash Of(absl::string_view message) const;

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const;
  };
  using Context = std::unique_ptr<EVP_MD_CTX, Free>;

  static Context Padded(std::string key, char pad);

  // SHA-256 that has read the key, padded; copied for each message, never
  // changed. A MAC of OpenSSL does the same, at three times the price of two
  // small hashes.
  Context inner_;
  Context outer_;
};

// HMAC-SHA-256 of `message` under `key`, for a key of one message.
Hash HmacSha256(absl::string_view key, absl::string_view message);

// `size` bytes from the system's secure generator, which a process that forks
// shares with no child. UNAVAILABLE if it has none to give. OpenSSL's own asks
// the same one for its seed, and takes ten times as long for a nonce.
absl::StatusOr<std::string> RandomBytes(size_t size);

// Whether `a` and `b` are the same, in a time that depends on sizes only.
bool SameBytes(absl::string_view a, absl::string_view b);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_DIGEST_H_
