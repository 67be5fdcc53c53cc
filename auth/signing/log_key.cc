#include "auth/signing/log_key.h"

#include <openssl/pem.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "auth/signing/openssl.h"

namespace homeward::auth {
namespace {

constexpr size_t kPublicKeyBytes = 32;
constexpr size_t kSignatureBytes = 64;

int NoPassphrase(char*, int, int, void*) { return -1; }

absl::Status NotEd25519(absl::string_view what) {
  ERR_clear_error();
  return absl::InvalidArgumentError(absl::StrCat(what, "; use an Ed25519 key"));
}

absl::Status Broken(absl::string_view what) {
  ERR_clear_error();
  return absl::InternalError(absl::StrCat("OpenSSL cannot ", what));
}

}  // namespace

void LogKey::Free::operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }

LogKey::LogKey(std::unique_ptr<EVP_PKEY, Free> key, std::string public_key)
    : key_(std::move(key)), public_key_(std::move(public_key)) {}

absl::StatusOr<LogKey> LogKey::Own(EVP_PKEY* key) {
  std::unique_ptr<EVP_PKEY, Free> owned(key);
  std::string public_key(kPublicKeyBytes, '\0');
  size_t size = public_key.size();
  if (EVP_PKEY_get_base_id(key) != EVP_PKEY_ED25519 ||
      EVP_PKEY_get_raw_public_key(
          key, reinterpret_cast<unsigned char*>(public_key.data()), &size) !=
          1 ||
      size != kPublicKeyBytes) {
    return NotEd25519("the private key is of another kind");
  }
  return LogKey(std::move(owned), std::move(public_key));
}

absl::StatusOr<LogKey> LogKey::Generate() {
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  if (key == nullptr) return Broken("generate an Ed25519 key");
  return Own(key);
}

absl::StatusOr<LogKey> LogKey::FromPem(absl::string_view pem) {
  UniqueBio bio = ReadFrom(pem);
  EVP_PKEY* key =
      PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassphrase, nullptr);
  if (key == nullptr) {
    return NotEd25519("no unencrypted PEM block \"PRIVATE KEY\" to read");
  }
  return Own(key);
}

absl::StatusOr<Secret> LogKey::ToPem() const {
  // A secure-memory stream wipes its buffer when freed.
  UniqueBio bio(BIO_new(BIO_s_secmem()));
  if (bio == nullptr ||
      PEM_write_bio_PKCS8PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0,
                                    nullptr, nullptr) != 1) {
    return Broken("write the log key as PEM");
  }
  return Secret(WrittenTo(bio.get()));
}

absl::StatusOr<std::string> LogKey::Sign(absl::string_view message) const {
  UniqueDigest context(EVP_MD_CTX_new());
  std::string signature(kSignatureBytes, '\0');
  size_t size = signature.size();
  if (context == nullptr ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr,
                         key_.get()) != 1 ||
      EVP_DigestSign(context.get(),
                     reinterpret_cast<unsigned char*>(signature.data()), &size,
                     Bytes(message), message.size()) != 1) {
    return Broken("sign with the log key");
  }
  return signature;
}

absl::Status VerifyLogSignature(absl::string_view public_key,
                                absl::string_view message,
                                absl::string_view signature) {
  UniqueKey key;
  if (public_key.size() == kPublicKeyBytes) {
    key.reset(EVP_PKEY_new_raw_public_key(
        EVP_PKEY_ED25519, nullptr, Bytes(public_key), public_key.size()));
  }
  if (key == nullptr) return NotEd25519("the log's public key is not 32 bytes");
  UniqueDigest context(EVP_MD_CTX_new());
  if (context != nullptr &&
      EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr,
                           key.get()) == 1 &&
      EVP_DigestVerify(context.get(), Bytes(signature), signature.size(),
                       Bytes(message), message.size()) == 1) {
    return absl::OkStatus();
  }
  ERR_clear_error();
  return absl::UnauthenticatedError("the signature is not this log's");
}

}  // namespace homeward::auth
