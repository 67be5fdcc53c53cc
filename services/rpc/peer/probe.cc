#include "services/rpc/peer/probe.h"

#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/fault.h"
#include "services/rpc/peer/probe_tls.h"
#include "services/rpc/tls/raw_connection.h"

namespace homeward::rpc {
namespace {

constexpr absl::Duration kMaxClockDifference = absl::Seconds(30);

// Closes a socket.
class Socket {
 public:
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  ~Socket() { close(descriptor_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int get() const { return descriptor_; }

 private:
  const int descriptor_;
};

// Collects steps. The first that fails is the last.
class Steps {
 public:
  bool Add(const std::string& name, const absl::Status& status,
           const std::string& good) {
    v1::ProbeStep& step = steps_.emplace_back();
    step.set_name(name);
    step.set_ok(status.ok());
    step.set_detail(status.ok() ? good : std::string(status.message()));
    if (!status.ok()) step.set_error_code(DetailOf(status).code());
    return status.ok();
  }
  std::vector<v1::ProbeStep> Take() { return std::move(steps_); }

 private:
  std::vector<v1::ProbeStep> steps_;
};

absl::Status ResolveError(const ProbeTarget& target,
                          const absl::Status& status) {
  if (status.ok()) return status;
  return FaultError(Fault::kUnresolved, target.agency_id,
                    absl::StrCat(target.endpoint, ": ", status.message()));
}

absl::Status ConnectError(const ProbeTarget& target,
                          const absl::Status& status) {
  if (status.ok()) return status;
  const std::string what =
      absl::StrCat(target.endpoint, ": ", status.message());
  if (absl::IsDeadlineExceeded(status)) {
    return FaultError(Fault::kTimeout, target.agency_id,
                      absl::StrCat(what, ": a firewall may drop it"));
  }
  const bool refused = absl::StrContains(status.message(), "refused");
  return FaultError(refused ? Fault::kRefused : Fault::kBroken,
                    target.agency_id, what);
}

// The first address that takes a connection, or the last one's error.
absl::StatusOr<int> ConnectAny(const std::vector<Address>& addresses,
                               absl::Time deadline) {
  absl::StatusOr<int> socket = absl::UnavailableError("no address");
  for (const Address& address : addresses) {
    socket = Connect(address, deadline);
    if (socket.ok()) break;
  }
  return socket;
}

}  // namespace

std::vector<v1::ProbeStep> ProbePath(const ProbeTarget& target,
                                     absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  Steps steps;
  const absl::StatusOr<std::vector<Address>> addresses =
      Resolve(target.endpoint, timeout);
  if (!steps.Add("resolve", ResolveError(target, addresses.status()),
                 target.endpoint)) {
    return steps.Take();
  }
  const absl::StatusOr<int> connected = ConnectAny(*addresses, deadline);
  if (!steps.Add("connect", ConnectError(target, connected.status()),
                 "something listens")) {
    return steps.Take();
  }
  const Socket socket(*connected);
  const TlsFinding finding = ProbeTls(target, socket.get(), deadline);
  if (!steps.Add("handshake", finding.handshake, finding.version)) {
    return steps.Take();
  }
  steps.Add("identity", finding.identity,
            absl::StrCat("it is a node of ", target.agency_id));
  return steps.Take();
}

v1::ProbeStep ClockStep(const std::string& agency_id, absl::Time peer_now,
                        absl::Time own_now) {
  const absl::Duration ahead = peer_now - own_now;
  absl::Status status;
  const std::string text =
      absl::StrCat("the clock of ", agency_id, " is ",
                   absl::FormatDuration(absl::Trunc(absl::AbsDuration(ahead),
                                                    absl::Milliseconds(1))),
                   ahead < absl::ZeroDuration() ? " behind" : " ahead");
  if (absl::AbsDuration(ahead) > kMaxClockDifference) {
    status = FaultError(
        Fault::kClock, agency_id,
        absl::StrCat(text, "; more than 30s and signed questions are refused"));
  }
  Steps steps;
  steps.Add("clock", status, text);
  return steps.Take().front();
}

}  // namespace homeward::rpc
