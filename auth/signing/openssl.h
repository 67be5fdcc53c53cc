#ifndef HOMEWARD_AUTH_SIGNING_OPENSSL_H_
#define HOMEWARD_AUTH_SIGNING_OPENSSL_H_

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

// OpenSSL's handles as owners, so that no path forgets to free one. For the
// .cc files of this room: its public headers name no OpenSSL function.
namespace homeward::auth {

// Calls an OpenSSL `*_free` function.
template <auto Free>
struct OpenSslFree {
  template <typename T>
  void operator()(T* handle) const {
    Free(handle);
  }
};

// Frees a stack of certificates that the stack shares with others.
inline void FreeCertificates(STACK_OF(X509) * stack) {
  sk_X509_pop_free(stack, X509_free);
}

using UniqueKey = std::unique_ptr<EVP_PKEY, OpenSslFree<EVP_PKEY_free>>;
using UniqueKeyContext =
    std::unique_ptr<EVP_PKEY_CTX, OpenSslFree<EVP_PKEY_CTX_free>>;
using UniqueDigest = std::unique_ptr<EVP_MD_CTX, OpenSslFree<EVP_MD_CTX_free>>;
using UniqueBio = std::unique_ptr<BIO, OpenSslFree<BIO_free_all>>;
using UniqueX509 = std::unique_ptr<X509, OpenSslFree<X509_free>>;
using UniqueX509Stack =
    std::unique_ptr<STACK_OF(X509), OpenSslFree<FreeCertificates>>;
using UniqueX509Store =
    std::unique_ptr<X509_STORE, OpenSslFree<X509_STORE_free>>;
using UniqueX509StoreContext =
    std::unique_ptr<X509_STORE_CTX, OpenSslFree<X509_STORE_CTX_free>>;

// A read-only stream over `bytes`, which must outlive it. Null when `bytes` is
// too long for OpenSSL or memory is short.
inline UniqueBio ReadFrom(absl::string_view bytes) {
  constexpr size_t kMaxBytes = 1 << 30;
  if (bytes.size() > kMaxBytes) return nullptr;
  return UniqueBio(
      BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

// What was written to the memory stream `bio`.
inline absl::string_view WrittenTo(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return absl::string_view(data, size > 0 ? size : 0);
}

inline const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// OpenSSL's DER of `value`, by one of its `i2d_*` functions. Empty on failure.
template <typename T, typename Encode>
std::string ToDer(T* value, Encode encode) {
  unsigned char* der = nullptr;
  const int size = encode(value, &der);
  if (size <= 0) return "";
  std::string bytes(reinterpret_cast<const char*>(der), size);
  OPENSSL_free(der);
  return bytes;
}

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_SIGNING_OPENSSL_H_
