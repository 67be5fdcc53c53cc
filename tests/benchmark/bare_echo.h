#ifndef HOMEWARD_TESTS_BENCHMARK_BARE_ECHO_H_
#define HOMEWARD_TESTS_BENCHMARK_BARE_ECHO_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "homeward/v1/peer_service.grpc.pb.h"
#include "homeward/v1/query_service.grpc.pb.h"
#include "services/rpc/testing/federation.h"
#include "services/rpc/testing/node.h"
#include "tests/benchmark/in_flight.h"

namespace homeward::benchmark {

// The floor of every answer: a server that sends something back over the same
// mutual TLS, on gRPC's own thread, and does nothing else.
class BareEcho {
 public:
  BareEcho();
  ~BareEcho();

  // Keeps `in_flight` calls of 256 bytes each way under way for `duration`.
  InFlightResult Run(int in_flight, absl::Duration duration);

  // The same with calls that have the shape of a real one: `request` with
  // `assertion` as its metadata, and `answer` streamed as one message.
  InFlightResult RunStreamed(int in_flight, absl::Duration duration,
                             const v1::LocateChildRequest& request,
                             const std::string& assertion,
                             const v1::LocateChildResponse& answer);

 private:
  class Service;
  class StreamService;

  rpc::testing::TestFederation federation_{{"north", "south"}};
  std::unique_ptr<Service> service_;
  std::unique_ptr<StreamService> stream_service_;
  std::unique_ptr<rpc::testing::TestNode> node_;
  std::unique_ptr<v1::PeerService::Stub> stub_;
  std::unique_ptr<v1::QueryService::Stub> stream_stub_;
};

}  // namespace homeward::benchmark

#endif  // HOMEWARD_TESTS_BENCHMARK_BARE_ECHO_H_
