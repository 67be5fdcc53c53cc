#include "auth/signing/signing_key.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/pem.h>

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "auth/signing/digest.h"
#include "auth/signing/openssl.h"

namespace homeward::auth {
namespace {

// A SubjectPublicKeyInfo for the named curve prime256v1, up to and with the
// byte 0x04 that opens an uncompressed point (RFC 5480 section 2).
constexpr absl::string_view kSpkiPrefix(
    "\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48"
    "\xce\x3d\x03\x01\x07\x03\x42\x00\x04",
    27);
constexpr size_t kSpkiBytes = 91;

// The most bytes a PEM file with one key can need.
constexpr size_t kMaxPemBytes = 16 * 1024;

// Without it, OpenSSL asks the terminal for the passphrase of an encrypted key.
int NoPassphrase(char*, int, int, void*) { return -1; }

absl::Status NotP256(absl::string_view what) {
  ERR_clear_error();
  return absl::InvalidArgumentError(
      absl::StrCat(what, "; use an ECDSA P-256 key"));
}

// The curve's seat in OpenSSL's errors is no help to anyone: one text.
absl::Status Broken(absl::string_view what) {
  ERR_clear_error();
  return absl::InternalError(absl::StrCat("OpenSSL cannot ", what));
}

}  // namespace

PublicKey::PublicKey(std::shared_ptr<EVP_PKEY> key, std::string spki_der)
    : key_(std::move(key)),
      spki_der_(std::move(spki_der)),
      key_id_(Sha256(spki_der_)) {}

absl::StatusOr<PublicKey> PublicKey::FromSpkiDer(absl::string_view der) {
  if (der.size() != kSpkiBytes || !absl::StartsWith(der, kSpkiPrefix)) {
    return NotP256("the public key is not an uncompressed P-256 key in DER");
  }
  const unsigned char* next = Bytes(der);
  std::shared_ptr<EVP_PKEY> key(
      d2i_PUBKEY(nullptr, &next, static_cast<long>(der.size())),
      OpenSslFree<EVP_PKEY_free>());
  if (key == nullptr) {
    return NotP256("the public key is not a point on the curve P-256");
  }
  return PublicKey(std::move(key), std::string(der));
}

absl::StatusOr<PublicKey> PublicKey::FromPem(absl::string_view pem) {
  if (pem.size() > kMaxPemBytes) return NotP256("the public key is too long");
  UniqueBio bio = ReadFrom(pem);
  UniqueKey key(PEM_read_bio_PUBKEY(bio.get(), nullptr, NoPassphrase, nullptr));
  if (key == nullptr) return NotP256("no PEM block \"PUBLIC KEY\" to read");
  return FromSpkiDer(ToDer(key.get(), i2d_PUBKEY));
}

absl::Status PublicKey::Verify(absl::string_view message,
                               absl::string_view signature) const {
  UniqueDigest context(EVP_MD_CTX_new());
  const bool good =
      context != nullptr &&
      EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr,
                           key_.get()) == 1 &&
      EVP_DigestVerify(context.get(), Bytes(signature), signature.size(),
                       Bytes(message), message.size()) == 1;
  if (good) return absl::OkStatus();
  ERR_clear_error();
  return absl::UnauthenticatedError("the signature is not this key's");
}

std::string PublicKey::ToPem() const {
  UniqueBio bio(BIO_new(BIO_s_mem()));
  if (bio == nullptr || PEM_write_bio_PUBKEY(bio.get(), key_.get()) != 1) {
    ERR_clear_error();
    return "";
  }
  return std::string(WrittenTo(bio.get()));
}

SigningKey::SigningKey(std::shared_ptr<EVP_PKEY> key, PublicKey public_key)
    : key_(std::move(key)), public_key_(std::move(public_key)) {}

absl::StatusOr<SigningKey> SigningKey::Own(EVP_PKEY* key) {
  std::shared_ptr<EVP_PKEY> owned(key, OpenSslFree<EVP_PKEY_free>());
  if (EVP_PKEY_get_base_id(key) != EVP_PKEY_EC ||
      EVP_PKEY_set_utf8_string_param(key,
                                     OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT,
                                     "uncompressed") != 1) {
    return NotP256("the private key is not an elliptic curve key");
  }
  UniqueKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  if (context == nullptr || EVP_PKEY_pairwise_check(context.get()) != 1) {
    return NotP256("the private and the public half do not belong together");
  }
  auto public_key = PublicKey::FromSpkiDer(ToDer(key, i2d_PUBKEY));
  if (!public_key.ok()) return public_key.status();
  return SigningKey(std::move(owned), *std::move(public_key));
}

absl::StatusOr<SigningKey> SigningKey::Generate() {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  if (key == nullptr) return Broken("generate a P-256 key");
  return Own(key);
}

absl::StatusOr<SigningKey> SigningKey::FromPem(absl::string_view pem) {
  if (pem.size() > kMaxPemBytes) return NotP256("the private key is too long");
  UniqueBio bio = ReadFrom(pem);
  EVP_PKEY* key =
      PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassphrase, nullptr);
  if (key == nullptr) {
    return NotP256(
        "no unencrypted PEM block \"PRIVATE KEY\" or \"EC PRIVATE KEY\" to "
        "read");
  }
  return Own(key);
}

absl::StatusOr<Secret> SigningKey::ToPem() const {
  // A secure-memory stream wipes its buffer when freed.
  UniqueBio bio(BIO_new(BIO_s_secmem()));
  if (bio == nullptr ||
      PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0,
                                    nullptr, nullptr) != 1) {
    return Broken("write the private key as PEM");
  }
  return Secret(WrittenTo(bio.get()));
}

absl::StatusOr<std::string> SigningKey::Sign(absl::string_view message) const {
  UniqueDigest context(EVP_MD_CTX_new());
  std::string signature(72, '\0');
  size_t size = signature.size();
  if (context == nullptr ||
      EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr,
                         key_.get()) != 1 ||
      EVP_DigestSign(context.get(),
                     reinterpret_cast<unsigned char*>(signature.data()), &size,
                     Bytes(message), message.size()) != 1) {
    return Broken("sign");
  }
  signature.resize(size);
  return signature;
}

}  // namespace homeward::auth
