#ifndef HOMEWARD_AUTH_MOU_SIGNED_MOU_H_
#define HOMEWARD_AUTH_MOU_SIGNED_MOU_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "auth/mou/mou.h"
#include "auth/signing/dsse.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::auth {

// The keys with which an agency may sign MOUs: those of the directory with
// KEY_USAGE_MOU that were valid when the signature came in. An agency that is
// no member has none. The directory gives it (see auth/identity/directory.h).
using PartyKeys =
    absl::FunctionRef<std::vector<PublicKey>(absl::string_view agency_id)>;

// A document that this node can enforce and whose signatures were checked.
// Only VerifyMou() and ReadCharter() make one. Immutable; not cheap to copy.
class SignedMou {
 public:
  const v1::Mou& mou() const { return mou_; }
  MouKind kind() const { return kind_; }
  // SHA-256 of the payload as it was signed, 32 bytes.
  const std::string& sha256() const { return sha256_; }
  // The parties whose valid signature is still missing, in the document's
  // order. While there is one, the MOU does nothing.
  const std::vector<std::string>& missing_signers() const {
    return missing_signers_;
  }
  bool complete() const { return missing_signers_.empty(); }

 private:
  friend absl::StatusOr<SignedMou> VerifyMou(const v1::Envelope&, PartyKeys);
  friend absl::StatusOr<SignedMou> ReadCharter(const VerifiedPayload&);
  SignedMou() = default;

  v1::Mou mou_;
  MouKind kind_ = MouKind::kMou;
  std::string sha256_;
  std::vector<std::string> missing_signers_;
};

// Checks the document in `envelope` (CheckMou) and the signature of each of
// its parties. One that lacks signatures comes back incomplete. `keys` must
// answer for the time when this node first held the envelope's signatures,
// so that a key that has ended since does not undo an MOU, and one that had
// ended before signs none. Thread-safe.
//
// Errors:
//   INVALID_ARGUMENT  Another payload type, not a Mou, or CheckMou() found
//                     something: the text lists each finding.
absl::StatusOr<SignedMou> VerifyMou(const v1::Envelope& envelope,
                                    PartyKeys keys);

// The charter, from the payload whose signatures the directory checked
// (Directory::charter()). Always complete. Thread-safe.
//
// Errors:
//   INVALID_ARGUMENT  As VerifyMou().
absl::StatusOr<SignedMou> ReadCharter(const VerifiedPayload& charter);

// Whether `next` is the version that follows `previous`: the same id, the
// version after it, and its hash in `previous_sha256`.
//
// Errors:
//   FAILED_PRECONDITION  It is not; the text says what differs.
absl::Status CheckFollows(const SignedMou& previous, const SignedMou& next);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_MOU_SIGNED_MOU_H_
