#ifndef HOMEWARD_SERVICES_FEDERATION_COPIES_COPY_EVENTS_H_
#define HOMEWARD_SERVICES_FEDERATION_COPIES_COPY_EVENTS_H_

#include <string>

#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "homeward/internal/v1/copies.pb.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/withdrawal.pb.h"
#include "storage/log/audit_entry.h"

// What the log says of copies, at their owner and at their recipient. Those of
// one copy are found by the query that it answered. Pure.
namespace homeward::federation {

// Recipient `own_agency_id`: `copy` was erased at `now`; by the withdrawal with
// this digest, if it isn't empty.
storage::AuditEntry ErasedEntry(const std::string& own_agency_id,
                                const internal::v1::StoredCopy& copy,
                                const std::string& withdrawal_sha256,
                                absl::Time now);

// Recipient: `receipt`, whose bytes are `payload`, is about to be sent.
storage::AuditEntry ReceiptEntry(const v1::DeletionReceipt& receipt,
                                 const std::string& payload);

// Recipient: `caller`, who has staff, is about to be shown `answer` again.
storage::AuditEntry ReadEntry(const auth::Caller& caller,
                              const v1::KeptAnswer& answer, absl::Time now);

// Owner: `withdrawal`, kept as `stored`, is about to be told, or, if `receipt`
// is not empty, was acknowledged by these bytes.
storage::AuditEntry WithdrawnEntry(const internal::v1::StoredWithdrawal& stored,
                                   const v1::Withdrawal& withdrawal,
                                   const std::string& receipt, absl::Time now);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_COPIES_COPY_EVENTS_H_
