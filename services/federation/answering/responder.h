#ifndef HOMEWARD_SERVICES_FEDERATION_ANSWERING_RESPONDER_H_
#define HOMEWARD_SERVICES_FEDERATION_ANSWERING_RESPONDER_H_

#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/answering/question_intake.h"
#include "services/federation/parts/node_parts.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/federation/silence/pacer.h"
#include "services/policy/state.h"
#include "services/query/pipeline.h"
#include "storage/audit_receipt.h"

namespace homeward::federation {

// Answers the signed questions of other agencies' nodes: verifies, decides,
// reads, redacts, makes the decision durable, signs. An answer that shows
// nothing has its entry written and leaves on beats of the pacer, so that
// neither the clock nor the order of the log tells a child who is withheld from
// one who is not here. Thread-safe.
class Responder {
 public:
  using Done = std::function<void(absl::StatusOr<v1::AskResponse>)>;

  // Refuses questions that were issued before `start`. Destroy it only once
  // pacer and committer have stopped.
  Responder(NodeParts parts, absl::Time start);

  // Learns from the log which questions an earlier process took up, so that
  // none is answered twice. Call it before the first Answer(). Blocks. Errors:
  // those of storage::AuditLog::Read().
  absl::Status Restore();

  // Answers `request`, which came over the connection of `connection` and
  // arrived at `arrived`. Reads the store: call it on a worker. Calls `done`
  // exactly once, from any thread, after the decision is in the log.
  //
  // Errors, in `done`:
  //   PERMISSION_DENIED   The question can't be verified, or is a replay. One
  //                       text; the reason is in the own log. The same bytes
  //                       again get the stored answer, or this when they were
  //                       denied or the answer is kept no more.
  //   RESOURCE_EXHAUSTED  Too much waits to be written, or the peer asks
  //                       faster than its questions can be remembered.
  //   UNAVAILABLE         The store or the log can't be used; nothing was
  //                       disclosed.
  void Answer(const auth::Caller& connection, const v1::AskRequest& request,
              Pacer::Instant arrived, Done done);

 private:
  struct Exchange;
  using ExchangePtr = std::shared_ptr<Exchange>;

  // Whether the question that came holds; else it is refused.
  bool Verify(const auth::Caller& connection, const v1::AskRequest& request,
              const policy::Snapshot& policy, const ExchangePtr& exchange);
  // Whether an answer that was given is not given again at `now`: it was taken
  // back, or its time is over.
  bool IsTakenBack(const VerifiedQuestion& question, const v1::Envelope& answer,
                   absl::Time now) const;
  // Whether an arrived question is to be answered now; else it is done with.
  bool TakeUp(const ExchangePtr& exchange);
  // Ends an exchange that could not be answered: it may be asked again.
  void Fail(const ExchangePtr& exchange, absl::Status status);
  // Denies, after an entry in the log that says why.
  void Refuse(const ExchangePtr& exchange, v1::DecisionReason reason,
              v1::Refusal refusal);
  // Fixes the answer and its entry, and commits them at once or on a beat.
  void Record(const ExchangePtr& exchange, query::NodeFinding finding);
  void Commit(const ExchangePtr& exchange);
  // Signs, and sends at once or on a beat.
  void SignAndSend(const ExchangePtr& exchange,
                   const storage::AuditReceipt& receipt);
  void Send(const ExchangePtr& exchange, v1::AskResponse response);

  const NodeParts parts_;
  QuestionIntake intake_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ANSWERING_RESPONDER_H_
