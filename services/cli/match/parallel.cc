#include "services/cli/match/parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace homeward::cli {

void ForEach(size_t count, int threads, absl::FunctionRef<void(size_t)> work) {
  std::atomic<size_t> next{0};
  const auto run = [&] {
    for (size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::thread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back(run);
  run();
  for (std::thread& other : others) other.join();
}

int MachineThreads() {
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace homeward::cli
