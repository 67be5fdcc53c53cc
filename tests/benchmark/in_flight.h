#ifndef HOMEWARD_TESTS_BENCHMARK_IN_FLIGHT_H_
#define HOMEWARD_TESTS_BENCHMARK_IN_FLIGHT_H_

#include <functional>

#include "absl/time/time.h"

namespace homeward::benchmark {

// What a run of calls came to.
struct InFlightResult {
  double calls_per_second = 0;
  absl::Duration median;
  absl::Duration p99;
  // Of all threads of this process, its nodes included, for each call. A busy
  // machine makes calls slower, but hardly dearer.
  absl::Duration cpu_per_call;
  int failed = 0;
};

// Keeps `in_flight` calls under way for `duration`, after a tenth of it to
// warm up, and measures those that end in it. `call` starts one and calls
// `done(ok)` once when it ends, from any thread. Returns when all have ended.
InFlightResult RunInFlight(
    int in_flight, absl::Duration duration,
    const std::function<void(std::function<void(bool ok)> done)>& call);

}  // namespace homeward::benchmark

#endif  // HOMEWARD_TESTS_BENCHMARK_IN_FLIGHT_H_
