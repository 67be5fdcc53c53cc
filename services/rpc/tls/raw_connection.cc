#include "services/rpc/tls/raw_connection.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace homeward::rpc {
namespace {

struct Lookup {
  std::string host;
  std::string port;
  absl::Notification done;
  int error = 0;
  std::vector<Address> addresses;
};

void Run(Lookup& lookup) {
  struct addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  struct addrinfo* found = nullptr;
  lookup.error =
      getaddrinfo(lookup.host.c_str(), lookup.port.c_str(), &hints, &found);
  if (lookup.error == 0) {
    for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
      lookup.addresses.emplace_back(
          reinterpret_cast<const char*>(each->ai_addr), each->ai_addrlen);
    }
    freeaddrinfo(found);
  }
  lookup.done.Notify();
}

absl::Status Unavailable(int error) {
  return absl::UnavailableError(strerror(error));
}

}  // namespace

absl::StatusOr<std::vector<Address>> Resolve(absl::string_view endpoint,
                                             absl::Duration timeout) {
  const size_t colon = endpoint.rfind(':');
  if (colon == absl::string_view::npos || colon == 0) {
    return absl::InvalidArgumentError("the endpoint is not host:port");
  }
  absl::string_view host = endpoint.substr(0, colon);
  if (absl::ConsumePrefix(&host, "[")) absl::ConsumeSuffix(&host, "]");
  auto lookup = std::make_shared<Lookup>();
  lookup->host = std::string(host);
  lookup->port = std::string(endpoint.substr(colon + 1));
  std::thread([lookup] { Run(*lookup); }).detach();
  if (!lookup->done.WaitForNotificationWithTimeout(timeout)) {
    return absl::DeadlineExceededError("the name server does not answer");
  }
  if (lookup->error != 0) {
    return absl::NotFoundError(gai_strerror(lookup->error));
  }
  return lookup->addresses;
}

absl::StatusOr<int> Connect(const Address& address, absl::Time deadline) {
  const auto* raw = reinterpret_cast<const sockaddr*>(address.data());
  const int descriptor =
      socket(raw->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return Unavailable(errno);
  int error = 0;
  if (connect(descriptor, raw, address.size()) != 0) {
    error = errno;
    if (error == EINPROGRESS) {
      if (!WaitFor(descriptor, /*to_write=*/true, deadline)) {
        close(descriptor);
        return absl::DeadlineExceededError("no answer");
      }
      socklen_t size = sizeof(error);
      getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size);
    }
  }
  if (error == 0) return descriptor;
  close(descriptor);
  return Unavailable(error);
}

bool WaitFor(int socket, bool to_write, absl::Time deadline) {
  struct pollfd wait = {socket, static_cast<short>(to_write ? POLLOUT : POLLIN),
                        0};
  while (true) {
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) return false;
    const int result = poll(&wait, 1,
                            static_cast<int>(std::min<int64_t>(
                                absl::ToInt64Milliseconds(left) + 1, 60'000)));
    if (result > 0) return true;
    if (result < 0 && errno != EINTR) return false;
  }
}

}  // namespace homeward::rpc
