#ifndef HOMEWARD_STORAGE_KEYS_SEAL_H_
#define HOMEWARD_STORAGE_KEYS_SEAL_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/keys/secret.h"

// OpenSSL's EVP_CIPHER_CTX.
struct evp_cipher_ctx_st;

// Sealed values: AES-256-GCM with a random nonce, bound to the place where they
// are stored. The functions are thread-safe and keep nothing of their
// arguments.
namespace homeward::storage {

// The place that a sealed value belongs to. A value moved to any other place
// does not open. None of it is secret; views need live only for the call.
struct SealPlace {
  absl::string_view table;
  // The id of the record, as it stands in the row's key.
  absl::string_view record;
  // The field or category of data.
  absl::string_view field;
  // The version of the message inside, from 1.
  uint32_t schema_version = 0;
  // Which key sealed it: the subject whose key it is, or a named key.
  absl::string_view key_id;
};

// How many bytes Seal() adds: format (1), nonce (12) and tag (16).
inline constexpr size_t kSealOverheadBytes = 29;

// `plaintext`, sealed under `key` for `place`. A key may seal 2^32 values.
//
// Errors:
//   INVALID_ARGUMENT  `key` has another size than 32 bytes.
//   UNAVAILABLE       The system has no random bytes for a nonce.
absl::StatusOr<std::string> Seal(const Secret& key, const SealPlace& place,
                                 absl::string_view plaintext);

// What Seal() sealed with the same `key` for the same `place`.
//
// Errors:
//   INVALID_ARGUMENT  `key` has another size than 32 bytes.
//   DATA_LOSS         The value was changed, cut, moved here from another row
//                     or field, or sealed under another key.
absl::StatusOr<Secret> Unseal(const Secret& key, const SealPlace& place,
                              absl::string_view sealed);

// Unseals many values of one key: the key is set up once. Zeroes what it made
// of the key when it dies. Thread-compatible.
class Unsealer {
 public:
  // Keeps nothing of `key` but what it made of it. One of another size than 32
  // bytes opens nothing.
  explicit Unsealer(const Secret& key);

  // As the function Unseal().
  absl::StatusOr<Secret> Unseal(const SealPlace& place,
                                absl::string_view sealed);

 private:
  struct Free {
    void operator()(evp_cipher_ctx_st* context) const;
  };

  size_t key_size_;
  // Null when OpenSSL has none to give, or the key has another size.
  std::unique_ptr<evp_cipher_ctx_st, Free> context_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_KEYS_SEAL_H_
