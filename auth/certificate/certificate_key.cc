#include "auth/certificate/certificate_key.h"

#include <openssl/crypto.h>
#include <openssl/x509.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "auth/certificate/certificate.h"
#include "auth/signing/signing_key.h"

namespace homeward::auth {

absl::StatusOr<PublicKey> PublicKeyOf(const Certificate& certificate) {
  unsigned char* der = nullptr;
  const int size =
      i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate.handle()), &der);
  if (size <= 0) {
    return absl::InvalidArgumentError("the certificate's key can't be read");
  }
  auto key = PublicKey::FromSpkiDer(
      {reinterpret_cast<const char*>(der), static_cast<size_t>(size)});
  OPENSSL_free(der);
  return key;
}

}  // namespace homeward::auth
