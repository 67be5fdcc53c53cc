// homewardd: runs the node of one agency until it is told to stop.

#include <signal.h>

#include <cstdio>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/node/config/config.h"
#include "services/node/node.h"
#include "services/rpc/program_version.h"
#include "services/rpc/tls/openssl_setup.h"

namespace {

constexpr absl::Duration kDrainLimit = absl::Seconds(10);
// Ends a process whose command line is wrong, as `homeward` does.
constexpr int kUsage = 2;

// Blocks the signals that end the process in every thread that starts later,
// so that WaitForEnd() alone takes them.
sigset_t BlockEndSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return signals;
}

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "homewardd: %s\n",
               std::string(status.message()).c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Runs the node of one agency until SIGTERM or SIGINT."};
  app.footer(
      "Examples:\n"
      "  homewardd --config /etc/homeward/node.textproto\n"
      "  homewardd --config node.textproto --check");
  std::string config_file;
  bool check = false;
  app.add_option("--config", config_file, "the node's configuration")
      ->required();
  app.add_flag("--check", check, "check the configuration and stop");
  app.set_version_flag(
      "--version", absl::StrCat("homewardd ", homeward::rpc::kProgramVersion),
      "the version, and stop");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }

  // Debian builds Abseil with its checks for deadlocks: for tests, and slow.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  const sigset_t signals = BlockEndSignals();
  absl::Status openssl = homeward::rpc::ConfigureOpenSsl();
  if (!openssl.ok()) return Fail(openssl);
  auto config = homeward::node::LoadConfig(config_file);
  if (!config.ok()) return Fail(config.status());
  if (check) {
    std::printf("homewardd: the configuration is good\n");
    return 0;
  }
  auto node = homeward::node::Node::Start(*config);
  if (!node.ok()) return Fail(node.status());
  std::printf("homewardd: listening on port %d, metrics on %d, health on %d\n",
              (*node)->port(), (*node)->metrics_port(), (*node)->health_port());
  std::fflush(stdout);
  int received = 0;
  sigwait(&signals, &received);
  (*node)->Stop(kDrainLimit);
  std::printf("homewardd: stopped\n");
  return 0;
}
