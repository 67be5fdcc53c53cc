#ifndef HOMEWARD_AUTH_SIGNING_DIGEST_H_
#define HOMEWARD_AUTH_SIGNING_DIGEST_H_

#include <string>

#include "absl/strings/string_view.h"

namespace homeward::auth {

// The SHA-256 of `bytes`, 32 raw bytes (FIPS 180-4). Ends the process when
// OpenSSL has no SHA-256: nothing could be trusted then. Thread-safe.
std::string Sha256(absl::string_view bytes);

// The HMAC-SHA-256 of `bytes` under `key`, 32 raw bytes (RFC 2104). Ends the
// process when OpenSSL has none. Thread-safe.
std::string HmacSha256(absl::string_view key, absl::string_view bytes);

// True when `a` and `b` are the same bytes. The time it takes depends on their
// lengths only. Thread-safe.
bool SameBytes(absl::string_view a, absl::string_view b);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_SIGNING_DIGEST_H_
