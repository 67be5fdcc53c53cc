#include "auth/certificate/certificate_path.h"

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "auth/certificate/certificate_profile.h"
#include "auth/signing/openssl.h"

namespace homeward::auth {
namespace {

constexpr size_t kMaxPaths = 64;

bool IsNamedIssuer(const Certificate& issuer, const Certificate& subject) {
  return X509_NAME_cmp(X509_get_subject_name(issuer.handle()),
                       X509_get_issuer_name(subject.handle())) == 0;
}

// Depth first over the certificates that are not in `path` yet.
void Extend(CertificatePath& path, absl::Span<const Certificate* const> chain,
            absl::Span<const Certificate> roots,
            std::vector<CertificatePath>& found) {
  for (const Certificate& root : roots) {
    if (found.size() < kMaxPaths && IsNamedIssuer(root, *path.back())) {
      found.push_back(path);
      found.back().push_back(&root);
    }
  }
  for (const Certificate* next : chain) {
    if (found.size() >= kMaxPaths) return;
    if (absl::c_linear_search(path, next) ||
        !IsNamedIssuer(*next, *path.back())) {
      continue;
    }
    path.push_back(next);
    Extend(path, chain, roots, found);
    path.pop_back();
  }
}

// What OpenSSL's verdict `code` means to people who never read RFC 5280.
std::string InWords(int code) {
  switch (code) {
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return "was not signed by its issuer's key";
    case X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY:
      return "has an issuer whose public key cannot be read";
    case X509_V_ERR_INVALID_CA:
      return "has signed another certificate but is no CA, or may not sign "
             "certificates";
    case X509_V_ERR_PATH_LENGTH_EXCEEDED:
      return "allows fewer CAs below it than there are";
    case X509_V_ERR_PERMITTED_VIOLATION:
      return "has a name outside those that its issuer's name constraints "
             "permit";
    case X509_V_ERR_EXCLUDED_VIOLATION:
      return "has a name that its issuer's name constraints exclude";
    case X509_V_ERR_SUBTREE_MINMAX:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX:
    case X509_V_ERR_UNSUPPORTED_NAME_SYNTAX:
      return "is under name constraints that cannot be applied to its names";
    case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION:
      return "has a critical extension that is not understood";
    case X509_V_ERR_INVALID_EXTENSION:
      return "has a malformed extension";
    case X509_V_ERR_INVALID_POLICY_EXTENSION:
    case X509_V_ERR_NO_EXPLICIT_POLICY:
      return "breaks the certificate policies of the path";
    case X509_V_ERR_AKID_SKID_MISMATCH:
    case X509_V_ERR_AKID_ISSUER_SERIAL_MISMATCH:
      return "names another issuer's key in its authorityKeyIdentifier";
    case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
      return "has an issuer whose keyUsage lacks keyCertSign";
    case X509_V_ERR_SUBJECT_ISSUER_MISMATCH:
      return "was issued under another name";
    default:
      return absl::StrCat("fails the path check: ",
                          X509_verify_cert_error_string(code));
  }
}

absl::Status Fail(const CertificatePath& path, size_t index,
                  absl::string_view what) {
  return absl::UnauthenticatedError(
      absl::StrCat(NameInPath(path, index), " ", what));
}

// Why OpenSSL did not take path[i + 1] for the issuer of path[i].
absl::Status ExplainGap(const CertificatePath& path) {
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    const int code =
        X509_check_issued(path[i + 1]->handle(), path[i]->handle());
    if (code != X509_V_OK) return Fail(path, i, InWords(code));
  }
  return Fail(path, path.size() - 1, "is not self-signed");
}

size_t IndexOf(const CertificatePath& path, const X509* x509) {
  for (size_t i = 0; i < path.size(); ++i) {
    if (x509 != nullptr && X509_cmp(path[i]->handle(), x509) == 0) return i;
  }
  return 0;
}

// Signatures, CA flags, path length, name constraints and policies.
absl::Status VerifyWithOpenSsl(const CertificatePath& path) {
  UniqueX509Store store(X509_STORE_new());
  UniqueX509Stack untrusted(sk_X509_new_null());
  UniqueX509StoreContext context(X509_STORE_CTX_new());
  bool ready = store != nullptr && untrusted != nullptr && context != nullptr &&
               X509_STORE_add_cert(store.get(), path.back()->handle()) == 1;
  for (size_t i = 1; ready && i + 1 < path.size(); ++i) {
    X509* x509 = path[i]->handle();
    ready = sk_X509_push(untrusted.get(), x509) > 0 && X509_up_ref(x509) == 1;
  }
  // Any policy will do, where a certificate wants that there is one. (OpenSSL's
  // own default is that none does.)
  if (!ready ||
      X509_STORE_CTX_init(context.get(), store.get(), path[0]->handle(),
                          untrusted.get()) != 1 ||
      X509_VERIFY_PARAM_add0_policy(X509_STORE_CTX_get0_param(context.get()),
                                    OBJ_nid2obj(NID_any_policy)) != 1) {
    ERR_clear_error();
    return absl::InternalError("OpenSSL cannot check a certificate path");
  }
  // Times and purposes are aspects of their own.
  X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_NO_CHECK_TIME |
                                              X509_V_FLAG_POLICY_CHECK |
                                              X509_V_FLAG_CHECK_SS_SIGNATURE);
  const int verified = X509_verify_cert(context.get());
  const int code = X509_STORE_CTX_get_error(context.get());
  ERR_clear_error();
  if (verified == 1) return absl::OkStatus();
  switch (code) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return ExplainGap(path);
    default:
      return Fail(path,
                  IndexOf(path, X509_STORE_CTX_get_current_cert(context.get())),
                  InWords(code));
  }
}

}  // namespace

std::vector<CertificatePath> CandidatePaths(
    const Certificate& leaf, absl::Span<const Certificate* const> chain,
    absl::Span<const Certificate> roots) {
  std::vector<CertificatePath> found;
  CertificatePath path = {&leaf};
  Extend(path, chain, roots, found);
  return found;
}

std::string NameInPath(const CertificatePath& path, size_t index) {
  if (index == 0) return "the leaf";
  if (index + 1 == path.size()) return "the root";
  return absl::StrCat("intermediate ", index);
}

absl::Status CheckPath(const CertificatePath& path) {
  for (size_t i = 0; i < path.size(); ++i) {
    const bool is_root = i + 1 == path.size();
    absl::Status profile = i == 0    ? CheckLeafProfile(*path[i])
                           : is_root ? CheckRootProfile(*path[i])
                                     : CheckIntermediateProfile(*path[i]);
    if (!profile.ok()) return Fail(path, i, profile.message());
  }
  return VerifyWithOpenSsl(path);
}

}  // namespace homeward::auth
