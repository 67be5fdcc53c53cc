#ifndef HOMEWARD_AUTH_IDENTITY_REVOCATION_H_
#define HOMEWARD_AUTH_IDENTITY_REVOCATION_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "homeward/v1/envelope.pb.h"

// Which certificates the agencies have taken back. Fails closed: an agency
// whose list is missing or old has no valid certificate.
namespace homeward::auth {

// How old a list may be before its agency is denied.
inline constexpr absl::Duration kMaxRevocationListAge = absl::Hours(24);

// The number of the list that follows the one with `number` and is made at
// `now`: at least the seconds since 1970, so that a list which a person signs
// is above those which the node has issued anew by itself meanwhile.
int64_t NextRevocationNumber(int64_t number, absl::Time now);

// A verified list of one agency. Immutable; only VerifyRevocationList() makes
// one.
class RevocationList {
 public:
  const std::string& agency_id() const { return agency_id_; }
  int64_t number() const { return number_; }
  absl::Time issued_time() const { return issued_time_; }
  // `serial` as Certificate::serial().
  bool Lists(absl::string_view serial) const {
    return serials_.contains(serial);
  }

 private:
  friend absl::StatusOr<RevocationList> VerifyRevocationList(
      const v1::Envelope&, const Member&, absl::Time);
  friend class RevocationSet;
  RevocationList() = default;

  std::string agency_id_;
  int64_t number_ = 0;
  absl::Time issued_time_;
  std::string digest_;
  absl::flat_hash_set<std::string> serials_;
};

// Reads a list that must be of `member` and signed by its key for revocations.
// Thread-safe.
//
// Errors:
//   UNAUTHENTICATED      No such key of `member` has signed it.
//   INVALID_ARGUMENT     Malformed, or of another agency.
//   FAILED_PRECONDITION  It was issued in the future.
absl::StatusOr<RevocationList> VerifyRevocationList(
    const v1::Envelope& envelope, const Member& member, absl::Time now);

// What is known about one certificate's revocation.
enum class RevocationStatus {
  kGood,     // The agency's list is fresh and does not name it.
  kRevoked,  // The list names it, however old the list is.
  kUnknown,  // No list of the agency, or one over 24 hours old: denied.
};

// The newest list of every agency: an immutable snapshot, shared between
// threads and replaced whole.
class RevocationSet {
 public:
  // Knows no list, so every certificate is kUnknown.
  RevocationSet() = default;

  // This set with `list` in place of its agency's older one.
  //
  // Errors:
  //   ALREADY_EXISTS       It has this very list.
  //   FAILED_PRECONDITION  `list` has a lower number, the same number with
  //                        other content (an alarm), an earlier issue time, or
  //                        lacks a serial of the older one: what was taken back
  //                        stays so. The text names those.
  absl::StatusOr<std::shared_ptr<const RevocationSet>> With(
      RevocationList list) const;

  // Whether the list of `agency_id` is here and not over
  // kMaxRevocationListAge old, so that no certificate of it is kUnknown.
  bool IsFresh(absl::string_view agency_id, absl::Time now) const;

  RevocationStatus StatusOf(absl::string_view agency_id,
                            absl::string_view serial, absl::Time now) const;

  // The list of `agency_id`, to relay and to show. Null when there is none.
  const RevocationList* Find(absl::string_view agency_id) const;

 private:
  // What keeps `list` from following `present`, of the same agency.
  static absl::Status CheckFollows(const RevocationList& present,
                                   const RevocationList& list);

  absl::flat_hash_map<std::string, std::shared_ptr<const RevocationList>>
      lists_;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_IDENTITY_REVOCATION_H_
