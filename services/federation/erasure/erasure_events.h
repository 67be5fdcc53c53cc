#ifndef HOMEWARD_SERVICES_FEDERATION_ERASURE_ERASURE_EVENTS_H_
#define HOMEWARD_SERVICES_FEDERATION_ERASURE_ERASURE_EVENTS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "homeward/internal/v1/erasure.pb.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/erasure.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/policy/state.h"
#include "services/registration/house_rules.h"
#include "storage/log/audit_entry.h"
#include "storage/records/record_store.h"

// Who may ask for a person's rights, and what the log says of it.
namespace homeward::federation {

// Every category there is.
std::vector<v1::Category> AllCategories();

// Whether `caller` may do `action` with own records for a person who asks about
// her own data: a supervisor whom the house rules let. Pure.
registration::Ruling RuleOnRights(const policy::Snapshot& policy,
                                  const auth::Caller& caller, v1::Action action,
                                  absl::Time now);

// Whether nobody finds the record of `erasure` any more.
bool IsGone(const v1::Erasure& erasure);

// The record `record_id` with all that is known of it, if `ruling`, which
// admits, reaches it. Errors: NOT_FOUND in one text; those of RecordStore.
absl::StatusOr<internal::v1::StoredRecord> LoadFor(
    const storage::RecordStore& records, const std::string& record_id,
    absl::Time now, registration::Ruling& ruling);

// The log's entry of what `ruling` rules on, and of what the node does of
// itself with `erasure`.
storage::AuditEntry EntryOf(const registration::Ruling& ruling);
storage::AuditEntry EntryOf(const internal::v1::StoredErasure& erasure,
                            absl::Time now);

// Names in `details` the record of `erasure`: by its keyed hash alone once it
// is being erased.
void NameRecord(const internal::v1::StoredErasure& erasure,
                v1::AuditDetails& details);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ERASURE_ERASURE_EVENTS_H_
