#ifndef HOMEWARD_TESTS_BENCHMARK_LOCATE_CALL_H_
#define HOMEWARD_TESTS_BENCHMARK_LOCATE_CALL_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "homeward/v1/query_service.grpc.pb.h"
#include "homeward/v1/question.pb.h"

namespace homeward::benchmark {

// That a node answered.
struct HeardAnswer {
  // Since the call began.
  absl::Duration after;
  std::string agency_id;
  v1::Outcome outcome = v1::OUTCOME_UNSPECIFIED;
  // From when the asker's node took the question up until this answer was
  // there, as that node tells it.
  absl::Duration elapsed;
};

// What came of one LocateChild.
struct LocateResult {
  // The stream ended well.
  bool ok = false;
  // Until its end.
  absl::Duration whole;
  std::vector<HeardAnswer> answers;
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
