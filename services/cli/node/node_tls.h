#ifndef HOMEWARD_SERVICES_CLI_NODE_NODE_TLS_H_
#define HOMEWARD_SERVICES_CLI_NODE_NODE_TLS_H_

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/security/credentials.h"
#include "services/cli/home.h"
#include "services/rpc/tls/tls_credentials.h"
#include "services/rpc/tls/tls_pair.h"

// TLS to the own agency's node, and to no other.
namespace homeward::cli {

// What was seen of the node's certificate. Thread-safe.
class SeenNode {
 public:
  void Set(absl::Status judged, std::string thumbprint);
  // OK when nothing was seen.
  absl::Status judged() const;
  // SHA-256 of the leaf. Empty when nothing was accepted.
  std::string thumbprint() const;

 private:
  mutable absl::Mutex mutex_;
  absl::Status judged_ ABSL_GUARDED_BY(mutex_);
  std::string thumbprint_ ABSL_GUARDED_BY(mutex_);
};

// Accepts a node of the own agency whose certificate holds at `now`, and
// nothing else. What is seen goes to `seen`. Errors (each with a code): the
// first aspect that does not hold.
//
// Fails as ReadFile() when the folder has no root certificate.
absl::StatusOr<rpc::CertificateJudge> NodeJudge(const Home& home,
                                                std::shared_ptr<SeenNode> seen,
                                                absl::Time now);

// This command's own pair.
//
// Errors:
//   FAILED_PRECONDITION  It has expired (HW-TLS-013).
//   as rpc::ReadTlsPairFiles() and rpc::CheckTlsPair()
absl::StatusOr<std::shared_ptr<const rpc::TlsPair>> OwnPair(const Home& home,
                                                            absl::Time now);

// Credentials that show `pair` and ask `judge`.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> NodeCredentials(
    const rpc::TlsPair& pair, rpc::CertificateJudge judge);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_NODE_NODE_TLS_H_
