#ifndef HOMEWARD_SERVICES_RPC_SERVICE_EVIDENCE_DECISION_READING_H_
#define HOMEWARD_SERVICES_RPC_SERVICE_EVIDENCE_DECISION_READING_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "homeward/v1/evidence_service.pb.h"
#include "storage/log/audit_log.h"

namespace homeward::rpc {

// Which decisions are read: those made in [start, end).
struct DecisionSpan {
  absl::Time start = absl::InfinitePast();
  absl::Time end = absl::InfiniteFuture();
};

// Reads what `request` asks for.
//
// Errors:
//   INVALID_ARGUMENT  A time is malformed, or the end is before the start.
absl::StatusOr<DecisionSpan> ReadSpan(const v1::ListDecisionsRequest& request);

// One reading of what a node decided, from the first entry of its log to the
// last that was there when it began. Keeps one message in memory. Not
// thread-safe.
class DecisionReading {
 public:
  // Reads the first `size` entries of `log`, which must outlive it.
  DecisionReading(const storage::AuditLog* log, int64_t size, DecisionSpan span)
      : log_(log), size_(size), span_(span) {}

  // Whether everything was read.
  bool done() const { return next_ == size_; }

  // The decisions of the next entries, and how far it is. Reads some 1,000
  // entries, so that a long log is heard of now and then. Blocks on the store.
  //
  // Errors: as AuditLog::Read(), and
  //   DATA_LOSS  An entry can't be read.
  absl::StatusOr<v1::ListDecisionsResponse> Next();

 private:
  // Adds what `record` says, if it is of a decision in the span.
  absl::Status Take(const storage::AuditRecord& record,
                    v1::ListDecisionsResponse& response);

  const storage::AuditLog* const log_;
  const int64_t size_;
  const DecisionSpan span_;
  int64_t next_ = 0;
  int64_t unknown_ = 0;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVICE_EVIDENCE_DECISION_READING_H_
