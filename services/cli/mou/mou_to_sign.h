#ifndef HOMEWARD_SERVICES_CLI_MOU_MOU_TO_SIGN_H_
#define HOMEWARD_SERVICES_CLI_MOU_MOU_TO_SIGN_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/mou_service.pb.h"

// Which of a node's MOUs an agency signs next, and how people name its text.
// Pure.
namespace homeward::cli {

// The lowest version of `mou_id` in `mous`, by number, that still must be
// signed by `agency_id`. Points into `mous`.
//
// Errors:
//   NOT_FOUND            There is no such MOU.
//   FAILED_PRECONDITION  The agency has signed every version that is there.
absl::StatusOr<const v1::MouSummary*> NextToSign(
    const v1::ListMousResponse& mous, absl::string_view mou_id,
    absl::string_view agency_id);

// The document that whoever signs `envelope` signs: read from its very bytes,
// not from what a node says of it.
//
// Errors:
//   INVALID_ARGUMENT  It is no MOU `mou_id`, or one that no node would enforce
//                     to the last word; the text says why.
absl::StatusOr<v1::Mou> MouToSign(const v1::Envelope& envelope,
                                  absl::string_view mou_id);

// The fingerprint of the text that `envelope` carries, whoever has signed it:
// the first 16 bytes of the SHA-256 of its payload. Fewer would not do: who
// proposes a text could make two with the same fingerprint.
std::string MouFingerprint(const v1::Envelope& envelope);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MOU_MOU_TO_SIGN_H_
