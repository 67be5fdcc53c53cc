#ifndef HOMEWARD_TESTS_BENCHMARK_ASKER_H_
#define HOMEWARD_TESTS_BENCHMARK_ASKER_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "homeward/v1/query_service.grpc.pb.h"
#include "tests/benchmark/locate_call.h"
#include "tests/benchmark/running_federation.h"

namespace homeward::benchmark {

// A member of the staff of "ngo" who asks its node where the child is whom
// every clinic knows, one question at a time.
class Asker {
 public:
  explicit Asker(const RunningFederation& running);

  // Asks everybody, or with `mou_id` only the peer with whom there is that MOU.
  // Each has `timeout`; zero leaves that to the node. Waits for the end of the
  // stream; the process ends when the call fails.
  LocateResult Ask(absl::Duration timeout, const std::string& mou_id = "");

 private:
  const std::unique_ptr<v1::QueryService::Stub> stub_;
  const std::string assertion_;
  v1::LocateChildRequest request_;
};

}  // namespace homeward::benchmark

#endif  // HOMEWARD_TESTS_BENCHMARK_ASKER_H_
