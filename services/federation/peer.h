#ifndef HOMEWARD_SERVICES_FEDERATION_PEER_H_
#define HOMEWARD_SERVICES_FEDERATION_PEER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "homeward/v1/peer_service.pb.h"

// The one interface to other nodes. services/rpc implements it over gRPC with
// mutual TLS; tests implement it over another node in the same process.
namespace homeward::federation {

// Another agency's node. Thread-safe.
//
// Every call returns at once and calls `done` exactly once, from any thread,
// at the latest shortly after `deadline`. `done` must not block.
//
// Errors, for every call:
//   UNAVAILABLE         It can't be reached, its certificate is not that of
//                       the agency, or it answered with another error; the
//                       text says which, for own staff.
//   DEADLINE_EXCEEDED   No answer in time.
//   PERMISSION_DENIED   It refused.
//   RESOURCE_EXHAUSTED  It can't answer now: it is overloaded, or can't write
//                       its log.
//   DATA_LOSS           What it replied can't be read.
class Peer {
 public:
  template <typename Response>
  using Done = std::function<void(absl::StatusOr<Response>)>;

  virtual ~Peer() = default;

  // Asks a signed question.
  virtual void Ask(const v1::AskRequest& request, absl::Time deadline,
                   Done<v1::AskResponse> done) = 0;

  // Exchanges the shared documents.
  virtual void Synchronize(const v1::SynchronizeRequest& request,
                           absl::Time deadline,
                           Done<v1::SynchronizeResponse> done) = 0;

  // Takes back what was disclosed to it; what comes back is a receipt.
  virtual void Withdraw(const v1::WithdrawRequest& request, absl::Time deadline,
                        Done<v1::WithdrawResponse> done) = 0;

  // Tells it the review of a broken glass; what comes back is a receipt.
  virtual void TellReview(const v1::TellReviewRequest& request,
                          absl::Time deadline,
                          Done<v1::TellReviewResponse> done) = 0;

  // Asks the peer to check the way back.
  virtual void Probe(const v1::ProbeRequest& request, absl::Time deadline,
                     Done<v1::ProbeResponse> done) = 0;
};

// Finds the node of an agency by its id, as the directory of the moment lists
// it; null when it lists none. Thread-safe.
using PeerFinder =
    std::function<std::shared_ptr<Peer>(const std::string& agency_id)>;

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_PEER_H_
