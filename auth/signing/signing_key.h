#ifndef HOMEWARD_AUTH_SIGNING_SIGNING_KEY_H_
#define HOMEWARD_AUTH_SIGNING_SIGNING_KEY_H_

#include <openssl/types.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "auth/signing/secret.h"

// Keys that sign documents, questions and certificates: ECDSA with P-256 and
// SHA-256 (FIPS 186-4), and nothing else. Errors of this file never quote key
// material.
namespace homeward::auth {

// Somebody's public key. Cheap to copy; immutable; safe in many threads.
class PublicKey {
 public:
  // From a DER SubjectPublicKeyInfo in its one accepted form: the named curve
  // prime256v1 and an uncompressed point, 91 bytes (RFC 5480). One form means
  // one key_id() for each key, so no key can be counted as two signers.
  //
  // Errors:
  //   INVALID_ARGUMENT  Another algorithm, curve or form; a point that is not
  //                     on the curve; bytes left over.
  static absl::StatusOr<PublicKey> FromSpkiDer(absl::string_view der);

  // From a PEM block "PUBLIC KEY". Errors as FromSpkiDer().
  static absl::StatusOr<PublicKey> FromPem(absl::string_view pem);

  // OK when `signature` (DER, RFC 3279 section 2.2.3) is this key's over
  // `message`.
  //
  // Errors:
  //   UNAUTHENTICATED  It is not, or it is no signature at all.
  absl::Status Verify(absl::string_view message,
                      absl::string_view signature) const;

  // DER SubjectPublicKeyInfo.
  const std::string& spki_der() const { return spki_der_; }
  // SHA-256 of spki_der(), 32 raw bytes.
  const std::string& key_id() const { return key_id_; }
  std::string ToPem() const;
  // For this room's certificates. Owned by this object.
  EVP_PKEY* handle() const { return key_.get(); }

 private:
  PublicKey(std::shared_ptr<EVP_PKEY> key, std::string spki_der);

  std::shared_ptr<EVP_PKEY> key_;
  std::string spki_der_;
  std::string key_id_;
};

// A private key with its public half. Move-only; wiped when destroyed; safe in
// many threads.
class SigningKey {
 public:
  // A new random key.
  //
  // Errors:
  //   INTERNAL  OpenSSL has no randomness or no P-256.
  static absl::StatusOr<SigningKey> Generate();

  // From a PEM block "PRIVATE KEY" (PKCS #8) or "EC PRIVATE KEY", not
  // encrypted. Never asks anyone for a passphrase.
  //
  // Errors:
  //   INVALID_ARGUMENT  No such block, encrypted, another algorithm or curve,
  //                     or the halves do not belong together.
  static absl::StatusOr<SigningKey> FromPem(absl::string_view pem);

  // PKCS #8, not encrypted: for a file that only its owner reads.
  absl::StatusOr<Secret> ToPem() const;

  // Signs `message`; returns DER (RFC 3279 section 2.2.3), at most 72 bytes.
  // Two signatures of one message differ.
  //
  // Errors:
  //   INTERNAL  OpenSSL failed.
  absl::StatusOr<std::string> Sign(absl::string_view message) const;

  const PublicKey& public_key() const { return public_key_; }
  // For this room's certificates. Owned by this object.
  EVP_PKEY* handle() const { return key_.get(); }

 private:
  SigningKey(std::shared_ptr<EVP_PKEY> key, PublicKey public_key);
  static absl::StatusOr<SigningKey> Own(EVP_PKEY* key);

  std::shared_ptr<EVP_PKEY> key_;
  PublicKey public_key_;

 public:
  SigningKey(SigningKey&&) = default;
  SigningKey& operator=(SigningKey&&) = default;
  SigningKey(const SigningKey&) = delete;
  SigningKey& operator=(const SigningKey&) = delete;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_SIGNING_SIGNING_KEY_H_
