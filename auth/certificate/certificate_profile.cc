#include "auth/certificate/certificate_profile.h"

#include <set>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "auth/signing/openssl.h"
#include "auth/signing/signing_key.h"

namespace homeward::auth {
namespace {

constexpr size_t kMaxSerialBytes = 20;

// The extensions whose meaning a path check applies. Others may be critical in
// no certificate (RFC 5280 section 4.2).
constexpr int kUnderstood[] = {
    NID_basic_constraints,  NID_key_usage,        NID_ext_key_usage,
    NID_subject_alt_name,   NID_name_constraints, NID_certificate_policies,
    NID_policy_constraints, NID_policy_mappings,  NID_inhibit_any_policy,
};

absl::Status Fail(absl::string_view what) {
  return absl::UnauthenticatedError(what);
}

absl::Status CheckExtensions(const X509* x509) {
  std::set<std::string> seen;
  for (int i = 0; i < X509_get_ext_count(x509); ++i) {
    X509_EXTENSION* extension = X509_get_ext(x509, i);
    const ASN1_OBJECT* object = X509_EXTENSION_get_object(extension);
    const int nid = OBJ_obj2nid(object);
    const std::string oid(reinterpret_cast<const char*>(OBJ_get0_data(object)),
                          OBJ_length(object));
    if (!seen.insert(oid).second) return Fail("has an extension twice");
    if (X509_EXTENSION_get_critical(extension) &&
        !absl::c_linear_search(kUnderstood, nid)) {
      return Fail("has a critical extension that is not understood");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckSerial(const Certificate& certificate) {
  if (certificate.serial_is_negative()) {
    return Fail("has a negative serial number");
  }
  const std::string& serial = certificate.serial();
  if (serial.empty()) return Fail("has a serial number of zero");
  // DER puts a zero byte before a first byte of 0x80 or more.
  const size_t bytes =
      serial.size() + (static_cast<unsigned char>(serial[0]) >= 0x80 ? 1 : 0);
  if (bytes > kMaxSerialBytes) {
    return Fail("has a serial number of over 20 bytes");
  }
  return absl::OkStatus();
}

absl::Status CheckShape(const Certificate& certificate) {
  X509* x509 = certificate.handle();
  if (X509_get_version(x509) != X509_VERSION_3) {
    return Fail("is not of X.509 version 3");
  }
  if (X509_NAME_entry_count(X509_get_issuer_name(x509)) == 0) {
    return Fail("does not name its issuer");
  }
  absl::Status extensions = CheckExtensions(x509);
  if (!extensions.ok()) return extensions;
  if ((X509_get_extension_flags(x509) & EXFLAG_INVALID) != 0 ||
      !certificate.names().readable) {
    return Fail("has a malformed extension");
  }
  return absl::OkStatus();
}

bool Has(const Certificate& certificate, int extension) {
  return X509_get_ext_by_NID(certificate.handle(), extension, -1) >= 0;
}

bool IsCa(const Certificate& certificate) {
  return (X509_get_extension_flags(certificate.handle()) & EXFLAG_CA) != 0;
}

}  // namespace

absl::Status CheckIntermediateProfile(const Certificate& certificate) {
  absl::Status shape = CheckShape(certificate);
  if (!shape.ok()) return shape;
  if (Has(certificate, NID_policy_constraints) &&
      !Has(certificate, NID_certificate_policies)) {
    return Fail("has policy constraints but no certificate policies");
  }
  return CheckSerial(certificate);
}

absl::Status CheckLeafProfile(const Certificate& certificate) {
  if (Has(certificate, NID_name_constraints)) {
    return Fail("has name constraints, which only a CA may have");
  }
  return CheckIntermediateProfile(certificate);
}

absl::Status CheckRootProfile(const Certificate& certificate) {
  absl::Status shape = CheckShape(certificate);
  if (!shape.ok()) return shape;
  if (!IsCa(certificate)) {
    return Fail("is no CA: its basicConstraints lack cA");
  }
  const bool is_self_signed =
      X509_self_signed(certificate.handle(), /*verify_signature=*/1) == 1;
  ERR_clear_error();
  if (!is_self_signed) return Fail("is not self-signed");
  return absl::OkStatus();
}

absl::Status CheckAlgorithm(const Certificate& certificate) {
  X509* x509 = certificate.handle();
  const EVP_PKEY* key = X509_get0_pubkey(x509);
  ERR_clear_error();
  if (key == nullptr) return Fail("has a public key that cannot be read");
  if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA) {
    return Fail(absl::StrCat("has an RSA key of ", EVP_PKEY_get_bits(key),
                             " bits; only P-256 is accepted"));
  }
  const std::string spki = ToDer(X509_get_X509_PUBKEY(x509), i2d_X509_PUBKEY);
  if (!PublicKey::FromSpkiDer(spki).ok()) {
    return Fail("has a key of another algorithm, curve or form than P-256");
  }
  int hash = NID_undef;
  X509_get_signature_info(x509, &hash, nullptr, nullptr, nullptr);
  const ASN1_BIT_STRING* signature = nullptr;
  const X509_ALGOR* algorithm = nullptr;
  X509_get0_signature(&signature, &algorithm, x509);
  int parameter = V_ASN1_UNDEF;
  X509_ALGOR_get0(nullptr, &parameter, nullptr, algorithm);
  if (X509_get_signature_nid(x509) == NID_ecdsa_with_SHA256 &&
      parameter == V_ASN1_UNDEF) {
    return absl::OkStatus();
  }
  if (hash == NID_sha1 || hash == NID_md5 || hash == NID_md5_sha1) {
    return Fail("is signed with a weak hash; use SHA-256");
  }
  return Fail("is not signed with ECDSA and SHA-256");
}

}  // namespace homeward::auth
