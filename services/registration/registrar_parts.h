#ifndef HOMEWARD_SERVICES_REGISTRATION_REGISTRAR_PARTS_H_
#define HOMEWARD_SERVICES_REGISTRATION_REGISTRAR_PARTS_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "auth/redaction/field_hash.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/roles.pb.h"
#include "storage/committer.h"
#include "storage/engine/batch.h"
#include "storage/records/attachment_store.h"
#include "storage/records/match_store.h"
#include "storage/records/record_store.h"
#include "storage/records/request_store.h"

namespace homeward::registration {

// Called exactly once, on the calling thread or on the committer's: it must be
// quick.
template <typename T>
using Done = std::function<void(absl::StatusOr<T>)>;

// What a Registrar works with. All pointers must outlive it.
struct RegistrarParts {
  const storage::RecordStore* records = nullptr;
  const auth::FieldHasher* hasher = nullptr;
  const storage::RequestStore* requests = nullptr;
  const storage::AttachmentStore* attachments = nullptr;
  const storage::MatchStore* matches = nullptr;
  storage::Committer* committer = nullptr;
  // The MOUs by which to decide now. Never null.
  std::function<std::shared_ptr<const auth::ActiveSet>()> mous;
  std::function<absl::Time()> now;
  // Adds to the batch, which adds `claims` to a record, that what was disclosed
  // of it is taken back where they revoke consent, or keep it from the country
  // of origin, in the name of the person `subject`.
  std::function<absl::Status(
      const std::string& record_id, const std::vector<v1::Claim>& claims,
      const std::string& subject, absl::Time now, storage::Batch* batch)>
      revoke;
  // Whether the record with this number in the system that it comes from was
  // erased. Empty: none was.
  std::function<absl::StatusOr<bool>(const std::string& source_record_id,
                                     absl::Time now)>
      was_erased;
  // Whether the kept answer `copy_id` of another agency, for which `subject`
  // asked with `purpose`, says that a child is safe, as was checked at `since`
  // or later. Empty: none does. Blocks.
  std::function<absl::StatusOr<bool>(
      const std::string& copy_id, const std::string& subject,
      v1::Purpose purpose, absl::Time since, absl::Time now)>
      says_safe;
  // Told that words about consent or origin are in the store. Must not block.
  std::function<void()> consent_changed;
  // Runs work on the pool; false when too much waits.
  std::function<bool(std::function<void()>)> run;
};

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_REGISTRAR_PARTS_H_
