#ifndef HOMEWARD_TESTS_BENCHMARK_LOGGED_ECHO_H_
#define HOMEWARD_TESTS_BENCHMARK_LOGGED_ECHO_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "homeward/v1/query_service.grpc.pb.h"
#include "services/rpc/testing/federation.h"
#include "services/rpc/testing/node.h"
#include "tests/benchmark/disk_log.h"
#include "tests/benchmark/in_flight.h"

namespace homeward::benchmark {

// The floor of an answer that leaves evidence: a server that admits who asks,
// takes the question on its worker pool, makes one entry of the log durable
// under the sync of a group, and streams back an answer that it had before.
// Nothing is found, read, unsealed, decided, redacted or merged.
class LoggedEcho {
 public:
  LoggedEcho();
  ~LoggedEcho();

  // Keeps `in_flight` calls of `request` under way for `duration`; each gets
  // `answer`.
  InFlightResult Run(int in_flight, absl::Duration duration,
                     const v1::LocateChildRequest& request,
                     const v1::LocateChildResponse& answer);

 private:
  class Service;

  rpc::testing::TestFederation federation_{{"north", "south"}};
  std::unique_ptr<Service> service_;
  std::unique_ptr<rpc::testing::TestNode> node_;
  std::unique_ptr<v1::QueryService::Stub> stub_;
  std::string assertion_;
};

}  // namespace homeward::benchmark

#endif  // HOMEWARD_TESTS_BENCHMARK_LOGGED_ECHO_H_
