#ifndef HOMEWARD_SERVICES_NODE_STATUS_FIXTURE_H_
#define HOMEWARD_SERVICES_NODE_STATUS_FIXTURE_H_

#include <string>

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/admin_service.pb.h"
#include "homeward/v1/mou_service.pb.h"
#include "services/node/status.h"

namespace homeward::node {

inline constexpr absl::Duration kDay = absl::Hours(24);

// What a node in which all is well knows of itself, for tests to change.
class StatusFixture : public ::testing::Test {
 protected:
  // Facts of a node in which all is well.
  StatusFixture() {
    facts_.agency_id = "north";
    facts_.version = "1.0";
    facts_.now = federation_.now;
    facts_.certificate_from = facts_.now - kDay;
    facts_.certificate_until = facts_.now + 6 * kDay;
    facts_.own_revocations = facts_.now - absl::Hours(1);
    facts_.directory = federation_.directory();
    AddMou("m", v1::MOU_STATE_ACTIVE, 90 * kDay);
    for (const char* id : {"south", "west"}) {
      v1::PeerStatus peer;
      peer.set_agency_id(id);
      peer.set_reachable(true);
      *peer.mutable_last_contact_time() =
          auth::ToTimestamp(facts_.now - absl::Seconds(2));
      facts_.peers.push_back(peer);
    }
    facts_.synchronize_every = absl::Seconds(2);
    facts_.last_synchronized = facts_.now - absl::Seconds(1);
    facts_.log_size = 10;
    facts_.signed_size = 10;
    facts_.free_bytes = int64_t{50} << 30;
    facts_.disk_bytes = int64_t{100} << 30;
    facts_.queue_limit = 1000;
  }
  v1::MouSummary& AddMou(const std::string& id, v1::MouState state,
                         absl::Duration left) {
    v1::MouSummary summary;
    summary.mutable_mou()->set_mou_id(id);
    summary.mutable_mou()->set_version(1);
    *summary.mutable_mou()->mutable_expiry_time() =
        auth::ToTimestamp(facts_.now + left);
    summary.set_state(state);
    facts_.mous.push_back(summary);
    return facts_.mous.back();
  }
  // The worst item, as it comes first. Everything that is not well names a
  // next step, and each is no better than the one before.
  v1::StatusItem Worst() {
    const v1::GetStatusResponse response = BuildStatus(facts_);
    for (int i = 0; i < response.items_size(); ++i) {
      const v1::StatusItem& item = response.items(i);
      EXPECT_EQ(item.next_step().empty(), item.severity() == v1::SEVERITY_OK);
      if (i > 0) {
        EXPECT_LE(item.severity(), response.items(i - 1).severity());
      }
    }
    return response.items(0);
  }
  void ExpectWorst(const std::string& subject, v1::Severity severity,
                   const std::string& text) {
    const v1::StatusItem item = Worst();
    EXPECT_EQ(item.subject(), subject) << item.text();
    EXPECT_EQ(item.severity(), severity) << item.text();
    EXPECT_THAT(item.text(), ::testing::HasSubstr(text));
  }

  auth::testing::Federation federation_;
  StatusFacts facts_;
};

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_STATUS_FIXTURE_H_
