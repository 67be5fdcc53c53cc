#ifndef HOMEWARD_TESTS_TESTING_FAULTY_PROXY_H_
#define HOMEWARD_TESTS_TESTING_FAULTY_PROXY_H_

#include <deque>
#include <list>
#include <string>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace homeward::testing {

// What goes wrong between a client and the server behind a FaultyProxy.
enum class NetworkFault {
  // Nothing.
  kNone,
  // Connections are taken, and nothing is ever said on one.
  kSilent,
  // The server's first 100 bytes on a connection pass, and nothing after: a
  // TLS handshake that begins and stalls.
  kStall,
  // The answer to every connection is bytes that mean nothing.
  kRubbish,
  // Half of what the server says next passes; then the connection is closed.
  kCut,
  // The handshake of TCP is never answered, as behind a firewall that drops.
  kDropsSyn,
};

// A port of loopback that passes TCP connections on to another, with faults
// and a delay. Thread-safe.
class FaultyProxy {
 public:
  // Passes on to `target_port` of loopback. Takes a free port.
  explicit FaultyProxy(int target_port);
  ~FaultyProxy();
  FaultyProxy(const FaultyProxy&) = delete;
  FaultyProxy& operator=(const FaultyProxy&) = delete;

  int port() const { return port_; }

  // From now on, also for the connections that are up. kDropsSyn is for new
  // ones only.
  void Set(NetworkFault fault);
  // Closes every connection that is up.
  void Disconnect();
  // How long what the server says is held back.
  void SetDelay(absl::Duration delay);

 private:
  struct Relay {
    int client;
    // -1 once the server has closed it.
    int server;
    size_t said = 0;
    bool ended = false;
    // What the client is to hear, and when.
    std::deque<std::pair<absl::Time, std::string>> waiting;
  };

  void Run();
  // Waits for something to do.
  void Poll();
  void Accept() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void FromClient(Relay& relay) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void FromServer(Relay& relay) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Say(Relay& relay) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  static void Close(const Relay& relay);
  void CloseAll() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Plug() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Wake() const;

  const int target_port_;
  const int listener_;
  const int wake_;
  int port_ = 0;
  absl::Mutex mutex_;
  NetworkFault fault_ ABSL_GUARDED_BY(mutex_) = NetworkFault::kNone;
  absl::Duration delay_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::list<Relay> relays_ ABSL_GUARDED_BY(mutex_);
  // Connections that fill the listener's queue while SYNs are dropped.
  std::deque<int> plugs_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace homeward::testing

#endif  // HOMEWARD_TESTS_TESTING_FAULTY_PROXY_H_
