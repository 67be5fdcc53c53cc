#ifndef HOMEWARD_SERVICES_NODE_PATH_PATH_CHECK_H_
#define HOMEWARD_SERVICES_NODE_PATH_PATH_CHECK_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "homeward/v1/admin_service.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/peer.h"
#include "services/node/path/walker.h"
#include "services/policy/policy.h"
#include "services/rpc/peer_verifier.h"
#include "services/rpc/tls/tls_keeper.h"
#include "services/rpc/worker_pool.h"

namespace homeward::node {

// Walks the path to a peer step by step, and has the peer walk it back: what
// `homeward doctor` shows. All of it on threads of its own, since a walk takes
// up to 2 s and a diagnosis up to 9. Thread-safe.
class PathCheck {
 public:
  // All pointers must outlive it.
  PathCheck(std::string own_agency, const policy::Policy* policy,
            const rpc::TlsKeeper* keeper, const rpc::PeerVerifier* verifier,
            federation::PeerFinder peers);

  PathCheck(const PathCheck&) = delete;
  PathCheck& operator=(const PathCheck&) = delete;

  // Walks back to a peer that asks for it: resolve, connect, handshake,
  // identity, mou, up to the first step that fails. `done` as Walker::Start().
  //
  // Errors:
  //   NOT_FOUND           The directory has no such member.
  //   RESOURCE_EXHAUSTED  See Walker::Start().
  void WalkBack(const std::string& agency_id, Walker::Done done);

  // Both ways, up to the first step that fails, and what mends that one. Here
  // the step `clock` is before `mou`. One diagnosis at a time; `done` is called
  // once, then or on a thread of this object. Errors:
  //   NOT_FOUND           The directory has no such member.
  //   RESOURCE_EXHAUSTED  Too many wait.
  void Diagnose(
      const std::string& agency_id,
      std::function<void(absl::StatusOr<v1::DiagnosePeerResponse>)> done);

 private:
  absl::StatusOr<v1::ProbeResponse> Back(const std::string& agency_id) const;
  absl::StatusOr<v1::DiagnosePeerResponse> BothWays(
      const std::string& agency_id) const;
  absl::StatusOr<std::vector<v1::ProbeStep>> Connect(
      const std::string& agency_id) const;
  v1::ProbeStep ClockStep(const std::string& agency_id) const;
  v1::ProbeStep MouStep(const std::string& agency_id) const;
  void AskBack(const std::string& agency_id,
               v1::DiagnosePeerResponse& response) const;

  const std::string own_agency_;
  const policy::Policy* policy_;
  const rpc::TlsKeeper* keeper_;
  const rpc::PeerVerifier* verifier_;
  const federation::PeerFinder peers_;
  // Last: they use all of the above.
  Walker walker_;
  rpc::WorkerPool diagnoses_;
};

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_PATH_PATH_CHECK_H_
