#include "auth/testing/certificates.h"

#include <cstdlib>
#include <iostream>

#include "auth/signing/openssl.h"

namespace homeward::auth::testing {
namespace {

// Ends the process with OpenSSL's reason unless `good`.
void Check(bool good, const char* what) {
  if (good) return;
  std::cerr << "test certificate: " << what << '\n';
  ERR_print_errors_fp(stderr);
  std::abort();
}

using UniqueName = std::unique_ptr<X509_NAME, OpenSslFree<X509_NAME_free>>;
using UniqueTime = std::unique_ptr<ASN1_TIME, OpenSslFree<ASN1_TIME_free>>;

UniqueName Name(const std::string& common_name) {
  UniqueName name(X509_NAME_new());
  if (common_name.empty()) return name;
  Check(X509_NAME_add_entry_by_txt(name.get(), "CN", MBSTRING_UTF8,
                                   Bytes(common_name), -1, -1, 0) == 1,
        "name");
  return name;
}

std::shared_ptr<EVP_PKEY> NewKey(const std::string& kind) {
  EVP_PKEY* key = kind == "RSA" ? EVP_RSA_gen(2048) : EVP_EC_gen(kind.c_str());
  Check(key != nullptr, "key");
  return std::shared_ptr<EVP_PKEY>(key, OpenSslFree<EVP_PKEY_free>());
}

void SetSerial(X509* x509, const std::string& hex) {
  BIGNUM* number = nullptr;
  Check(BN_hex2bn(&number, hex.c_str()) > 0, "serial");
  Check(BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509)) != nullptr,
        "serial");
  BN_free(number);
}

void SetTimes(X509* x509, const CertificateSpec& spec) {
  UniqueTime before(ASN1_TIME_set(nullptr, absl::ToTimeT(spec.not_before)));
  UniqueTime after(ASN1_TIME_set(nullptr, absl::ToTimeT(spec.not_after)));
  Check(X509_set1_notBefore(x509, before.get()) == 1 &&
            X509_set1_notAfter(x509, after.get()) == 1,
        "times");
  if (spec.raw_not_after) {
    UniqueTime raw(ASN1_STRING_type_new(V_ASN1_GENERALIZEDTIME));
    ASN1_STRING_set(raw.get(), spec.raw_not_after->c_str(), -1);
    Check(X509_set1_notAfter(x509, raw.get()) == 1, "raw time");
  }
}

void AddExtensions(X509* x509, X509* issuer, const Extensions& extensions) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, x509, nullptr, nullptr, 0);
  for (const auto& [name, value] : extensions) {
    X509_EXTENSION* extension =
        X509V3_EXT_conf(nullptr, &context, name.c_str(), value.c_str());
    Check(extension != nullptr, name.c_str());
    X509_add_ext(x509, extension, -1);
    X509_EXTENSION_free(extension);
  }
}

}  // namespace

absl::Time TestNow() {
  return absl::FromCivil(absl::CivilSecond(2026, 3, 1, 12),
                         absl::UTCTimeZone());
}

Extensions RootExtensions() {
  return {{"basicConstraints", "critical,CA:TRUE"},
          {"keyUsage", "critical,keyCertSign,cRLSign"},
          {"subjectKeyIdentifier", "hash"},
          {"subjectAltName", "URI:spiffe://fed.example/agency/north"}};
}

Extensions CaExtensions() {
  return {{"basicConstraints", "critical,CA:TRUE"},
          {"keyUsage", "critical,keyCertSign,cRLSign"},
          {"subjectKeyIdentifier", "hash"},
          {"authorityKeyIdentifier", "keyid"}};
}

Extensions LeafExtensions() {
  return {{"basicConstraints", "critical,CA:FALSE"},
          {"keyUsage", "critical,digitalSignature"},
          {"extendedKeyUsage", "clientAuth,serverAuth"},
          {"subjectKeyIdentifier", "hash"},
          {"authorityKeyIdentifier", "keyid"},
          {"subjectAltName",
           "URI:spiffe://fed.example/agency/north/node/1,DNS:localhost"}};
}

Extensions With(const Extensions& extensions, const std::string& name,
                const std::string& value) {
  Extensions changed;
  bool found = false;
  for (const auto& extension : extensions) {
    if (extension.first != name) {
      changed.push_back(extension);
      continue;
    }
    found = true;
    if (!value.empty()) changed.emplace_back(name, value);
  }
  if (!found && !value.empty()) changed.emplace_back(name, value);
  return changed;
}

CertificateSpec RootSpec(const std::string& subject) {
  CertificateSpec spec = CaSpec(subject);
  spec.extensions = RootExtensions();
  return spec;
}

CertificateSpec CaSpec(const std::string& subject) {
  CertificateSpec spec;
  spec.subject = subject;
  spec.not_before = TestNow() - absl::Hours(5 * 365 * 24);
  spec.not_after = TestNow() + absl::Hours(5 * 365 * 24);
  spec.extensions = CaExtensions();
  return spec;
}

TestCertificate Make(const CertificateSpec& spec, const TestCertificate* issuer,
                     std::shared_ptr<EVP_PKEY> key) {
  if (key == nullptr) key = NewKey(spec.key);
  UniqueX509 x509(X509_new());
  X509* signer = issuer ? issuer->certificate.handle() : x509.get();
  X509_set_version(x509.get(), spec.version);
  SetSerial(x509.get(), spec.serial);
  X509_set_subject_name(x509.get(), Name(spec.subject).get());
  if (spec.issuer) {
    X509_set_issuer_name(x509.get(), Name(*spec.issuer).get());
  } else {
    X509_set_issuer_name(x509.get(), X509_get_subject_name(signer));
  }
  SetTimes(x509.get(), spec);
  X509_set_pubkey(x509.get(), key.get());
  AddExtensions(x509.get(), signer, spec.extensions);
  Check(X509_sign(x509.get(), issuer ? issuer->key.get() : key.get(),
                  EVP_get_digestbyname(spec.hash.c_str())) > 0,
        "sign");
  auto certificate = Certificate::FromDer(ToDer(x509.get(), i2d_X509));
  Check(certificate.ok(), certificate.status().ToString().c_str());
  return {*std::move(certificate), std::move(key)};
}

}  // namespace homeward::auth::testing
