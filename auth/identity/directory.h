#ifndef HOMEWARD_AUTH_IDENTITY_DIRECTORY_H_
#define HOMEWARD_AUTH_IDENTITY_DIRECTORY_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "auth/certificate/certificate.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/directory.pb.h"

// Who belongs to the federation, as its governance signed it.
namespace homeward::auth {

// How far a peer's clock may be off.
inline constexpr absl::Duration kMaxClockSkew = absl::Seconds(30);

// The keys that govern a federation, and how many of them must sign.
struct Governance {
  std::vector<PublicKey> keys;
  int threshold = 0;

  // SHA-256 over the threshold and the sorted key ids, 32 raw bytes: what two
  // people compare over the phone when an agency joins.
  std::string Fingerprint() const;
};

// One agency of a verified directory. Immutable.
class Member {
 public:
  const std::string& agency_id() const { return agency_id_; }
  const std::string& display_name() const { return display_name_; }
  v1::AgencyKind kind() const { return kind_; }
  // Its state, ISO 3166-1 alpha-2. Empty: not told.
  const std::string& country_code() const { return country_code_; }
  // The only certificates that identify this agency. Never empty.
  absl::Span<const Certificate> roots() const { return roots_; }
  // The keys whose signatures of this kind count at `now`: those that the
  // agency holds, or those that the person `holder_subject` alone holds.
  std::vector<PublicKey> Keys(v1::KeyUsage usage, absl::Time now,
                              absl::string_view holder_subject = "") const;
  // `host:port`, in the order to try.
  const std::vector<std::string>& endpoints() const { return endpoints_; }
  // C2SP signed-note verifier keys of its audit logs.
  const std::vector<std::string>& log_vkeys() const { return log_vkeys_; }

 private:
  friend class DirectoryReader;
  struct Key {
    v1::KeyUsage usage;
    PublicKey key;
    absl::Time valid_from;
    absl::Time valid_until;
    std::string holder_subject;
  };
  Member() = default;

  std::string agency_id_;
  std::string display_name_;
  v1::AgencyKind kind_ = v1::AGENCY_KIND_UNSPECIFIED;
  std::string country_code_;
  std::vector<Certificate> roots_;
  std::vector<Key> keys_;
  std::vector<std::string> endpoints_;
  std::vector<std::string> log_vkeys_;
};

// A verified directory: an immutable snapshot, shared between threads. Only
// the functions below make one.
class Directory {
 public:
  const std::string& federation() const { return federation_; }
  int64_t version() const { return version_; }
  absl::Time issued_time() const { return issued_time_; }
  absl::Time expiry_time() const { return expiry_time_; }
  // Who must sign the next version.
  const Governance& governance() const { return governance_; }
  // The prohibitions that bind everyone, signed by the governance.
  const std::optional<VerifiedPayload>& charter() const { return charter_; }
  // SHA-256 of the payload, 32 raw bytes.
  const std::string& digest() const { return digest_; }

  // The agency `agency_id` at `now`. Valid as long as this directory.
  //
  // Errors:
  //   FAILED_PRECONDITION  The directory has expired: nobody is known.
  //   NOT_FOUND            No such member.
  absl::StatusOr<const Member*> Find(absl::string_view agency_id,
                                     absl::Time now) const;

  // Every member, by agency id: to show and to connect, not to trust.
  absl::Span<const Member> members() const { return members_; }

 private:
  friend class DirectoryReader;
  Directory() = default;

  std::string federation_;
  int64_t version_ = 0;
  absl::Time issued_time_;
  absl::Time expiry_time_;
  Governance governance_;
  std::optional<VerifiedPayload> charter_;
  std::string digest_;
  std::vector<Member> members_;
  absl::flat_hash_map<std::string, size_t> index_;
};

// Reads a directory that `trusted` has signed: the governance that was
// compared when the agency joined, or that of the version last accepted. It
// must be signed by the threshold of its own governance too, so that it can be
// read again later by that. An expired one is read, so that a node can start
// and ask for a newer one, but finds nobody. Thread-safe.
//
// Errors:
//   UNAUTHENTICATED   Not enough keys of `trusted`, or of its own governance,
//                     have signed it or its charter.
//   INVALID_ARGUMENT  Malformed: the text names the member and the field. A
//                     root or key that two members share is refused.
//   FAILED_PRECONDITION  It was issued in the future.
absl::StatusOr<std::shared_ptr<const Directory>> VerifyDirectory(
    const v1::Envelope& envelope, const Governance& trusted, absl::Time now);

// Reads a directory that is to replace `current`. Thread-safe.
//
// Errors: as VerifyDirectory(), and
//   ALREADY_EXISTS       It is the current one.
//   FAILED_PRECONDITION  Its version is lower, or the same with other content
//                        (an alarm: governance signed two), it has expired, or
//                        it is of another federation.
absl::StatusOr<std::shared_ptr<const Directory>> VerifyNextDirectory(
    const Directory& current, const v1::Envelope& envelope, absl::Time now);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_IDENTITY_DIRECTORY_H_
