#ifndef HOMEWARD_TESTS_BENCHMARK_RUNNING_FEDERATION_H_
#define HOMEWARD_TESTS_BENCHMARK_RUNNING_FEDERATION_H_

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "auth/signing/signing_key.h"
#include "auth/testing/federation.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/silence/beat_pacer.h"
#include "services/node/node.h"
#include "services/node/testing/node_folder.h"
#include "tests/testing/faulty_proxy.h"

namespace homeward::benchmark {

// Whole nodes in one process, on their own disks and loopback ports: "ngo", an
// agency that asks, and clinics "clinic-1" to "clinic-N" that each know
// KnownChild(). House rules and MOUs are the templates of deploy/mou_templates,
// signed by every party. The process ends when anything fails.
class RunningFederation {
 public:
  // How nodes reach the clinics: straight, or each through a proxy.
  enum class Path { kDirect, kProxied };

  struct Options {
    Path path = Path::kDirect;
    // As in the configuration of a node.
    int peer_timeout_milliseconds = 0;
    // Of every node.
    std::chrono::nanoseconds answer_beat = federation::kAnswerBeat;
  };

  explicit RunningFederation(int clinics);
  RunningFederation(int clinics, const Options& options);

  const std::vector<std::string>& clinics() const { return clinics_; }
  static std::string clinic(int number);
  const auth::testing::Federation& federation() const { return *federation_; }
  const node::Node& node(const std::string& agency_id) const {
    return *running_.at(agency_id).node;
  }
  // The child's record at a clinic.
  const std::string& record_id(const std::string& clinic) const {
    return running_.at(clinic).record_id;
  }
  // The version that the directory gives, for a signed question.
  static std::string MouId(const std::string& clinic);
  const std::string& mou_sha256(const std::string& clinic) const {
    return running_.at(clinic).mou_sha256;
  }

  // A channel of staff of the agency to its own node.
  std::shared_ptr<grpc::Channel> StaffChannel(
      const std::string& agency_id) const;
  // A channel of `agency_id`'s node to the node of `other`.
  std::shared_ptr<grpc::Channel> NodeChannel(const std::string& agency_id,
                                             const std::string& other) const;
  // A serialized assertion of a member of staff, for 15 minutes.
  std::string Assertion(const std::string& agency_id, v1::Role role) const;

  // The proxy before `clinic`, where there are proxies.
  testing::FaultyProxy& proxy(const std::string& clinic) {
    return *running_.at(clinic).proxy;
  }

 private:
  struct Running {
    int port = 0;
    std::unique_ptr<auth::SigningKey> mou_key;
    std::unique_ptr<node::testing::NodeFolder> folder;
    std::unique_ptr<testing::FaultyProxy> proxy;
    std::unique_ptr<node::Node> node;
    std::string record_id;
    std::string mou_sha256;
  };

  std::string SignedDirectory();
  void Start(const std::string& agency_id, const std::string& directory);
  void InstallLists(const std::string& agency_id) const;
  // The template `name`, with agencies renamed, signed by every party.
  v1::Envelope Mou(
      const std::string& name,
      const std::vector<std::pair<std::string, std::string>>& renamed) const;
  void Propose(const std::string& agency_id, const v1::Envelope& mou) const;
  std::string Register(const std::string& clinic) const;

  const Options options_;
  std::vector<std::string> clinics_;
  std::unique_ptr<auth::testing::Federation> federation_;
  std::map<std::string, Running> running_;
};

// Prepares a call of staff: `assertion` and a deadline of 30 s.
void SignIn(const std::string& assertion, grpc::ClientContext* context);

}  // namespace homeward::benchmark

#endif  // HOMEWARD_TESTS_BENCHMARK_RUNNING_FEDERATION_H_
