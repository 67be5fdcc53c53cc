#ifndef HOMEWARD_TESTS_BENCHMARK_STAGE_COSTS_H_
#define HOMEWARD_TESTS_BENCHMARK_STAGE_COSTS_H_

#include <map>
#include <string>

namespace homeward::benchmark {

// What a node's metrics tell of its stages, from its start on.
struct StageCost {
  double seconds = 0;
  double count = 0;
};
using StageCosts = std::map<std::string, StageCost>;

// Reads `homeward_stage_duration_seconds` of the node whose metrics are served
// at `port` of loopback. Empty when they can't be read.
StageCosts ReadStageCosts(int port);

// Prints the mean of each stage between two readings, and how often it ran for
// each of `calls` calls.
void PrintStageCosts(const StageCosts& before, const StageCosts& after,
                     double calls);

}  // namespace homeward::benchmark

#endif  // HOMEWARD_TESTS_BENCHMARK_STAGE_COSTS_H_
