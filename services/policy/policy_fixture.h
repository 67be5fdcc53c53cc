#ifndef HOMEWARD_SERVICES_POLICY_POLICY_FIXTURE_H_
#define HOMEWARD_SERVICES_POLICY_POLICY_FIXTURE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/mou_service.pb.h"
#include "services/policy/policy.h"
#include "services/policy/testing/federation.h"
#include "services/policy/testing/store.h"
#include "tests/testing/status_matchers.h"

namespace homeward::policy {

// What "south" relies on, kept in a store in memory.
class PolicyTest : public ::testing::Test {
 protected:
  absl::Time now() const { return federation_.now(); }
  Policy& policy() { return store_.policy(); }

  v1::MouState Propose(const v1::Envelope& envelope) {
    auto summary = policy().ProposeMou(envelope, /*dry_run=*/false, now());
    EXPECT_OK(summary);
    return summary.ok() ? summary->state() : v1::MOU_STATE_UNSPECIFIED;
  }
  absl::Status Tell(const std::string& agency_id, int64_t number,
                    v1::MouStatementKind kind) {
    return policy()
        .StateMou(federation_.State("ngo-clinic", agency_id, number, kind),
                  now())
        .status();
  }
  bool InForce(const std::string& mou_id = "ngo-clinic") {
    return policy().current()->mous->InForce(mou_id, now()).has_value();
  }
  v1::MouState StateOf(const std::string& key) {
    return policy().state()->Summarize(key, now()).state();
  }

  const testing::Federation federation_;
  testing::Store store_{&federation_, "south"};
};

}  // namespace homeward::policy

#endif  // HOMEWARD_SERVICES_POLICY_POLICY_FIXTURE_H_
