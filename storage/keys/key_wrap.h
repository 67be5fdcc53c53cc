#ifndef HOMEWARD_STORAGE_KEYS_KEY_WRAP_H_
#define HOMEWARD_STORAGE_KEYS_KEY_WRAP_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/keys/secret.h"

// Keys wrapped in keys: AES-256 key wrap with padding. Deterministic and
// authenticated. Pure and thread-safe.
//
// Source: RFC 5649 (KWP of NIST SP 800-38F).
namespace homeward::storage {

inline constexpr size_t kKeyBytes = 32;

// `key`, which only the holder of `wrapping_key` can have back, followed by 8
// bytes of SHA-256(context), so that it can't be passed off under another
// context. Adds 16 bytes to a key of 32. INVALID_ARGUMENT unless `wrapping_key`
// has 32 bytes and `key` has 1 to 64.
absl::StatusOr<std::string> WrapKey(const Secret& wrapping_key,
                                    const Secret& key,
                                    absl::string_view context);

// What WrapKey() wrapped, with the same `wrapping_key` and `context`.
//
// Errors:
//   INVALID_ARGUMENT  `wrapping_key` has another size than 32 bytes.
//   DATA_LOSS         Another key wrapped it, or it was damaged, or it belongs
//                     to another context.
absl::StatusOr<Secret> UnwrapKey(const Secret& wrapping_key,
                                 absl::string_view wrapped,
                                 absl::string_view context);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_KEYS_KEY_WRAP_H_
