#include "services/rpc/admission.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "auth/identity/directory.h"
#include "auth/identity/staff_assertion.h"
#include "auth/signing/digest.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/error.pb.h"
#include "homeward/v1/staff.pb.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/fault.h"
#include "services/rpc/gate.h"
#include "services/rpc/peer_verifier.h"
#include "services/rpc/trust.h"

namespace homeward::rpc {
namespace {

constexpr size_t kMaxRemembered = 4096;
constexpr size_t kMaxAssertionBytes = 4096;

// `status`, told to own staff: whoever would bring the node the newer document
// that it lacks is not admitted either, so the node must take it from its
// files.
absl::Status ForOwnStaff(const absl::Status& status) {
  constexpr char kRestart[] =
      "; then restart the node: it takes the file when it starts";
  v1::ErrorDetail detail = DetailOf(status);
  if (detail.code() == "HW-TLS-007") {
    detail.set_next_command(
        absl::StrCat("homeward certificate revoke --offline", kRestart));
  } else if (detail.code() == "HW-TLS-009") {
    detail.set_next_command(
        absl::StrCat("homeward directory install FILE --offline", kRestart));
  } else {
    return status;
  }
  detail.set_fault(v1::FAULT_OWN_NODE);
  return WithDetail(status, detail);
}

absl::Status SignIn(absl::string_view why) {
  return FaultError(Fault::kSignIn, "", absl::StrCat("not signed in: ", why));
}

}  // namespace

Admission::Admission(Options options)
    : options_(std::move(options)), verifier_(options_.trust, options_.clock) {}

absl::StatusOr<auth::PeerIdentity> Admission::IdentityOf(
    const Credentials& credentials, Audience audience) const {
  const absl::StatusOr<std::shared_ptr<const VerifiedPeer>> peer =
      verifier_.Verify(credentials.leaf_pem, credentials.chain_pem,
                       audience == Audience::kContact
                           ? Revocation::kMayBeUnknown
                           : Revocation::kKnownGood);
  if (!peer.ok()) {
    return audience == Audience::kOwnStaff ? ForOwnStaff(peer.status())
                                           : peer.status();
  }
  const auth::PeerIdentity& identity = (*peer)->identity;
  if (!Admits(audience, identity.id(), options_.own_agency)) {
    if (identity.id().agency() != options_.own_agency) {
      // Told like every other denial to a peer: without a code or a reason.
      return absl::PermissionDeniedError("denied");
    }
    return FaultError(Fault::kWrongKindOfCaller, identity.id().agency(),
                      "this certificate is not for this service");
  }
  return identity;
}

absl::StatusOr<auth::Contact> Admission::Meet(
    const Credentials& credentials) const {
  const auto identity = IdentityOf(credentials, Audience::kContact);
  if (!identity.ok()) return identity.status();
  const Trust trust = options_.trust();
  return auth::ContactFrom(*identity, *trust.directory, *trust.revocations,
                           options_.clock());
}

absl::StatusOr<auth::Caller> Admission::Admit(const Credentials& credentials,
                                              Audience audience) const {
  const auto identity = IdentityOf(credentials, audience);
  if (!identity.ok()) return identity.status();
  const Trust trust = options_.trust();
  const absl::Time now = options_.clock();
  absl::StatusOr<auth::Caller> caller =
      auth::CallerFrom(*identity, *trust.directory, *trust.revocations, now);
  if (!caller.ok() || audience != Audience::kOwnStaff) return caller;
  absl::StatusOr<auth::Staff> staff =
      StaffOf(credentials.staff_assertion, *trust.directory, now);
  if (!staff.ok()) return staff.status();
  return auth::WithStaff(*std::move(caller), *std::move(staff));
}

absl::StatusOr<auth::Staff> Admission::StaffOf(const std::string& assertion,
                                               const auth::Directory& directory,
                                               absl::Time now) const {
  if (assertion.empty()) return SignIn("no staff assertion came with the call");
  if (assertion.size() > kMaxAssertionBytes) {
    return SignIn("the staff assertion has over 4096 bytes");
  }
  const std::string key = auth::Sha256(assertion);
  {
    absl::ReaderMutexLock lock(&mutex_);
    const auto found = staff_.find(key);
    if (found != staff_.end() &&
        found->second.directory_digest == directory.digest() &&
        now < found->second.staff.expiry_time() &&
        IsOwnThumbprint(found->second.node_thumbprint)) {
      return found->second.staff;
    }
  }
  absl::StatusOr<Entry> entry = VerifyStaff(assertion, directory, now);
  if (!entry.ok()) return SignIn(entry.status().message());
  auth::Staff staff = entry->staff;
  if (!options_.terms_sha256.empty() &&
      staff.terms_sha256() != options_.terms_sha256) {
    return FaultError(Fault::kTermsNotSigned, "",
                      "not admitted: the agency's present terms of use are not "
                      "signed");
  }
  absl::MutexLock lock(&mutex_);
  if (staff_.size() >= kMaxRemembered) staff_.clear();
  staff_.insert_or_assign(key, *std::move(entry));
  return staff;
}

absl::StatusOr<Admission::Entry> Admission::VerifyStaff(
    const std::string& assertion, const auth::Directory& directory,
    absl::Time now) const {
  v1::Envelope envelope;
  v1::StaffAssertion claimed;
  if (!envelope.ParseFromString(assertion) ||
      !claimed.ParseFromString(envelope.payload())) {
    return absl::InvalidArgumentError("the staff assertion can't be read");
  }
  // Only a hint which of the own leaves to verify it for.
  const std::string thumbprint = claimed.node_certificate_sha256();
  if (!IsOwnThumbprint(thumbprint)) {
    return absl::UnauthenticatedError(
        "the staff assertion is bound to another node's certificate, or to an "
        "older one of this node");
  }
  absl::StatusOr<auth::Staff> staff = auth::VerifyStaffAssertion(
      envelope, options_.own_agency, thumbprint, directory, now);
  if (!staff.ok()) return staff.status();
  return Entry{directory.digest(), thumbprint, *std::move(staff)};
}

bool Admission::IsOwnThumbprint(absl::string_view thumbprint) const {
  return absl::c_linear_search(options_.own_thumbprints(), thumbprint);
}

}  // namespace homeward::rpc
