#include "tests/testing/faulty_proxy.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace homeward::testing {
namespace {

constexpr size_t kStallBytes = 100;
constexpr int kBacklog = 64;

int NewSocket() { return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); }

sockaddr_in Loopback(int port) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool Connect(int fd, int port) {
  const sockaddr_in address = Loopback(port);
  return connect(fd, reinterpret_cast<const sockaddr*>(&address),
                 sizeof address) == 0;
}

// What there is to read now; empty at the end.
std::string Receive(int fd) {
  std::string bytes(64 << 10, '\0');
  const ssize_t n = recv(fd, bytes.data(), bytes.size(), 0);
  bytes.resize(std::max<ssize_t>(n, 0));
  return bytes;
}

bool SendAll(int fd, const std::string& bytes) {
  for (size_t sent = 0; sent < bytes.size();) {
    const ssize_t n =
        send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) return false;
    sent += n;
  }
  return true;
}

bool Readable(int fd) {
  pollfd one = {fd, POLLIN, 0};
  return poll(&one, 1, 0) == 1;
}

}  // namespace

FaultyProxy::FaultyProxy(int target_port)
    : target_port_(target_port),
      listener_(NewSocket()),
      wake_(eventfd(0, EFD_CLOEXEC)) {
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof address;
  bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
  listen(listener_, kBacklog);
  getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Run(); });
}

FaultyProxy::~FaultyProxy() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  Wake();
  thread_.join();
  absl::MutexLock lock(&mutex_);
  CloseAll();
  for (const int plug : plugs_) close(plug);
  close(listener_);
  close(wake_);
}

void FaultyProxy::Set(NetworkFault fault) {
  {
    absl::MutexLock lock(&mutex_);
    const bool dropped = fault_ == NetworkFault::kDropsSyn;
    fault_ = fault;
    if (fault == NetworkFault::kDropsSyn && !dropped) Plug();
    if (fault != NetworkFault::kDropsSyn && dropped) {
      listen(listener_, kBacklog);
      for (const int plug : plugs_) close(plug);
      plugs_.clear();
    }
  }
  Wake();
}

void FaultyProxy::Disconnect() {
  {
    absl::MutexLock lock(&mutex_);
    CloseAll();
  }
  Wake();
}

void FaultyProxy::SetDelay(absl::Duration delay) {
  absl::MutexLock lock(&mutex_);
  delay_ = delay;
}

// A listener whose queue is full drops what asks to connect.
void FaultyProxy::Plug() {
  listen(listener_, 0);
  for (int i = 0; i < 3; ++i) {
    const int plug = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    Connect(plug, port_);
    plugs_.push_back(plug);
  }
}

void FaultyProxy::Wake() const {
  const uint64_t one = 1;
  if (write(wake_, &one, sizeof one) < 0) return;
}

void FaultyProxy::Poll() {
  std::vector<pollfd> fds = {{wake_, POLLIN, 0}};
  absl::Time due = absl::InfiniteFuture();
  {
    absl::MutexLock lock(&mutex_);
    if (fault_ != NetworkFault::kDropsSyn) {
      fds.push_back({listener_, POLLIN, 0});
    }
    for (const Relay& relay : relays_) {
      fds.push_back({relay.client, POLLIN, 0});
      fds.push_back({relay.server, POLLIN, 0});
      if (!relay.waiting.empty()) {
        due = std::min(due, relay.waiting.front().first);
      }
    }
  }
  const timespec wait = absl::ToTimespec(
      std::clamp(due - absl::Now(), absl::ZeroDuration(), absl::Seconds(10)));
  ppoll(fds.data(), fds.size(), &wait, nullptr);
}

void FaultyProxy::Run() {
  while (true) {
    Poll();
    absl::MutexLock lock(&mutex_);
    if (stopping_) return;
    uint64_t count = 0;
    if (Readable(wake_) && read(wake_, &count, sizeof count) < 0) return;
    if (fault_ != NetworkFault::kDropsSyn && Readable(listener_)) Accept();
    for (Relay& relay : relays_) {
      if (Readable(relay.client)) FromClient(relay);
      if (!relay.ended && Readable(relay.server)) FromServer(relay);
      if (!relay.ended) Say(relay);
    }
    relays_.remove_if([](const Relay& relay) {
      if (relay.ended) Close(relay);
      return relay.ended;
    });
  }
}

void FaultyProxy::Accept() {
  const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (client < 0) return;
  const int server = NewSocket();
  const int on = 1;
  for (const int fd : {client, server}) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
  relays_.push_back({client, server, 0, !Connect(server, target_port_), {}});
}

void FaultyProxy::FromClient(Relay& relay) {
  const std::string bytes = Receive(relay.client);
  if (bytes.empty()) {
    relay.ended = true;
  } else if (fault_ == NetworkFault::kRubbish) {
    relay.ended = !SendAll(relay.client, std::string(64, '\x2a'));
  } else if (fault_ != NetworkFault::kSilent) {
    relay.ended = !SendAll(relay.server, bytes);
  }
}

void FaultyProxy::FromServer(Relay& relay) {
  std::string bytes = Receive(relay.server);
  if (bytes.empty()) {
    close(relay.server);
    relay.server = -1;
    relay.ended = fault_ == NetworkFault::kNone;
    return;
  }
  switch (fault_) {
    case NetworkFault::kSilent:
    case NetworkFault::kRubbish:
      return;
    case NetworkFault::kStall:
      bytes.resize(std::min(bytes.size(),
                            kStallBytes - std::min(kStallBytes, relay.said)));
      break;
    case NetworkFault::kCut:
      relay.ended = true;
      SendAll(relay.client, bytes.substr(0, bytes.size() / 2));
      return;
    default:
      break;
  }
  relay.said += bytes.size();
  if (!bytes.empty()) {
    relay.waiting.emplace_back(absl::Now() + delay_, std::move(bytes));
  }
}

void FaultyProxy::Say(Relay& relay) {
  while (!relay.waiting.empty() && relay.waiting.front().first <= absl::Now()) {
    relay.ended |= !SendAll(relay.client, relay.waiting.front().second);
    relay.waiting.pop_front();
  }
}

void FaultyProxy::Close(const Relay& relay) {
  close(relay.client);
  if (relay.server >= 0) close(relay.server);
}

void FaultyProxy::CloseAll() {
  for (const Relay& relay : relays_) Close(relay);
  relays_.clear();
}

}  // namespace homeward::testing
