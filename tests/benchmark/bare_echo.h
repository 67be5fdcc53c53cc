#ifndef HOMEWARD_TESTS_BENCHMARK_BARE_ECHO_H_
#define HOMEWARD_TESTS_BENCHMARK_BARE_ECHO_H_

#include <memory>

#include "absl/time/time.h"
#include "homeward/v1/peer_service.grpc.pb.h"
#include "services/rpc/testing/federation.h"
#include "services/rpc/testing/node.h"
#include "tests/benchmark/in_flight.h"

namespace homeward::benchmark {

// The floor of every answer: a server that sends back 256 bytes over the same
// mutual TLS, on gRPC's own thread, and nothing else.
class BareEcho {
 public:
  BareEcho();
  ~BareEcho();

  // Keeps `in_flight` calls under way for `duration`.
  InFlightResult Run(int in_flight, absl::Duration duration);

 private:
  class Service;

  rpc::testing::TestFederation federation_{{"north", "south"}};
  std::unique_ptr<Service> service_;
  std::unique_ptr<rpc::testing::TestNode> node_;
  std::unique_ptr<v1::PeerService::Stub> stub_;
};

}  // namespace homeward::benchmark

#endif  // HOMEWARD_TESTS_BENCHMARK_BARE_ECHO_H_
