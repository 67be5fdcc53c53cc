#ifndef HOMEWARD_TESTS_BENCHMARK_LOCATE_CALL_H_
#define HOMEWARD_TESTS_BENCHMARK_LOCATE_CALL_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "homeward/v1/query_service.grpc.pb.h"

namespace homeward::benchmark {

// What came of one LocateChild.
struct LocateResult {
  // The stream ended well.
  bool ok = false;
  // Until its end.
  absl::Duration whole;
  // Every node's answer with when it came.
  std::vector<std::pair<absl::Duration, v1::NodeAnswer>> answers;
  // The last message, whole.
  v1::LocateChildResponse last;
};

// Calls LocateChild and hears all of it. `done` is called once, from gRPC's
// thread; `assertion` is of the asker.
void Locate(v1::QueryService::Stub& stub, const v1::LocateChildRequest& request,
            const std::string& assertion,
            std::function<void(LocateResult)> done);

}  // namespace homeward::benchmark

#endif  // HOMEWARD_TESTS_BENCHMARK_LOCATE_CALL_H_
