#include "auth/certificate/certificate_usage.h"

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "auth/signing/openssl.h"

namespace homeward::auth {
namespace {

using UniqueBits =
    std::unique_ptr<ASN1_BIT_STRING, OpenSslFree<ASN1_BIT_STRING_free>>;
using UniqueUsages =
    std::unique_ptr<EXTENDED_KEY_USAGE, OpenSslFree<EXTENDED_KEY_USAGE_free>>;
using UniqueConstraints =
    std::unique_ptr<BASIC_CONSTRAINTS, OpenSslFree<BASIC_CONSTRAINTS_free>>;

// Bits of keyUsage (RFC 5280 section 4.2.1.3).
constexpr int kDigitalSignature = 0;
constexpr int kKeyCertSign = 5;
constexpr int kCrlSign = 6;

absl::Status Fail(absl::string_view what) {
  return absl::UnauthenticatedError(what);
}

// An extension by itself: OpenSSL's own cache of them gives none as soon as
// one is malformed.
template <typename Owner>
struct Extension {
  Owner value;
  // There is one, but it is malformed or comes twice.
  bool is_broken;
};

template <typename Owner>
Extension<Owner> Read(const Certificate& certificate, int nid) {
  int state = 0;
  Owner value(static_cast<typename Owner::pointer>(
      X509_get_ext_d2i(certificate.handle(), nid, &state, nullptr)));
  ERR_clear_error();
  const bool is_broken = value == nullptr && state != -1;
  return {std::move(value), is_broken};
}

bool Has(const UniqueBits& bits, int bit) {
  return ASN1_BIT_STRING_get_bit(bits.get(), bit) == 1;
}

bool Has(const UniqueUsages& usages, int nid) {
  for (int i = 0; i < sk_ASN1_OBJECT_num(usages.get()); ++i) {
    if (OBJ_obj2nid(sk_ASN1_OBJECT_value(usages.get(), i)) == nid) return true;
  }
  return false;
}

absl::Status CheckLeafKeyUsage(const Certificate& leaf) {
  const auto usage = Read<UniqueBits>(leaf, NID_key_usage);
  if (usage.is_broken) return Fail("has a keyUsage that cannot be read");
  if (usage.value == nullptr) return Fail("has no keyUsage");
  if (Has(usage.value, kKeyCertSign) || Has(usage.value, kCrlSign)) {
    return Fail("may sign certificates or CRLs by its keyUsage");
  }
  if (!Has(usage.value, kDigitalSignature)) {
    return Fail("lacks digitalSignature in its keyUsage");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckLeafUsage(const Certificate& certificate) {
  const auto basic =
      Read<UniqueConstraints>(certificate, NID_basic_constraints);
  if (basic.is_broken) return Fail("has basicConstraints that cannot be read");
  if (basic.value != nullptr && basic.value->ca != 0) {
    return Fail("is a CA: its basicConstraints have cA");
  }
  absl::Status usage = CheckLeafKeyUsage(certificate);
  if (!usage.ok()) return usage;
  const auto extended = Read<UniqueUsages>(certificate, NID_ext_key_usage);
  if (extended.is_broken) {
    return Fail("has an extendedKeyUsage that cannot be read");
  }
  if (extended.value == nullptr) return Fail("has no extendedKeyUsage");
  if (Has(extended.value, NID_anyExtendedKeyUsage)) {
    return Fail("has anyExtendedKeyUsage, which permits everything");
  }
  for (const auto& [nid, name] : {std::pair(NID_client_auth, "clientAuth"),
                                  std::pair(NID_server_auth, "serverAuth")}) {
    if (!Has(extended.value, nid)) {
      return Fail(absl::StrCat("lacks ", name, " in its extendedKeyUsage"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckCaUsage(const Certificate& certificate) {
  const auto usage = Read<UniqueBits>(certificate, NID_key_usage);
  if (usage.is_broken) return Fail("has a keyUsage that cannot be read");
  if (usage.value != nullptr && !Has(usage.value, kKeyCertSign)) {
    return Fail("lacks keyCertSign in its keyUsage");
  }
  const auto extended = Read<UniqueUsages>(certificate, NID_ext_key_usage);
  if (extended.is_broken) {
    return Fail("has an extendedKeyUsage that cannot be read");
  }
  if (extended.value != nullptr &&
      !Has(extended.value, NID_anyExtendedKeyUsage) &&
      !(Has(extended.value, NID_client_auth) &&
        Has(extended.value, NID_server_auth))) {
    return Fail(
        "restricts its extendedKeyUsage without both clientAuth and "
        "serverAuth");
  }
  return absl::OkStatus();
}

}  // namespace homeward::auth
