#include "services/federation/break_glass/glass_events.h"

#include <string>

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"

namespace homeward::federation {
namespace {

v1::AuditEvent EventOf(const VerifiedReview& review,
                       const std::string& responder, absl::Time now) {
  v1::AuditEvent event;
  *event.mutable_time() = auth::ToTimestamp(now);
  event.set_kind(v1::AUDIT_KIND_REVIEWED);
  event.set_asker_agency_id(review.review.asker_agency_id());
  event.set_responder_agency_id(responder);
  event.set_break_glass_sha256(review.review.break_glass_sha256());
  event.set_review_sha256(review.digest);
  return event;
}

}  // namespace

void NoteGlass(const GlassReading& reading, v1::AuditEvent& event) {
  event.mutable_decision()->set_break_glass_finding(reading.finding);
  if (reading.glass.has_value()) {
    event.set_break_glass_sha256(reading.glass->digest());
  }
}

storage::AuditEntry SuspendedEntry(const auth::Staff& staff, absl::Time now) {
  v1::AuditEvent event;
  *event.mutable_time() = auth::ToTimestamp(now);
  event.set_kind(v1::AUDIT_KIND_REFUSED);
  event.set_asker_agency_id(staff.agency_id());
  for (const v1::Role role : staff.roles()) event.add_roles(role);
  event.mutable_decision()->set_reason(v1::DECISION_REASON_SUSPENDED);
  event.set_outcome(v1::OUTCOME_DENIED);
  v1::AuditDetails details;
  details.set_subject(staff.subject());
  return {event.SerializeAsString(), details.SerializeAsString()};
}

storage::AuditEntry ReviewedEntry(const VerifiedReview& review,
                                  const std::string& own_agency_id,
                                  absl::Time now) {
  v1::AuditDetails details;
  details.set_subject(review.review.reviewer_subject());
  return {EventOf(review, own_agency_id, now).SerializeAsString(),
          details.SerializeAsString()};
}

storage::AuditEntry AcknowledgedEntry(const VerifiedReview& review,
                                      const std::string& owner_agency_id,
                                      const std::string& receipt,
                                      absl::Time now) {
  v1::AuditEvent event = EventOf(review, owner_agency_id, now);
  event.set_receipt_sha256(auth::Sha256(receipt));
  return {event.SerializeAsString(), v1::AuditDetails().SerializeAsString()};
}

}  // namespace homeward::federation
