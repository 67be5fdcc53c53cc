#include "tests/benchmark/latencies.h"

#include <algorithm>

#include "absl/strings/str_format.h"

namespace homeward::benchmark {

std::string Latencies::Summary() const {
  std::vector<int64_t> sorted = nanoseconds_;
  if (sorted.empty()) return "no call";
  std::sort(sorted.begin(), sorted.end());
  const auto at = [&](double share) {
    const auto last = static_cast<double>(sorted.size() - 1);
    return static_cast<double>(sorted[static_cast<size_t>(share * last)]) / 1e3;
  };
  return absl::StrFormat(
      "%d calls: p50 %.2f us, p99 %.2f us, p99.9 %.2f us, most %.2f us",
      sorted.size(), at(0.5), at(0.99), at(0.999), at(1));
}

}  // namespace homeward::benchmark
