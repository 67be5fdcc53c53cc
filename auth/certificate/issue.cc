#include "auth/certificate/issue.h"

#include <openssl/rand.h>

#include <memory>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "auth/certificate/certificate_check.h"
#include "auth/signing/openssl.h"

namespace homeward::auth {
namespace {

using UniqueTime = std::unique_ptr<ASN1_TIME, OpenSslFree<ASN1_TIME_free>>;
using UniqueNumber = std::unique_ptr<BIGNUM, OpenSslFree<BN_free>>;
using UniqueExtension =
    std::unique_ptr<X509_EXTENSION, OpenSslFree<X509_EXTENSION_free>>;

// What every certificate of an agency has, written by Build().
struct Draft {
  std::string organization;
  std::string common_name;
  EVP_PKEY* subject_key;
  X509* issuer;  // Null for a root, which issues itself.
  EVP_PKEY* issuer_key;
  absl::Time not_before;
  absl::Time not_after;
  // OpenSSL's own notation, x509v3_config(5).
  std::vector<std::pair<int, std::string>> extensions;
};

absl::Status Refuse(absl::string_view what) {
  ERR_clear_error();
  return absl::InvalidArgumentError(what);
}

// 127 random bits: positive, and never twice (RFC 5280 section 4.1.2.2).
bool SetSerial(X509* x509) {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof(bytes)) != 1) return false;
  bytes[0] = (bytes[0] & 0x7f) | 0x40;
  UniqueNumber number(BN_bin2bn(bytes, sizeof(bytes), nullptr));
  return number != nullptr &&
         BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(x509)) !=
             nullptr;
}

// A part of a name has at most 64 characters: agency and node have 63 each.
bool AddToSubject(X509* x509, const char* field, const std::string& value) {
  return X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), field,
                                    MBSTRING_UTF8, Bytes(value),
                                    static_cast<int>(value.size()), -1, 0) == 1;
}

// UTCTime until 2049, GeneralizedTime after: ASN1_TIME_set chooses.
bool SetTimes(X509* x509, const Draft& draft) {
  UniqueTime before(ASN1_TIME_set(nullptr, absl::ToTimeT(draft.not_before)));
  UniqueTime after(ASN1_TIME_set(nullptr, absl::ToTimeT(draft.not_after)));
  return before != nullptr && after != nullptr &&
         X509_set1_notBefore(x509, before.get()) == 1 &&
         X509_set1_notAfter(x509, after.get()) == 1;
}

bool AddExtensions(X509* x509, X509* issuer, const Draft& draft) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, x509, nullptr, nullptr, 0);
  for (const auto& [nid, value] : draft.extensions) {
    UniqueExtension extension(
        X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
    if (extension == nullptr || X509_add_ext(x509, extension.get(), -1) != 1) {
      return false;
    }
  }
  return true;
}

absl::StatusOr<Certificate> Build(const Draft& draft) {
  UniqueX509 owned(X509_new());
  X509* x509 = owned.get();
  X509* issuer = draft.issuer == nullptr ? x509 : draft.issuer;
  const bool built =
      x509 != nullptr && X509_set_version(x509, X509_VERSION_3) == 1 &&
      SetSerial(x509) && AddToSubject(x509, "O", draft.organization) &&
      AddToSubject(x509, "CN", draft.common_name) &&
      X509_set_issuer_name(x509, X509_get_subject_name(issuer)) == 1 &&
      SetTimes(x509, draft) && X509_set_pubkey(x509, draft.subject_key) == 1 &&
      AddExtensions(x509, issuer, draft) &&
      X509_sign(x509, draft.issuer_key, EVP_sha256()) > 0;
  if (!built) {
    ERR_clear_error();
    return absl::InternalError("OpenSSL cannot make the certificate");
  }
  return Certificate::FromDer(ToDer(x509, i2d_X509));
}

bool IsHostName(absl::string_view name) {
  return !name.empty() && name.size() <= 253 &&
         absl::c_all_of(name, [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) ||
                  c == '-' || c == '.';
         });
}

bool IsAddress(const std::string& text) {
  std::unique_ptr<ASN1_OCTET_STRING, OpenSslFree<ASN1_OCTET_STRING_free>> raw(
      a2i_IPADDRESS(text.c_str()));
  ERR_clear_error();
  return raw != nullptr;
}

// Only what was checked goes into OpenSSL's notation, where a comma would add
// a name.
absl::StatusOr<std::string> Names(const NodeCertificateRequest& request) {
  std::string names = absl::StrCat("URI:", request.id.ToString());
  for (const std::string& name : request.dns_names) {
    if (!IsHostName(name)) {
      return Refuse("a DNS name is not lower-case letters, digits, '-', '.'");
    }
    absl::StrAppend(&names, ",DNS:", name);
  }
  for (const std::string& address : request.ip_addresses) {
    if (!IsAddress(address)) return Refuse("an IP address is malformed");
    absl::StrAppend(&names, ",IP:", address);
  }
  return names;
}

absl::Status CheckTimes(const Certificate& root,
                        const NodeCertificateRequest& request) {
  if (request.not_after <= request.not_before ||
      request.not_after - request.not_before > kMaxLeafLifetime) {
    return Refuse(
        "a node certificate is good for more than 0 and at most 7 "
        "days");
  }
  if (request.not_before < *root.not_before() ||
      request.not_after > *root.not_after()) {
    return Refuse("the root is not valid for as long: replace it first");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Certificate> MakeAgencyRoot(const SigningKey& key,
                                           const SpiffeId& agency,
                                           absl::Time now) {
  if (!agency.node().empty() || !agency.client().empty()) {
    return Refuse("a root belongs to an agency, not to a node");
  }
  return Build(
      {agency.agency(),
       "Homeward root",
       key.handle(),
       nullptr,
       key.handle(),
       now,
       now + kRootLifetime,
       {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
        {NID_key_usage, "critical,keyCertSign,cRLSign"},
        {NID_subject_key_identifier, "hash"},
        {NID_subject_alt_name, absl::StrCat("URI:", agency.ToString())}}});
}

absl::StatusOr<Certificate> IssueNodeCertificate(
    const SigningKey& root_key, const Certificate& root,
    const PublicKey& node_key, const NodeCertificateRequest& request) {
  const std::string& subject =
      request.id.node().empty() ? request.id.client() : request.id.node();
  if (subject.empty()) return Refuse("the id names no node and no client");
  auto agency = SpiffeId::Make(request.id.federation(), request.id.agency());
  if (!agency.ok()) return agency.status();
  absl::Status fit = CheckAgencyRoot(root, *agency);
  if (!fit.ok()) return fit;
  if (X509_check_private_key(root.handle(), root_key.handle()) != 1) {
    return Refuse("the root certificate is of another key");
  }
  absl::Status timely = CheckTimes(root, request);
  if (!timely.ok()) return timely;
  auto names = Names(request);
  if (!names.ok()) return names.status();
  return Build({request.id.agency(),
                subject,
                node_key.handle(),
                root.handle(),
                root_key.handle(),
                request.not_before,
                request.not_after,
                {{NID_basic_constraints, "critical,CA:FALSE"},
                 {NID_key_usage, "critical,digitalSignature"},
                 {NID_ext_key_usage, "clientAuth,serverAuth"},
                 {NID_subject_key_identifier, "hash"},
                 {NID_authority_key_identifier, "keyid"},
                 {NID_subject_alt_name, *names}}});
}

}  // namespace homeward::auth
