#ifndef HOMEWARD_TESTS_SIDE_CHANNEL_SILENT_ASKER_H_
#define HOMEWARD_TESTS_SIDE_CHANNEL_SILENT_ASKER_H_

#include <memory>
#include <string>
#include <vector>

#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/peer_service.grpc.pb.h"
#include "services/federation/signed/signed_exchange.h"
#include "tests/benchmark/running_federation.h"
#include "tests/side_channel/classifier.h"

namespace homeward::side_channel {

// The clinic of these tests.
inline constexpr char kClinic[] = "clinic-1";

// What somebody measured who asked once.
struct Measured {
  v1::Outcome outcome = v1::OUTCOME_UNSPECIFIED;
  // The size of the answer in bytes, and the microseconds that it took.
  std::vector<double> features;
};

// A node of "ngo" that keeps no rules of its own and asks the clinic, over
// mutual TLS, where children are, in the name of one member of its staff.
// Thread-safe. The process ends when a call fails.
class SilentAsker {
 public:
  // `running` must outlive it. `subject` is the member of staff.
  SilentAsker(const benchmark::RunningFederation* running, std::string subject);

  // Asks for a child of this name, born in 2015.
  Measured Ask(const std::string& name) const;

 private:
  v1::AskRequest Sign(const std::string& name) const;

  const benchmark::RunningFederation* const running_;
  const std::string subject_;
  const std::unique_ptr<v1::PeerService::Stub> stub_;
  const federation::SigningIdentity signer_;
};

// Registers at the clinic so many children of this name, born in 2015, whose
// location is protected.
void RegisterProtected(const benchmark::RunningFederation& running,
                       const std::string& name, int children);

// `count` names that sound alike, none of them twice.
std::vector<std::string> Names(int count);

}  // namespace homeward::side_channel

#endif  // HOMEWARD_TESTS_SIDE_CHANNEL_SILENT_ASKER_H_
