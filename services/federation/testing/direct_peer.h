#ifndef HOMEWARD_SERVICES_FEDERATION_TESTING_DIRECT_PEER_H_
#define HOMEWARD_SERVICES_FEDERATION_TESTING_DIRECT_PEER_H_

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/peer.h"

namespace homeward::federation::testing {

class Node;

// The node of another agency, called directly, with the faults of a network
// and of a liar.
class DirectPeer : public Peer {
 public:
  // `node` answers what `asker_agency_id` asks.
  DirectPeer(Node* node, std::string asker_agency_id)
      : node_(node), asker_agency_id_(std::move(asker_agency_id)) {}
  ~DirectPeer() override;

  void Ask(const v1::AskRequest& request, absl::Time deadline,
           Done<v1::AskResponse> done) override;
  void Synchronize(const v1::SynchronizeRequest&, absl::Time,
                   Done<v1::SynchronizeResponse> done) override;
  void Withdraw(const v1::WithdrawRequest& request, absl::Time deadline,
                Done<v1::WithdrawResponse> done) override;
  void TellReview(const v1::TellReviewRequest& request, absl::Time deadline,
                  Done<v1::TellReviewResponse> done) override;
  void Probe(const v1::ProbeRequest&, absl::Time,
             Done<v1::ProbeResponse> done) override;

  std::atomic<bool> unreachable{false};
  // Takes the question and says nothing until the deadline.
  std::atomic<bool> black_hole{false};
  std::atomic<int> asked{0};
  // Changes what comes back. Set it before the first question.
  std::function<void(v1::AskResponse&)> lie;

 private:
  Node* const node_;
  const std::string asker_agency_id_;
  absl::Mutex mutex_;
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::federation::testing

#endif  // HOMEWARD_SERVICES_FEDERATION_TESTING_DIRECT_PEER_H_
