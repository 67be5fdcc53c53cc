#ifndef HOMEWARD_SERVICES_CLI_FEDERATION_FEDERATION_FOLDER_H_
#define HOMEWARD_SERVICES_CLI_FEDERATION_FEDERATION_FOLDER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "auth/signing/signing_key.h"
#include "homeward/internal/v1/setup.pb.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/mou.pb.h"

// The work of a federation's governance, in a folder of its own: the directory
// that is published, and the next one while it gathers signatures.
namespace homeward::cli {

inline constexpr char kDraftFile[] = "draft.binpb";

// What a federation starts with.
struct FederationPlan {
  std::string federation;
  v1::Mou charter;
  int threshold = 0;
  absl::Duration lifetime;
};

// Makes version 1 of a directory, without members, signed by all of `keys`.
//
// Errors:
//   INVALID_ARGUMENT  The charter breaks a rule, each named, or is not in force
//                     at `now`; or the name, the threshold or the lifetime is
//                     not possible.
absl::StatusOr<v1::Envelope> FoundFederation(
    const FederationPlan& plan, const std::vector<auth::SigningKey>& keys,
    absl::Time now);

// A verified directory and its document.
struct PublishedDirectory {
  v1::Envelope envelope;
  v1::Directory document;
  std::shared_ptr<const auth::Directory> directory;
};

// Reads the published directory of `folder`. It is verified by the governance
// that it names itself: whose governance that is, people compare.
absl::StatusOr<PublishedDirectory> ReadPublished(const std::string& folder,
                                                 absl::Time now);

// The same of the file `path`.
absl::StatusOr<PublishedDirectory> ReadDirectoryFile(const std::string& path,
                                                     absl::Time now);

// What the next version changes.
struct MemberChange {
  // Added, or in the place of those of the same id.
  std::vector<v1::Member> admitted = {};
  // By their ids.
  std::vector<std::string> removed = {};
};

// The next version, unsigned; it holds for `lifetime` from `now`.
//
// Errors:
//   NOT_FOUND  One to be removed is no member; the text names it.
absl::StatusOr<v1::Envelope> DraftNext(const PublishedDirectory& published,
                                       const MemberChange& change,
                                       absl::Duration lifetime, absl::Time now);

// Whether `text` is the file of red lines that the charter of `directory`
// names; empty where it names none.
//
// Errors:
//   FAILED_PRECONDITION  It is not.
absl::Status CheckNamedRedLines(const auth::Directory& directory,
                                absl::string_view text);

// An invite for `agency_id`, which gives it the file `red_lines`.
//
// Errors:
//   NOT_FOUND  It is no member yet.
//   as CheckNamedRedLines()
absl::StatusOr<internal::v1::Invite> MakeInvite(
    const PublishedDirectory& published, const std::string& red_lines,
    const std::string& agency_id, absl::Time now);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_FEDERATION_FEDERATION_FOLDER_H_
