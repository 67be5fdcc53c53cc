#include "tests/benchmark/stage_costs.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace homeward::benchmark {
namespace {

constexpr absl::string_view kFamily = "homeward_stage_duration_seconds_";

std::string Get(int port) {
  const int client = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string text;
  constexpr absl::string_view kRequest =
      "GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n";
  if (connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address) ==
          0 &&
      write(client, kRequest.data(), kRequest.size()) > 0) {
    char part[4096];
    for (ssize_t size = 0; (size = read(client, part, sizeof part)) > 0;) {
      text.append(part, static_cast<size_t>(size));
    }
  }
  close(client);
  return text;
}

}  // namespace

StageCosts ReadStageCosts(int port) {
  StageCosts costs;
  const std::string text = Get(port);
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    line = absl::StripSuffix(line, "\r");
    if (!absl::ConsumePrefix(&line, kFamily)) continue;
    const bool sum = absl::ConsumePrefix(&line, "sum{stage=\"");
    if (!sum && !absl::ConsumePrefix(&line, "count{stage=\"")) continue;
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(line, absl::MaxSplits("\"} ", 1));
    double value = 0;
    if (!absl::SimpleAtod(parts.second, &value)) continue;
    StageCost& cost = costs[std::string(parts.first)];
    (sum ? cost.seconds : cost.count) = value;
  }
  return costs;
}

void PrintStageCosts(const StageCosts& before, const StageCosts& after,
                     double calls) {
  for (const auto& [stage, end] : after) {
    const auto start = before.find(stage);
    const StageCost begin = start == before.end() ? StageCost() : start->second;
    const double count = end.count - begin.count;
    if (count <= 0) continue;
    std::printf("    %-10s %9.1f us  %5.2f a call\n", stage.c_str(),
                (end.seconds - begin.seconds) / count * 1e6, count / calls);
  }
}

}  // namespace homeward::benchmark
