#ifndef HOMEWARD_AUTH_MOU_SIGNED_MOU_H_
#define HOMEWARD_AUTH_MOU_SIGNED_MOU_H_

#include <memory>
#include <string>
#include <utility>
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
// Only VerifyMou() and ReadCharter() make one. Immutable, so copies share it:
// cheap to copy.
class SignedMou {
 public:
  const v1::Mou& mou() const { return checked_->mou; }
  MouKind kind() const { return checked_->kind; }
  // SHA-256 of the payload as it was signed, 32 bytes.
  const std::string& sha256() const { return checked_->sha256; }
  // The parties whose valid signature is still missing, in the document's
  // order. While there is one, the MOU does nothing.
  const std::vector<std::string>& missing_signers() const {
    return checked_->missing_signers;
  }
  bool complete() const { return missing_signers().empty(); }

 private:
  friend absl::StatusOr<SignedMou> VerifyMou(const v1::Envelope&, PartyKeys);
  friend absl::StatusOr<SignedMou> ReadCharter(const VerifiedPayload&);

  struct Checked {
    v1::Mou mou;
    MouKind kind = MouKind::kMou;
    std::string sha256;
    std::vector<std::string> missing_signers;
  };
  explicit SignedMou(Checked checked)
      : checked_(std::make_shared<const Checked>(std::move(checked))) {}

  std::shared_ptr<const Checked> checked_;  // Never null.
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
