#ifndef HOMEWARD_SERVICES_RPC_CONNECTION_GUARD_H_
#define HOMEWARD_SERVICES_RPC_CONNECTION_GUARD_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "services/rpc/open_socket.h"
#include "storage/waiting/doorbell.h"
#include "storage/waiting/steady_time.h"

namespace homeward::rpc {

// Closes connections that only cost. gRPC 1.51 has no bound on what a client
// with a good certificate can make it do below the calls: streams that are
// reset at once (CVE-2023-44487), header blocks that never end
// (CVE-2023-33953), control frames, and connections until there are no files
// left (CVE-2023-4785). This looks at the sockets from outside: the kernel
// tells what came in, the calls tell what was of use. Thread-safe.
//
// Source: docs/decisions/0011-connection-guard.md.
class ConnectionGuard {
 public:
  struct Limits {
    // At most half of the files that the process may open, whatever is here.
    int max_connections = 4096;
    // What a connection may bring before a call or a message of it has come
    // through. Far more than the largest message, so that one that is too large
    // is refused in words, not by a connection that closes.
    int64_t max_unused_bytes = 48 << 20;
    // What is allowed of it for longer than `patience`. A header that never
    // ends costs the square of its bytes, so it comes slowly; a message that is
    // too large comes fast.
    int64_t max_slow_bytes = 16 << 20;
    absl::Duration patience = absl::Seconds(3);
    // By how much the process may grow in a minute, before the connection that
    // brings most is closed.
    int64_t max_growth_bytes = int64_t{192} << 20;
    absl::Duration every = absl::Milliseconds(100);
  };
  enum class Reason { kTooMany, kUnused, kMemory };

  // `closed` is told of each connection that is closed, on the guard's thread.
  ConnectionGuard(Limits limits, std::function<void(Reason)> closed);

  // Ends the watch.
  ~ConnectionGuard();

  ConnectionGuard(const ConnectionGuard&) = delete;
  ConnectionGuard& operator=(const ConnectionGuard&) = delete;

  // Watches the connections that came to `port` of this process from now on.
  // Once. Raises the number of files that the process may open to its most.
  void Watch(int port);

  // A call or a message of the connection from `peer` came through, and was
  // not taken back. `peer` is as grpc::ServerContext::peer() tells it.
  void Useful(const std::string& peer);

 private:
  // What is known of a connection, by the number of its socket.
  struct Seen {
    // How many came before it.
    uint64_t number = 0;
    uint32_t useful = 0;
    // When what it brought without use was little last.
    storage::SteadyTime little_at;
    bool ever_useful = false;
    int64_t used_bytes = 0;
    int64_t last_bytes = 0;
    // By the guard: gRPC has not noticed yet.
    bool closed = false;
  };
  // A connection as it is now.
  struct Connection {
    OpenSocket socket;
    uint64_t number = 0;
    int64_t new_bytes = 0;
    bool ever_useful = false;
  };

  void Run();
  void Look();
  std::vector<Connection> List() const;
  void Update(std::vector<Connection>& connections);
  void CloseUnused(const std::vector<Connection>& connections);
  void CloseTooMany(std::vector<Connection> connections);
  void CloseForMemory(const std::vector<Connection>& connections);
  void Close(const Connection& connection, Reason reason);

  const Limits limits_;
  const std::function<void(Reason)> closed_;
  int port_ = 0;
  int max_connections_ = 0;
  // Calls that came through, by the port of the peer: two peers with one port
  // vouch for each other, which does no harm.
  std::array<std::atomic<uint32_t>, 65536> useful_ = {};
  // Of the guard's thread.
  absl::flat_hash_map<uint64_t, Seen> seen_;
  uint64_t seen_so_far_ = 0;
  // Resident bytes, second by second, of the last minute.
  std::vector<int64_t> resident_;
  storage::SteadyTime next_sample_;
  storage::SteadyTime next_blame_;
  // Resident bytes when a connection was closed for them last.
  int64_t blamed_at_ = 0;
  storage::Doorbell bell_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_CONNECTION_GUARD_H_
