#include "services/rpc/connection_guard.h"

#include <sys/resource.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/rpc/open_socket.h"
#include "services/rpc/process_memory.h"
#include "storage/waiting/steady_time.h"

namespace homeward::rpc {
namespace {

constexpr size_t kSamples = 60;
constexpr absl::Duration kSampleEvery = absl::Seconds(1);
// What a closed connection held needs time to be freed, before another is
// blamed for it.
constexpr absl::Duration kBlameEvery = absl::Seconds(1);
// Unless memory goes on growing by this.
constexpr int64_t kStillGrowingBytes = 16 << 20;
// What any connection may bring without use, for any time.
constexpr int64_t kLittleBytes = 1 << 20;
// A connection that brought less since the last look is not why memory grows.
constexpr int64_t kLeastBlamedBytes = 16 << 10;

// Half of the files that may be open, once that is as many as can be.
int HalfOfFiles() {
  rlimit files = {};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return 512;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  getrlimit(RLIMIT_NOFILE, &files);
  return static_cast<int>(std::min<rlim_t>(files.rlim_cur / 2, 1 << 20));
}

}  // namespace

ConnectionGuard::ConnectionGuard(Limits limits,
                                 std::function<void(Reason)> closed)
    : limits_(limits), closed_(std::move(closed)) {}

ConnectionGuard::~ConnectionGuard() {
  if (!thread_.joinable()) return;
  stopping_ = true;
  bell_.Ring();
  thread_.join();
}

void ConnectionGuard::Watch(int port) {
  port_ = port;
  max_connections_ = std::min(limits_.max_connections, HalfOfFiles());
  thread_ = std::thread([this] { Run(); });
}

void ConnectionGuard::Useful(const std::string& peer) {
  const size_t colon = peer.rfind(':');
  uint32_t port = 0;
  if (colon == std::string::npos ||
      !absl::SimpleAtoi(absl::string_view(peer).substr(colon + 1), &port) ||
      port >= useful_.size()) {
    return;
  }
  useful_[port].fetch_add(1, std::memory_order_relaxed);
}

void ConnectionGuard::Run() {
  while (true) {
    bell_.WaitFor(limits_.every);
    if (stopping_) return;
    Look();
  }
}

void ConnectionGuard::Look() {
  std::vector<Connection> connections = List();
  Update(connections);
  CloseUnused(connections);
  CloseForMemory(connections);
  CloseTooMany(std::move(connections));
}

std::vector<ConnectionGuard::Connection> ConnectionGuard::List() const {
  std::vector<Connection> connections;
  for (const OpenSocket& socket : ListSockets(port_)) {
    connections.push_back({socket});
  }
  return connections;
}

// Takes down what is new, and forgets who has gone.
void ConnectionGuard::Update(std::vector<Connection>& connections) {
  absl::flat_hash_map<uint64_t, Seen> seen;
  const storage::SteadyTime now = storage::SteadyNow();
  for (Connection& connection : connections) {
    const uint32_t useful =
        useful_[connection.socket.peer_port].load(std::memory_order_relaxed);
    const auto before = seen_.find(connection.socket.id);
    Seen known = before == seen_.end() ? Seen{seen_so_far_++, useful, now}
                                       : before->second;
    if (known.useful != useful) {
      known.useful = useful;
      known.ever_useful = true;
      known.used_bytes = connection.socket.received_bytes;
    }
    if (connection.socket.received_bytes - known.used_bytes < kLittleBytes) {
      known.little_at = now;
    }
    connection.number = known.number;
    connection.new_bytes = connection.socket.received_bytes - known.last_bytes;
    connection.ever_useful = known.ever_useful;
    known.last_bytes = connection.socket.received_bytes;
    seen.emplace(connection.socket.id, known);
  }
  seen_ = std::move(seen);
  connections.erase(std::remove_if(connections.begin(), connections.end(),
                                   [this](const Connection& connection) {
                                     return seen_[connection.socket.id].closed;
                                   }),
                    connections.end());
}

void ConnectionGuard::CloseUnused(const std::vector<Connection>& connections) {
  const storage::SteadyTime impatient =
      storage::After(storage::SteadyNow(), -limits_.patience);
  for (const Connection& connection : connections) {
    const Seen& seen = seen_[connection.socket.id];
    const int64_t unused = connection.socket.received_bytes - seen.used_bytes;
    if (unused > (seen.little_at < impatient ? limits_.max_slow_bytes
                                             : limits_.max_unused_bytes)) {
      Close(connection, Reason::kUnused);
    }
  }
}

// Those that were of no use yet go first, and of them the youngest.
void ConnectionGuard::CloseTooMany(std::vector<Connection> connections) {
  const size_t most = static_cast<size_t>(max_connections_);
  if (connections.size() <= most) return;
  std::sort(connections.begin(), connections.end(),
            [](const Connection& a, const Connection& b) {
              return std::pair(!a.ever_useful, a.number) >
                     std::pair(!b.ever_useful, b.number);
            });
  connections.resize(connections.size() - most);
  for (const Connection& connection : connections) {
    Close(connection, Reason::kTooMany);
  }
}

void ConnectionGuard::CloseForMemory(
    const std::vector<Connection>& connections) {
  const storage::SteadyTime now = storage::SteadyNow();
  const int64_t resident = ResidentBytes();
  if (now >= next_sample_) {
    next_sample_ = storage::After(now, kSampleEvery);
    if (resident_.size() == kSamples) resident_.erase(resident_.begin());
    resident_.push_back(resident);
  }
  const int64_t least = *std::min_element(resident_.begin(), resident_.end());
  if (resident - least < limits_.max_growth_bytes) return;
  ReleaseFreeMemory();
  const int64_t used = ResidentBytes();
  if (used - least < limits_.max_growth_bytes) return;
  if (now < next_blame_ && used - blamed_at_ < kStillGrowingBytes) return;
  const auto most = std::max_element(
      connections.begin(), connections.end(),
      [](const auto& a, const auto& b) { return a.new_bytes < b.new_bytes; });
  if (most == connections.end() || most->new_bytes < kLeastBlamedBytes) return;
  next_blame_ = storage::After(now, kBlameEvery);
  blamed_at_ = used;
  Close(*most, Reason::kMemory);
}

void ConnectionGuard::Close(const Connection& connection, Reason reason) {
  const bool closed = ResetSocket(connection.socket);
  seen_[connection.socket.id].closed = true;
  if (closed && closed_) closed_(reason);
}

}  // namespace homeward::rpc
