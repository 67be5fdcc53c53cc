#ifndef HOMEWARD_SERVICES_RPC_TLS_TLS_KEEPER_H_
#define HOMEWARD_SERVICES_RPC_TLS_TLS_KEEPER_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "auth/certificate/spiffe_id.h"
#include "grpcpp/security/tls_certificate_provider.h"
#include "services/rpc/tls/memory_file.h"
#include "services/rpc/tls/tls_pair.h"
#include "services/rpc/trust.h"
#include "storage/waiting/doorbell.h"

namespace homeward::rpc {

// Keeps gRPC supplied with the node's TLS pair and with the roots of all
// members. Looks every second whether the folder or the directory has changed.
// A pair is judged before gRPC sees it, since gRPC 1.51 fails every handshake
// on a bad one; a bad pair is refused and the old one goes on. Thread-safe.
class TlsKeeper {
 public:
  struct Options {
    // With key.pem, cert.pem and root.pem; may be a symbolic link.
    std::string folder;
    TrustSource trust;
    Clock clock;
    // Told once for each pair that is refused, with why. Empty: nobody.
    std::function<void(const absl::Status&)> refused;
    // Told of each new pair that is in use. Empty: nobody.
    std::function<void(const TlsPair&)> changed;
  };

  // Loads the pair, which must be that of `expected` (a node), and starts to
  // watch.
  //
  // Errors: as ReadTlsPairFiles() and CheckTlsPair(), and
  //   INVALID_ARGUMENT  It names another than `expected`, or its root is not
  //                     one that the directory lists for the agency.
  static absl::StatusOr<std::unique_ptr<TlsKeeper>> Start(
      Options options, const auth::SpiffeId& expected);

  // Stops watching.
  ~TlsKeeper();

  TlsKeeper(const TlsKeeper&) = delete;
  TlsKeeper& operator=(const TlsKeeper&) = delete;

  // The pair in use. Never null.
  std::shared_ptr<const TlsPair> current() const;

  // Why the pair that is in the folder now is not in use; OK when it is.
  absl::Status refusal() const;

  // The pair in use or the one before whose leaf has this thumbprint: staff
  // signed in before a change may still act through it. Null when neither.
  std::shared_ptr<const TlsPair> Find(absl::string_view thumbprint) const;

  // The thumbprints for which Find() knows a pair, the present one first.
  std::vector<std::string> Thumbprints() const;

  // For TLS credentials of both sides. This object must outlive every server
  // and channel made with them.
  std::shared_ptr<grpc::experimental::CertificateProviderInterface> provider()
      const {
    return provider_;
  }

  // Looks at once. For tests; gRPC itself takes up to a second to notice.
  void Refresh();

 private:
  TlsKeeper(Options options, std::shared_ptr<const TlsPair> pair,
            std::string files_digest, std::string directory_digest,
            MemoryFile pair_file, MemoryFile roots_file);

  void Watch();
  // Must be called with watch_mutex_ held.
  void RefreshPair() ABSL_EXCLUSIVE_LOCKS_REQUIRED(watch_mutex_);
  void RefreshRoots() ABSL_EXCLUSIVE_LOCKS_REQUIRED(watch_mutex_);
  absl::Status Publish(std::shared_ptr<const TlsPair> pair)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(watch_mutex_);
  // Keeps what became of the pair in the folder. Whether that is a refusal, and
  // another than before.
  bool Conclude(const absl::Status& status);

  const Options options_;
  // One look at a time.
  absl::Mutex watch_mutex_;
  MemoryFile pair_file_ ABSL_GUARDED_BY(watch_mutex_);
  MemoryFile roots_file_ ABSL_GUARDED_BY(watch_mutex_);
  // Of the last good pair.
  std::string files_digest_ ABSL_GUARDED_BY(watch_mutex_);
  std::string directory_digest_ ABSL_GUARDED_BY(watch_mutex_);

  mutable absl::Mutex mutex_;
  std::shared_ptr<const TlsPair> current_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<const TlsPair> previous_ ABSL_GUARDED_BY(mutex_);
  absl::Status refusal_ ABSL_GUARDED_BY(mutex_);
  storage::Doorbell bell_;
  std::atomic<bool> stopping_ = false;

  std::shared_ptr<grpc::experimental::CertificateProviderInterface> provider_;
  std::thread thread_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_TLS_TLS_KEEPER_H_
