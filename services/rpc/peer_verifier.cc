#include "services/rpc/peer_verifier.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/certificate/certificate.h"
#include "auth/certificate/certificate_check.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/identity/directory.h"
#include "auth/identity/peer_identity.h"
#include "auth/identity/revocation.h"
#include "services/rpc/fault.h"
#include "services/rpc/trust.h"

namespace homeward::rpc {
namespace {

constexpr size_t kMaxRemembered = 4096;

// OK when `now` is in the validity period of `leaf`.
absl::Status CheckDates(const auth::Certificate& leaf, absl::string_view agency,
                        absl::Time now) {
  if (!leaf.not_before().has_value() || !leaf.not_after().has_value()) {
    return FaultError(Fault::kCertificateUnreadable, agency,
                      "the certificate has no readable validity period");
  }
  const absl::TimeZone utc = absl::UTCTimeZone();
  if (now < *leaf.not_before()) {
    return FaultError(
        Fault::kCertificateNotYetValid, agency,
        absl::StrCat(
            "the certificate of ", agency, " holds only from ",
            absl::FormatTime(absl::RFC3339_sec, *leaf.not_before(), utc),
            " but it is ", absl::FormatTime(absl::RFC3339_sec, now, utc),
            " here: it is new, or a clock is wrong"));
  }
  if (now > *leaf.not_after()) {
    return FaultError(
        Fault::kCertificateExpired, agency,
        absl::StrCat(
            "the certificate of ", agency, " expired at ",
            absl::FormatTime(absl::RFC3339_sec, *leaf.not_after(), utc),
            "; it is ", absl::FormatTime(absl::RFC3339_sec, now, utc),
            " here"));
  }
  return absl::OkStatus();
}

// The id in the only URI of `leaf`: nothing about it is verified yet.
absl::StatusOr<auth::SpiffeId> ClaimedId(const auth::Certificate& leaf,
                                         absl::string_view federation) {
  const auth::SubjectNames& names = leaf.names();
  if (!names.readable || names.uris.size() != 1) {
    return FaultError(Fault::kCertificateIdentity, "",
                      absl::StrCat("the certificate has ", names.uris.size(),
                                   " URI names; it must have exactly one"));
  }
  absl::StatusOr<auth::SpiffeId> id = auth::SpiffeId::Parse(names.uris[0]);
  if (!id.ok()) {
    return FaultError(Fault::kCertificateIdentity, "",
                      absl::StrCat("the URI name of the certificate: ",
                                   id.status().message()));
  }
  if (id->federation() != federation) {
    return FaultError(Fault::kCertificateIdentity, id->agency(),
                      "the certificate is of another federation");
  }
  return id;
}

absl::Status ReportError(const auth::CertificateReport& report,
                         absl::string_view agency) {
  const auto error = [&](Fault fault, const auth::CertificateAspect& aspect) {
    return FaultError(
        fault, agency,
        absl::StrCat("the certificate of ", agency, ": ", aspect.reason));
  };
  if (!report.identity.ok) {
    return error(Fault::kCertificateIdentity, report.identity);
  }
  if (!report.chain.ok) return error(Fault::kCertificateIssuer, report.chain);
  if (!report.key_usage.ok) {
    return error(Fault::kCertificateUse, report.key_usage);
  }
  if (!report.algorithm.ok) {
    return error(Fault::kCertificateUse, report.algorithm);
  }
  if (!report.validity.ok) {
    return error(Fault::kCertificateExpired, report.validity);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const VerifiedPeer>> VerifyChain(
    absl::string_view leaf_pem, absl::string_view chain_pem,
    const auth::Directory& directory, absl::Time now) {
  absl::StatusOr<auth::Certificate> leaf = auth::Certificate::FromPem(leaf_pem);
  if (!leaf.ok()) {
    return FaultError(Fault::kCertificateUnreadable, "",
                      leaf.status().message());
  }
  absl::StatusOr<std::vector<auth::Certificate>> chain =
      auth::Certificate::ChainFromPem(chain_pem);
  if (!chain.ok()) {
    return FaultError(Fault::kCertificateUnreadable, "",
                      chain.status().message());
  }
  absl::StatusOr<auth::SpiffeId> id = ClaimedId(*leaf, directory.federation());
  if (!id.ok()) return id.status();
  const absl::StatusOr<const auth::Member*> member =
      directory.Find(id->agency(), now);
  if (!member.ok()) {
    return FaultError(Fault::kNotAMember, id->agency(),
                      member.status().message());
  }
  absl::Status dates = CheckDates(*leaf, id->agency(), now);
  if (!dates.ok()) return dates;
  absl::Status judged =
      ReportError(auth::CheckPeerCertificate(*leaf, *chain, (*member)->roots(),
                                             directory.federation(), now),
                  id->agency());
  if (!judged.ok()) return judged;
  absl::StatusOr<auth::PeerIdentity> identity =
      auth::VerifyPeer(*leaf, *chain, directory, now);
  if (!identity.ok()) {
    return FaultError(Fault::kCertificateIssuer, id->agency(),
                      identity.status().message());
  }
  return std::make_shared<const VerifiedPeer>(
      VerifiedPeer{*std::move(leaf), *std::move(identity)});
}

absl::Status NoFreshList(const std::string& agency) {
  return FaultError(Fault::kRevocationUnknown, agency,
                    absl::StrCat("no revocation list of ", agency,
                                 " from the last 24 hours is here"));
}

// OK when what is known of the revocation of `peer` is enough.
absl::Status CheckRevocation(const VerifiedPeer& peer,
                             const auth::RevocationSet& revocations,
                             Revocation enough, absl::Time now) {
  const std::string& agency = peer.identity.id().agency();
  switch (revocations.StatusOf(agency, peer.leaf.serial(), now)) {
    case auth::RevocationStatus::kGood:
      return absl::OkStatus();
    case auth::RevocationStatus::kRevoked:
      return FaultError(
          Fault::kCertificateRevoked, agency,
          absl::StrCat("the certificate of ", agency, " was revoked"));
    case auth::RevocationStatus::kUnknown:
      break;
  }
  return enough == Revocation::kMayBeUnknown ? absl::OkStatus()
                                             : NoFreshList(agency);
}

}  // namespace

PeerVerifier::PeerVerifier(TrustSource trust, Clock clock)
    : trust_(std::move(trust)), clock_(std::move(clock)) {}

absl::StatusOr<std::shared_ptr<const VerifiedPeer>> PeerVerifier::Verify(
    absl::string_view leaf_pem, absl::string_view chain_pem,
    Revocation revocation) const {
  const Trust trust = trust_();
  const absl::Time now = clock_();
  std::shared_ptr<const VerifiedPeer> peer =
      Remembered(leaf_pem, *trust.directory);
  if (peer == nullptr) {
    auto verified = VerifyChain(leaf_pem, chain_pem, *trust.directory, now);
    if (!verified.ok()) return verified.status();
    peer = *std::move(verified);
    Remember(leaf_pem, *trust.directory, peer);
  }
  const std::string& agency = peer->identity.id().agency();
  if (now >= trust.directory->expiry_time()) {
    return FaultError(Fault::kNotAMember, agency, "the directory has expired");
  }
  absl::Status dates = CheckDates(peer->leaf, agency, now);
  if (!dates.ok()) return dates;
  absl::Status unrevoked =
      CheckRevocation(*peer, *trust.revocations, revocation, now);
  if (!unrevoked.ok()) return unrevoked;
  return peer;
}

absl::Status PeerVerifier::CheckListOf(const std::string& agency) const {
  return trust_().revocations->IsFresh(agency, clock_()) ? absl::OkStatus()
                                                         : NoFreshList(agency);
}

std::shared_ptr<const VerifiedPeer> PeerVerifier::Remembered(
    absl::string_view leaf_pem, const auth::Directory& directory) const {
  absl::ReaderMutexLock lock(&mutex_);
  const auto found = cache_.find(leaf_pem);
  if (found == cache_.end() ||
      found->second.directory_digest != directory.digest()) {
    return nullptr;
  }
  return found->second.peer;
}

void PeerVerifier::Remember(absl::string_view leaf_pem,
                            const auth::Directory& directory,
                            std::shared_ptr<const VerifiedPeer> peer) const {
  absl::MutexLock lock(&mutex_);
  // Only verified certificates get here, so strangers can't empty it.
  if (cache_.size() >= kMaxRemembered) cache_.clear();
  cache_[leaf_pem] = Entry{directory.digest(), std::move(peer)};
}

}  // namespace homeward::rpc
