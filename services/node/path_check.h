#ifndef HOMEWARD_SERVICES_NODE_PATH_CHECK_H_
#define HOMEWARD_SERVICES_NODE_PATH_CHECK_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "homeward/v1/admin_service.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/peer.h"
#include "services/policy/policy.h"
#include "services/rpc/peer_verifier.h"
#include "services/rpc/tls_keeper.h"

namespace homeward::node {

// Walks the path to a peer step by step, and has the peer walk it back: what
// `homeward doctor` shows. Thread-safe. Calls block for a few seconds at most:
// make them on a worker.
class PathCheck {
 public:
  // All pointers must outlive it.
  PathCheck(std::string own_agency, const policy::Policy* policy,
            const rpc::TlsKeeper* keeper, const rpc::PeerVerifier* verifier,
            federation::PeerFinder peers);

  // Walks back to a peer that asks for it: resolve, connect, handshake,
  // identity, mou, up to the first step that fails.
  //
  // Errors:
  //   NOT_FOUND           The directory has no such member.
  //   RESOURCE_EXHAUSTED  It asked within the last second.
  absl::StatusOr<v1::ProbeResponse> WalkBack(const std::string& agency_id);

  // Both ways, up to the first step that fails, and what mends that one. Here
  // the step `clock` is before `mou`. Errors:
  //   NOT_FOUND  The directory has no such member.
  absl::StatusOr<v1::DiagnosePeerResponse> Diagnose(
      const std::string& agency_id);

 private:
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
  absl::Mutex mutex_;
  std::map<std::string, absl::Time> asked_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_PATH_CHECK_H_
