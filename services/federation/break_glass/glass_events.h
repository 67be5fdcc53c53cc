#ifndef HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_EVENTS_H_
#define HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_EVENTS_H_

#include <string>

#include "absl/time/time.h"
#include "auth/identity/staff_assertion.h"
#include "homeward/v1/evidence.pb.h"
#include "services/federation/break_glass/signed_review.h"
#include "services/federation/signed/glass_reading.h"
#include "storage/log/audit_entry.h"

// What the log says of broken glass: never a word of its free text. Pure.
namespace homeward::federation {

// Says in `event`, of a question, what the statement that came with it was
// worth.
void NoteGlass(const GlassReading& reading, v1::AuditEvent& event);

// `staff`, who is suspended, was refused a call that is no question.
storage::AuditEntry SuspendedEntry(const auth::Staff& staff, absl::Time now);

// `review` came in at the agency `own_agency_id`, which asked or was asked.
storage::AuditEntry ReviewedEntry(const VerifiedReview& review,
                                  const std::string& own_agency_id,
                                  absl::Time now);

// The asker has the receipt of `owner_agency_id`, whose signed bytes are
// `receipt`, for `review`.
storage::AuditEntry AcknowledgedEntry(const VerifiedReview& review,
                                      const std::string& owner_agency_id,
                                      const std::string& receipt,
                                      absl::Time now);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_EVENTS_H_
