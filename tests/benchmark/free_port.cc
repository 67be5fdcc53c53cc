#include "tests/benchmark/free_port.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "tests/benchmark/must.h"

namespace homeward::benchmark {
namespace {

constexpr int kFirstPort = 5'000;
constexpr int kPortsOfOne = 100;

// The first of `kPortsOfOne` ports that are this process's: it holds a name
// that one process at a time may have and that ends with it. Below the ports of
// the other tests and those that the system gives to connections, which could
// take one before the node listens.
int OwnPorts() {
  for (int block = kFirstPort; block < 2 * kFirstPort; block += kPortsOfOne) {
    const std::string name = absl::StrCat("homeward-benchmark-ports-", block);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    name.copy(address.sun_path + 1, name.size());  // Of no file: starts at 0.
    const int holder = socket(AF_UNIX, SOCK_STREAM, 0);
    if (bind(holder, reinterpret_cast<sockaddr*>(&address), sizeof address) ==
        0) {
      return block;  // Held until the process ends.
    }
    close(holder);
  }
  Must(absl::UnavailableError("no block of ports is free"), "choose ports");
  return 0;
}

}  // namespace

int FreePort() {
  static const int first = OwnPorts();
  static int next = first;
  while (next < first + kPortsOfOne) {
    const int port = next++;
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int bound =
        bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address);
    close(listener);
    if (bound == 0) return port;
  }
  Must(absl::UnavailableError("no port is free"), "bind on loopback");
  return 0;
}

}  // namespace homeward::benchmark
