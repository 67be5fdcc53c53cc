#ifndef HOMEWARD_SERVICES_FEDERATION_ASKING_HEARING_H_
#define HOMEWARD_SERVICES_FEDERATION_ASKING_HEARING_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "homeward/v1/peer_service.pb.h"
#include "homeward/v1/query_service.pb.h"
#include "services/federation/asking/round.h"
#include "services/federation/merging/inquiry_update.h"
#include "services/federation/merging/node_answers.h"
#include "services/federation/parts/node_parts.h"
#include "services/federation/peer.h"
#include "services/federation/planning/inquiry_plan.h"

namespace homeward::federation {

// Asks the peers of a round that goes on, all at once, and tells its listener
// what came of each as soon as that is in the log. Thread-safe.
class Hearing {
 public:
  // Both must outlive it, and every round that was started.
  Hearing(const NodeParts* parts, const PeerFinder* peers)
      : parts_(parts), peers_(peers) {}

  // What is known of `round` without asking any peer. Takes the matches of the
  // own finding.
  Update FirstUpdate(Round& round) const;

  // Tells the listener `round->first`, then asks. Calling peers takes a while:
  // not on the committer's thread. The listener hears the end, at the latest
  // shortly after the last deadline of a peer.
  void Start(const RoundPtr& round) const;

 private:
  void AskPeer(const RoundPtr& round, const PeerAsk& ask) const;
  // Verifies what came from a peer at `now`.
  PeerReply ReadReply(const InquiryPlan& plan, const PeerAsk& ask,
                      absl::StatusOr<v1::AskResponse> reply,
                      absl::Time now) const;
  // What came is verified, and committed before anybody sees it.
  void TakeReply(const RoundPtr& round, const PeerAsk& ask,
                 absl::StatusOr<v1::AskResponse> reply) const;
  // What `came` goes to the listener, and with the last of all the summary.
  void Deliver(const RoundPtr& round, std::vector<v1::NodeAnswer> came) const;
  // Under the round's lock, so that the listener hears one thing at a time.
  void Tell(Round& round, Update update) const;

  const NodeParts* const parts_;
  const PeerFinder* const peers_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ASKING_HEARING_H_
