// Starts homewardd with an empty store, waits five seconds and tells how much
// memory it holds. Fails when it is over 100 MB.

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/testing/federation.h"
#include "google/protobuf/text_format.h"
#include "services/node/testing/node_folder.h"
#include "tests/benchmark/log_to.h"

namespace homeward::benchmark {
namespace {

constexpr double kMostMegabytes = 100;

// The resident set of the process, in megabytes; 0 when it has ended.
double ResidentMegabytes(pid_t process) {
  std::ifstream status(absl::StrCat("/proc/", process, "/status"));
  for (std::string line; std::getline(status, line);) {
    absl::string_view rest = line;
    if (!absl::ConsumePrefix(&rest, "VmRSS:")) continue;
    double kibibytes = 0;
    rest = absl::StripSuffix(rest, "kB");
    return absl::SimpleAtod(rest, &kibibytes) ? kibibytes * 1024 / 1e6 : 0;
  }
  return 0;
}

int Run(const char* homewardd, const char* log) {
  const auth::testing::Federation federation(absl::Now());
  const node::testing::NodeFolder folder(federation, "north");
  std::string config;
  google::protobuf::TextFormat::PrintToString(folder.config(), &config);
  folder.Write("node.textproto", config);
  const std::string file = folder.path() + "/node.textproto";
  const pid_t process = fork();
  if (process == 0) {
    LogTo(log);
    execl(homewardd, homewardd, "--config", file.c_str(), nullptr);
    _exit(127);
  }
  absl::SleepFor(absl::Seconds(5));
  const double megabytes = ResidentMegabytes(process);
  kill(process, SIGTERM);
  int status = 0;
  waitpid(process, &status, 0);
  if (megabytes == 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    std::printf("homewardd did not run or did not stop well\n");
    return 1;
  }
  std::printf("idle node: %.1f MB resident (at most %.0f)\n", megabytes,
              kMostMegabytes);
  return megabytes <= kMostMegabytes ? 0 : 1;
}

}  // namespace
}  // namespace homeward::benchmark

int main(int argc, char** argv) {
  return homeward::benchmark::Run("services/node/homewardd",
                                  argc > 1 ? argv[1] : "/dev/null");
}
