#ifndef HOMEWARD_SERVICES_FEDERATION_ASKING_INQUIRY_H_
#define HOMEWARD_SERVICES_FEDERATION_ASKING_INQUIRY_H_

#include <memory>

#include "absl/status/status.h"
#include "services/federation/asking/hearing.h"
#include "services/federation/asking/round.h"            // IWYU pragma: export
#include "services/federation/break_glass/suspension.h"  // IWYU pragma: export
#include "services/federation/merging/inquiry_update.h"  // IWYU pragma: export
#include "services/federation/parts/node_parts.h"
#include "services/federation/peer.h"
#include "services/federation/planning/inquiry_plan.h"   // IWYU pragma: export
#include "services/federation/tracing/consented_asks.h"  // IWYU pragma: export

namespace homeward::federation {

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
  // The own node's part, and what the own desks must know, in the log: then
  // the peers are asked, or she is told why not.
  void Record(const RoundPtr& round) const;
  // Ends a round that may disclose nothing.
  void Fail(Round& round, const absl::Status& status) const;

  const NodeParts parts_;
  const PeerFinder peers_;
  const Hearing hearing_;
  const std::shared_ptr<RoundCount> count_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ASKING_INQUIRY_H_
