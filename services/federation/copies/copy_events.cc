#include "services/federation/copies/copy_events.h"

#include <string>

#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "auth/identity/staff_assertion.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "homeward/v1/evidence.pb.h"
#include "services/federation/query_id.h"

namespace homeward::federation {
namespace {

v1::AuditEvent EventOf(v1::AuditKind kind, const std::string& recipient,
                       const std::string& owner, absl::Time now) {
  v1::AuditEvent event;
  *event.mutable_time() = auth::ToTimestamp(now);
  event.set_kind(kind);
  event.set_asker_agency_id(recipient);
  event.set_responder_agency_id(owner);
  return event;
}

storage::AuditEntry Entry(const v1::AuditEvent& event,
                          const v1::AuditDetails& details) {
  return {event.SerializeAsString(), details.SerializeAsString(),
          TopicOf(event)};
}

}  // namespace

storage::AuditEntry ErasedEntry(const std::string& own_agency_id,
                                const internal::v1::StoredCopy& copy,
                                const std::string& withdrawal_sha256,
                                absl::Time now) {
  v1::AuditEvent event = EventOf(v1::AUDIT_KIND_ERASED, own_agency_id,
                                 copy.answer().owner_agency_id(), now);
  event.set_query_id(copy.answer().query_id());
  event.set_purpose(copy.answer().purpose());
  event.set_withdrawal_sha256(withdrawal_sha256);
  v1::AuditDetails details;
  details.set_subject(copy.subject());
  return Entry(event, details);
}

storage::AuditEntry ReceiptEntry(const v1::DeletionReceipt& receipt,
                                 const std::string& payload) {
  v1::AuditEvent event =
      EventOf(v1::AUDIT_KIND_ERASED, receipt.recipient_agency_id(),
              receipt.owner_agency_id(), auth::ToTime(receipt.issued_time()));
  event.set_withdrawal_sha256(receipt.withdrawal_sha256());
  event.set_receipt_sha256(auth::Sha256(payload));
  return Entry(event, {});
}

storage::AuditEntry ReadEntry(const auth::Caller& caller,
                              const v1::KeptAnswer& answer, absl::Time now) {
  v1::AuditEvent event = EventOf(v1::AUDIT_KIND_READ, caller.agency_id(),
                                 answer.owner_agency_id(), now);
  event.set_query_id(answer.query_id());
  event.set_purpose(answer.purpose());
  event.set_outcome(v1::OUTCOME_ANSWERED);
  for (const v1::Role role : caller.staff()->roles()) event.add_roles(role);
  v1::AuditDetails details;
  details.set_subject(caller.staff()->subject());
  return Entry(event, details);
}

storage::AuditEntry WithdrawnEntry(const internal::v1::StoredWithdrawal& stored,
                                   const v1::Withdrawal& withdrawal,
                                   const std::string& receipt, absl::Time now) {
  v1::AuditEvent event =
      EventOf(v1::AUDIT_KIND_WITHDRAWN, withdrawal.recipient_agency_id(),
              withdrawal.owner_agency_id(), now);
  event.set_withdrawal_sha256(auth::Sha256(stored.payload()));
  if (!receipt.empty()) event.set_receipt_sha256(auth::Sha256(receipt));
  v1::AuditDetails details;
  details.set_subject(stored.subject());
  // What is erased is named by nothing but its keyed hash, elsewhere.
  if (withdrawal.cause() != v1::WITHDRAWAL_CAUSE_ERASED) {
    details.add_record_ids(stored.record_id());
  }
  return Entry(event, details);
}

}  // namespace homeward::federation
