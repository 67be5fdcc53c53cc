#ifndef HOMEWARD_SERVICES_CLI_MOU_FILE_MOU_TEXTS_H_
#define HOMEWARD_SERVICES_CLI_MOU_FILE_MOU_TEXTS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "auth/decision/active_set.h"
#include "auth/mou/mou.h"
#include "auth/mou/signed_mou.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/mou.pb.h"

// MOUs as they are written, whoever has signed them.
namespace homeward::cli {

// Reads a signed document, or a draft as an envelope without a signature.
//
// Errors:
//   INVALID_ARGUMENT  It is neither; the text names the line.
//   as ReadFile()
absl::StatusOr<v1::Envelope> ReadMouEnvelope(const std::string& file,
                                             auth::MouKind kind);

// The document of such a file. A signed directory counts as its charter.
// Errors: as ReadMouEnvelope().
absl::StatusOr<v1::Mou> ReadMouText(const std::string& file,
                                    auth::MouKind kind = auth::MouKind::kMou);

// The document as if everybody had signed it: a key that is thrown away signs
// in the place of all. Errors: as auth::VerifyMou().
absl::StatusOr<auth::SignedMou> AssumeSigned(const v1::Envelope& document,
                                             auth::MouKind kind);

// A set of `mou` and `charter` alone, as if everybody had signed them. Errors:
// as AssumeSigned() and ActiveSet::Build().
absl::StatusOr<std::shared_ptr<const auth::ActiveSet>> SetOfOne(
    const v1::Mou& charter, const v1::Mou& mou);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MOU_FILE_MOU_TEXTS_H_
