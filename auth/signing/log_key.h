#ifndef HOMEWARD_AUTH_SIGNING_LOG_KEY_H_
#define HOMEWARD_AUTH_SIGNING_LOG_KEY_H_

#include <openssl/types.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "auth/signing/secret.h"

// The key of an audit log: Ed25519 (RFC 8032), because signed notes use it
// (c2sp.org/signed-note). It signs checkpoints and nothing else.
namespace homeward::auth {

// A private Ed25519 key. Move-only; wiped when destroyed; safe in many threads.
class LogKey {
 public:
  // A new random key.
  //
  // Errors:
  //   INTERNAL  OpenSSL has no randomness or no Ed25519.
  static absl::StatusOr<LogKey> Generate();

  // From an unencrypted PEM block "PRIVATE KEY" (RFC 8410). Never asks anyone
  // for a passphrase.
  //
  // Errors:
  //   INVALID_ARGUMENT  No such block, encrypted, or not Ed25519.
  static absl::StatusOr<LogKey> FromPem(absl::string_view pem);

  LogKey(LogKey&&) = default;
  LogKey& operator=(LogKey&&) = default;

  // PKCS #8, not encrypted: for a file that only its owner reads.
  absl::StatusOr<Secret> ToPem() const;

  // Signs `message`; returns 64 bytes.
  //
  // Errors:
  //   INTERNAL  OpenSSL failed.
  absl::StatusOr<std::string> Sign(absl::string_view message) const;

  // 32 raw bytes.
  const std::string& public_key() const { return public_key_; }

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const;
  };
  LogKey(std::unique_ptr<EVP_PKEY, Free> key, std::string public_key);
  static absl::StatusOr<LogKey> Own(EVP_PKEY* key);

  std::unique_ptr<EVP_PKEY, Free> key_;
  std::string public_key_;
};

// OK when `signature` is the signature over `message` of `public_key` (32 raw
// bytes). Thread-safe.
//
// Errors:
//   INVALID_ARGUMENT  `public_key` is no Ed25519 public key.
//   UNAUTHENTICATED   The signature is not that key's.
absl::Status VerifyLogSignature(absl::string_view public_key,
                                absl::string_view message,
                                absl::string_view signature);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_SIGNING_LOG_KEY_H_
