#ifndef HOMEWARD_SERVICES_POLICY_TESTING_POLICY_NODE_H_
#define HOMEWARD_SERVICES_POLICY_TESTING_POLICY_NODE_H_

#include <memory>
#include <string>
#include <utility>

#include "auth/testing/federation.h"
#include "gtest/gtest.h"
#include "homeward/v1/envelope.pb.h"
#include "services/policy/policy.h"
#include "services/policy/red_lines.h"
#include "storage/committer.h"
#include "storage/keys/blind.h"
#include "storage/keys/secret.h"
#include "storage/log/audit_test_kit.h"
#include "storage/records/document_store.h"
#include "tests/testing/status_matchers.h"

namespace homeward::policy::testing {

// The policy of one agency with a store and a log of its own, on RocksDB in
// memory. Starts with `directory`, no list of revoked certificates, and the red
// lines that `red_lines` reads, if any.
class PolicyNode {
 public:
  PolicyNode(const auth::testing::Federation& federation,
             const std::string& agency_id, const v1::Envelope& directory,
             RedLineReader red_lines = {})
      : kit_(agency_id),
        blind_(*storage::BlindIndex::Create(
            storage::Secret(std::string(32, 'b')))) {
    EXPECT_OK(kit_.OpenLog());
    storage::CommitterOptions options;
    committer_ = std::make_unique<storage::Committer>(kit_.engine(),
                                                      &kit_.log(), options);
    documents_ = std::make_unique<storage::DocumentStore>(
        kit_.engine(), &blind_, storage::Secret(std::string(32, 'k')));
    auto policy = Policy::Open(
        {agency_id, federation.governance(), directory, std::move(red_lines)},
        documents_.get(), committer_.get(), federation.now);
    EXPECT_OK(policy);
    policy_ = *std::move(policy);
  }

  Policy* policy() { return policy_.get(); }
  storage::Committer* committer() { return committer_.get(); }
  storage::AuditTestKit& kit() { return kit_; }

 private:
  storage::AuditTestKit kit_;
  storage::BlindIndex blind_;
  std::unique_ptr<storage::Committer> committer_;
  std::unique_ptr<storage::DocumentStore> documents_;
  std::unique_ptr<Policy> policy_;
};

}  // namespace homeward::policy::testing

#endif  // HOMEWARD_SERVICES_POLICY_TESTING_POLICY_NODE_H_
