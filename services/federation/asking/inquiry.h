#ifndef HOMEWARD_SERVICES_FEDERATION_ASKING_INQUIRY_H_
#define HOMEWARD_SERVICES_FEDERATION_ASKING_INQUIRY_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "homeward/v1/peer_service.pb.h"
#include "homeward/v1/query_service.pb.h"
#include "services/federation/asking/inquiry_plan.h"     // IWYU pragma: export
#include "services/federation/break_glass/suspension.h"  // IWYU pragma: export
#include "services/federation/merging/inquiry_update.h"  // IWYU pragma: export
#include "services/federation/node_parts.h"
#include "services/federation/peer.h"
#include "services/federation/tracing/consented_asks.h"  // IWYU pragma: export

namespace homeward::federation {

// Who hears the answers. Called from any thread, never two at once. None may
// block.
struct Listener {
  // More will come.
  std::function<void(Update)> on_update;
  // Once, at the end, with the last update. When nothing may be disclosed this
  // alone is called, with the error, and the update has the query's id only.
  std::function<void(const absl::Status&, Update last)> on_end;
};

// Asks the own node and every peer that an MOU connects, in parallel, each
// under its own deadline, which leaves time for the summary before hers. To
// trace a family only those are asked by whom the own records consent to it
// (tracing/tracing_consent.h); of the others she is told OUTCOME_DENIED. What
// leaves this node and what comes back is in the log first. Thread-safe.
class Inquiry {
 public:
  Inquiry(NodeParts parts, PeerFinder peers);

  // Waits until every round has ended, at the latest shortly after the last
  // deadline of a peer. What `parts` names must live until then.
  ~Inquiry();

  Inquiry(const Inquiry&) = delete;
  Inquiry& operator=(const Inquiry&) = delete;

  // Asks. Reads the store: call it on a worker. Returns when the own node's
  // part is decided; the listener hears the rest.
  //
  // Errors, in `on_end`:
  //   PERMISSION_DENIED   kSuspendedText: who asks is suspended.
  //                       kNoTracingConsentText: nobody may be asked, for want
  //                       of consent. Else no MOU allows the question to
  //                       anybody, or it may help somebody who is kept from
  //                       the child (P-ADULT-SEEKER). One text each.
  //   INVALID_ARGUMENT    The child's descriptor is malformed, or the glass is
  //                       not broken by the statement that came with it.
  //   UNAUTHENTICATED     The session is bound to an earlier certificate.
  //   RESOURCE_EXHAUSTED  Too much waits to be written.
  //   UNAVAILABLE         The store or the log can't be used; nothing was
  //                       disclosed and nobody was asked.
  void Ask(StaffQuestion question, Listener listener) const;

 private:
  struct Count;
  struct Round;
  using RoundPtr = std::shared_ptr<Round>;

  // What the own node finds and what goes to the peers. OK: go on; else what
  // she is told instead.
  absl::Status Decide(Round& round) const;
  absl::Status AnswerOwn(Round& round) const;
  // Whether she may not ask at all, or her statement does not hold: then
  // `round` says why.
  absl::Status Bar(Round& round) const;
  // Whether she asks too much about the record that the own node found.
  absl::Status BarRecord(Round& round) const;
  // What own staff decided of this child's matches.
  absl::Status ReadDecisions(Round& round) const;
  // Says what came of the question to the limits on probing.
  void EndProbe(Round& round, ProbeEnd end) const;
  void Record(const RoundPtr& round) const;
  void Start(const RoundPtr& round) const;
  void AskPeer(const RoundPtr& round, const PeerAsk& ask) const;
  void TakeReply(const RoundPtr& round, const PeerAsk& ask,
                 absl::StatusOr<v1::AskResponse> reply) const;
  // Ends a round that may disclose nothing.
  void Fail(Round& round, const absl::Status& status) const;
  // What is known without asking any peer.
  Update FirstUpdate(Round& round) const;
  // What `came` goes to the listener, and with the last of all the summary.
  void Deliver(const RoundPtr& round, std::vector<v1::NodeAnswer> came) const;
  // Under the round's lock, so that the listener hears one thing at a time.
  void Tell(Round& round, Update update) const;

  const NodeParts parts_;
  const PeerFinder peers_;
  const std::shared_ptr<Count> count_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ASKING_INQUIRY_H_
