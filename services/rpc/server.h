#ifndef HOMEWARD_SERVICES_RPC_SERVER_H_
#define HOMEWARD_SERVICES_RPC_SERVER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace homeward::rpc {

// The bounds of a server, against clients that are broken or hostile. gRPC
// 1.51 precedes the fixes of several denials of service (CVE-2023-1428, 32731,
// 32732, 33953, 4785, 44487), so they are tight.
struct ServerLimits {
  int max_message_bytes = 4 << 20;
  int max_metadata_bytes = 16 << 10;
  int max_streams_per_connection = 128;
  // A connection is closed at this age, so that a certificate is seen again.
  absl::Duration max_connection_age = absl::Minutes(10);
  // How long its calls may go on then: as the longest may, see Front.
  absl::Duration connection_age_grace = absl::Hours(1);
  absl::Duration max_connection_idle = absl::Minutes(5);
  absl::Duration handshake_timeout = absl::Seconds(10);
  // Memory of all connections together.
  size_t memory_bytes = size_t{512} << 20;
};

// A running gRPC server with reflection and the standard health service, which
// is served a second time without TLS for probes on the same machine.
// Thread-safe.
class Server {
 public:
  struct Options {
    // `host:port`; port 0 takes any free one.
    std::string listen_address;
    std::shared_ptr<grpc::ServerCredentials> credentials;
    // A loopback `host:port` or `unix:PATH` for the health service without
    // TLS. Empty: nowhere.
    std::string health_address;
    // Not owned; they outlive this object.
    std::vector<grpc::Service*> services;
    ServerLimits limits;
  };

  // Listens. Health is NOT_SERVING until SetServing(true).
  //
  // Errors:
  //   INVALID_ARGUMENT  `health_address` is neither loopback nor a socket.
  //   UNAVAILABLE       An address can't be listened on; the text names it.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Options& options);

  // As Stop() with 0 s.
  ~Server();

  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // The port that is listened on.
  int port() const { return port_; }
  // That of the health service; 0 when there is none or it is a socket.
  int health_port() const { return health_port_; }

  // What the health service says of the whole node, and of each service that
  // the port offers, by its full name as homeward.v1.QueryService. It knows no
  // other name but kStoreHealth: NOT_FOUND, and to Watch SERVICE_UNKNOWN.
  void SetServing(bool serving);

  // Whether the store can be written, as it is thought to be at first. A node
  // that can write nothing down can answer nobody: while it can't, health is
  // NOT_SERVING, and so is what it says of kStoreHealth, which tells why.
  // Never blocks for I/O.
  void SetStoreWritable(bool writable);

  // Stops in order: says NOT_SERVING, takes no more calls, lets those that run
  // finish for at most `limit`, and cancels the rest. Blocks until all have
  // ended; handlers must still be able to run. A second call does nothing.
  void Stop(absl::Duration limit);

 private:
  Server() = default;

  // Tells the health services what has changed, and nothing else: each status
  // that is set is sent to all who watch.
  void Tell() ABSL_EXCLUSIVE_LOCKS_REQUIRED(health_mutex_);
  void SetStatus(const std::vector<std::string>& names, bool serving)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(health_mutex_);

  // Null once Stop() has begun; that is written under the mutex.
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<grpc::Server> health_server_;
  // Those that the port offers. Not changed once it has started.
  std::vector<std::string> offered_;
  int port_ = 0;
  int health_port_ = 0;

  absl::Mutex health_mutex_;
  bool serving_ ABSL_GUARDED_BY(health_mutex_) = false;
  bool store_writable_ ABSL_GUARDED_BY(health_mutex_) = true;
  // What the health services said last; nothing at first.
  std::optional<bool> told_serving_ ABSL_GUARDED_BY(health_mutex_);
  std::optional<bool> told_store_ ABSL_GUARDED_BY(health_mutex_);
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_SERVER_H_
