#include "services/rpc/connection_guard.h"

#include <dirent.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "services/rpc/free_memory.h"

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

uint16_t PortOf(const sockaddr_storage& address) {
  switch (address.ss_family) {
    case AF_INET:
      return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
    case AF_INET6:
      return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
    default:
      return 0;
  }
}

uint16_t LocalPort(int file) {
  sockaddr_storage address = {};
  socklen_t size = sizeof(address);
  const int got =
      getsockname(file, reinterpret_cast<sockaddr*>(&address), &size);
  return got == 0 ? PortOf(address) : 0;
}

// 0 when nobody is at the other end: a socket that listens.
uint16_t PeerPort(int file) {
  sockaddr_storage address = {};
  socklen_t size = sizeof(address);
  const int got =
      getpeername(file, reinterpret_cast<sockaddr*>(&address), &size);
  return got == 0 ? PortOf(address) : 0;
}

// The number of a socket: none other has it as long as it is open.
uint64_t SocketOf(int file) {
  struct stat info = {};
  return fstat(file, &info) == 0 && S_ISSOCK(info.st_mode) ? info.st_ino : 0;
}

int64_t ReceivedBytes(int file) {
  tcp_info info = {};
  socklen_t size = sizeof(info);
  if (getsockopt(file, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return 0;
  return static_cast<int64_t>(info.tcpi_bytes_received);
}

int64_t ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  int64_t total = 0;
  int64_t resident = 0;
  statm >> total >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

// Ends the connection of `file` and drops what it brought and nobody has read,
// which shutdown() would leave to be read: some megabytes, so a hundred
// thousand calls. The other end gets a reset (tcp_disconnect() of Linux).
void Reset(int file) {
  sockaddr nobody = {};
  nobody.sa_family = AF_UNSPEC;
  connect(file, &nobody, sizeof(nobody));
}

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
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
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
  absl::MutexLock lock(&mutex_);
  while (!mutex_.AwaitWithTimeout(absl::Condition(&stopping_), limits_.every)) {
    mutex_.Unlock();
    Look();
    mutex_.Lock();
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
  DIR* const folder = opendir("/proc/self/fd");
  if (folder == nullptr) return connections;
  while (const dirent* entry = readdir(folder)) {
    Connection found;
    if (!absl::SimpleAtoi(entry->d_name, &found.file)) continue;
    if (LocalPort(found.file) != port_) continue;
    found.peer_port = PeerPort(found.file);
    found.socket = SocketOf(found.file);
    if (found.peer_port == 0 || found.socket == 0) continue;
    found.received_bytes = ReceivedBytes(found.file);
    connections.push_back(found);
  }
  closedir(folder);
  return connections;
}

// Takes down what is new, and forgets who has gone.
void ConnectionGuard::Update(std::vector<Connection>& connections) {
  absl::flat_hash_map<uint64_t, Seen> seen;
  const absl::Time now = absl::Now();
  for (Connection& connection : connections) {
    const uint32_t useful =
        useful_[connection.peer_port].load(std::memory_order_relaxed);
    const auto before = seen_.find(connection.socket);
    Seen known = before == seen_.end() ? Seen{useful, now} : before->second;
    if (known.useful != useful) {
      known.useful = useful;
      known.ever_useful = true;
      known.used_bytes = connection.received_bytes;
    }
    if (connection.received_bytes - known.used_bytes < kLittleBytes) {
      known.little_at = now;
    }
    connection.new_bytes = connection.received_bytes - known.last_bytes;
    connection.ever_useful = known.ever_useful;
    known.last_bytes = connection.received_bytes;
    seen.emplace(connection.socket, known);
  }
  seen_ = std::move(seen);
  connections.erase(std::remove_if(connections.begin(), connections.end(),
                                   [this](const Connection& connection) {
                                     return seen_[connection.socket].closed;
                                   }),
                    connections.end());
}

void ConnectionGuard::CloseUnused(const std::vector<Connection>& connections) {
  const absl::Time impatient = absl::Now() - limits_.patience;
  for (const Connection& connection : connections) {
    const Seen& seen = seen_[connection.socket];
    const int64_t unused = connection.received_bytes - seen.used_bytes;
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
              return std::pair(!a.ever_useful, a.socket) >
                     std::pair(!b.ever_useful, b.socket);
            });
  connections.resize(connections.size() - most);
  for (const Connection& connection : connections) {
    Close(connection, Reason::kTooMany);
  }
}

void ConnectionGuard::CloseForMemory(
    const std::vector<Connection>& connections) {
  const absl::Time now = absl::Now();
  const int64_t resident = ResidentBytes();
  if (now >= next_sample_) {
    next_sample_ = now + kSampleEvery;
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
  next_blame_ = now + kBlameEvery;
  blamed_at_ = used;
  Close(*most, Reason::kMemory);
}

void ConnectionGuard::Close(const Connection& connection, Reason reason) {
  // gRPC may have closed the file since, and its number may be another's: the
  // copy can't change any more.
  const int copy = dup(connection.file);
  if (copy < 0) return;
  const bool same = SocketOf(copy) == connection.socket;
  if (same) Reset(copy);
  close(copy);
  seen_[connection.socket].closed = true;
  if (same && closed_) closed_(reason);
}

}  // namespace homeward::rpc
