#ifndef HOMEWARD_SERVICES_FEDERATION_TESTING_SYNCHRONIZER_FEDERATION_H_
#define HOMEWARD_SERVICES_FEDERATION_TESTING_SYNCHRONIZER_FEDERATION_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "auth/identity/revocation.h"
#include "auth/testing/federation.h"
#include "gtest/gtest.h"
#include "homeward/v1/admin_service.pb.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/peer.h"
#include "services/federation/sync/synchronizer.h"
#include "services/policy/state.h"
#include "services/policy/testing/mou_signers.h"
#include "services/policy/testing/policy_node.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation::testing {

// How the way to a node is.
enum class Way { kOpen, kRefused, kBlackHole };

// Three nodes whose peers are each other, in one process and on one clock.
class SynchronizerFederation : public ::testing::Test {
 protected:
  struct TestNode {
    std::unique_ptr<policy::testing::PolicyNode> policy;
    std::unique_ptr<Synchronizer> synchronizer;
    absl::Duration clock_ahead;
    Way way = Way::kOpen;
    // The MOUs that it says it refuses, besides those that it does.
    std::vector<std::string> refused_mous;
    int asked = 0;
    v1::SynchronizeRequest last_request;
    std::vector<absl::Status> refused;
  };

  class InProcess final : public Peer {
   public:
    InProcess(SynchronizerFederation* test, std::string from, std::string to)
        : test_(test), from_(std::move(from)), to_(std::move(to)) {}
    void Synchronize(const v1::SynchronizeRequest& request, absl::Time deadline,
                     Done<v1::SynchronizeResponse> done) override {
      TestNode& node = test_->nodes_.at(to_);
      ++node.asked;
      node.last_request = request;
      if (node.way == Way::kRefused) return done(absl::UnavailableError(""));
      if (node.way == Way::kBlackHole) return test_->lost_.push_back(done);
      auto answer = node.synchronizer->Answer(test_->ContactOf(from_), request);
      for (const std::string& key : node.refused_mous) {
        if (answer.ok()) answer->mutable_versions()->add_refused_mous(key);
      }
      done(std::move(answer));
    }
    void Ask(const v1::AskRequest&, absl::Time,
             Done<v1::AskResponse> done) override {
      done(absl::UnimplementedError(""));
    }
    void Withdraw(const v1::WithdrawRequest&, absl::Time,
                  Done<v1::WithdrawResponse> done) override {
      done(absl::UnimplementedError(""));
    }
    void TellReview(const v1::TellReviewRequest&, absl::Time,
                    Done<v1::TellReviewResponse> done) override {
      done(absl::UnimplementedError(""));
    }
    void Probe(const v1::ProbeRequest&, absl::Time,
               Done<v1::ProbeResponse> done) override {
      done(absl::UnimplementedError(""));
    }

   private:
    SynchronizerFederation* const test_;
    const std::string from_;
    const std::string to_;
  };

  SynchronizerFederation() {
    for (const char* id : {"north", "south", "west"}) {
      TestNode& node = nodes_[id];
      node.policy = std::make_unique<policy::testing::PolicyNode>(
          federation_, id, signers_.SignedDirectory());
      Synchronizer::Options options;
      options.agency_id = id;
      options.clock = [this, &node] { return now_ + node.clock_ahead; };
      options.refused = [&node](const std::string&, const absl::Status& why) {
        node.refused.push_back(why);
      };
      node.synchronizer = std::make_unique<Synchronizer>(
          options, node.policy->policy(), [this, id](const std::string& to) {
            return std::make_shared<InProcess>(this, id, to);
          });
    }
  }

  auth::Contact ContactOf(const std::string& id) {
    return *auth::ContactFrom(federation_.Peer(id), *federation_.directory(),
                              *federation_.revocations(), federation_.now);
  }
  policy::Policy& PolicyOf(const std::string& id) {
    return *nodes_.at(id).policy->policy();
  }
  Synchronizer& At(const std::string& id) {
    return *nodes_.at(id).synchronizer;
  }
  // Two turns: what the first asks for, the second takes.
  void Exchange(const std::string& id) {
    At(id).Turn(now_);
    At(id).Turn(now_);
  }
  void InstallList(const std::string& id, int64_t number) {
    ASSERT_OK(PolicyOf(id).InstallRevocationList(
        federation_.SignedList(id, number, {"\x07"}, federation_.now), now_));
  }
  // Each node has its own list, of which no certificate is on; nobody else's.
  void GiveOwnLists() {
    for (const char* id : {"north", "south", "west"}) {
      ASSERT_OK(PolicyOf(id).InstallRevocationList(
          federation_.SignedList(id, 1, {}, federation_.now), now_));
    }
  }
  bool IsFresh(const std::string& id, const std::string& agency) {
    return PolicyOf(id).current()->revocations->IsFresh(agency, now_);
  }
  // An MOU of north and south, signed by both.
  v1::Envelope Tracing() {
    return signers_.Sign(signers_.Mou("tracing"), {"north", "south"});
  }
  bool Knows(const std::string& id, const std::string& agency) {
    const auto* list = PolicyOf(id).current()->revocations->Find(agency);
    return list != nullptr && list->Lists("\x07");
  }
  v1::PeerStatus StatusAt(const std::string& id, const std::string& peer) {
    for (const v1::PeerStatus& status : At(id).Peers()) {
      if (status.agency_id() == peer) return status;
    }
    ADD_FAILURE() << id << " does not know " << peer;
    return {};
  }

  auth::testing::Federation federation_;
  policy::testing::MouSigners signers_{federation_};
  absl::Time now_ = federation_.now;
  std::vector<Peer::Done<v1::SynchronizeResponse>> lost_;
  std::map<std::string, TestNode> nodes_;
};

}  // namespace homeward::federation::testing

#endif  // HOMEWARD_SERVICES_FEDERATION_TESTING_SYNCHRONIZER_FEDERATION_H_
