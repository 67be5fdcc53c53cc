#include "services/rpc/service/evidence/evidence_service.h"

#include <string>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/evidence_service.pb.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/log/audit_test_kit.h"
#include "storage/log/checkpoint.h"
#include "tests/testing/status_matchers.h"

namespace homeward::rpc {
namespace {

using ::homeward::testing::StatusIs;

const char kQuery[] = "q-0123456789abcdef0123456789abcdef";

class EvidenceServiceTest : public ::testing::Test {
 protected:
  EvidenceServiceTest() : kit_("evidence_service") {
    EXPECT_OK(kit_.OpenLog());
  }

  // An entry about kQuery: the agency and the person who asked.
  void Append(const std::string& agency, const std::string& subject) {
    v1::AuditEvent event;
    event.set_kind(v1::AUDIT_KIND_ASKED);
    event.set_query_id(kQuery);
    event.set_asker_agency_id(agency);
    v1::AuditDetails details;
    details.set_subject(subject);
    storage::Batch batch;
    auto staged = kit_.log().Stage(
        {{event.SerializeAsString(), details.SerializeAsString(), kQuery}},
        &batch);
    ASSERT_OK(staged);
    const auto result =
        kit_.engine()->Commit(batch, storage::Durability::kDurable);
    ASSERT_OK(result.status);
    kit_.log().Accept(*std::move(staged), result.version);
  }
  EvidenceService Service() {
    return EvidenceService(
        nullptr,
        {&kit_.log(), kit_.engine(), "front-1", kit_.origin(), kit_.key()},
        nullptr);
  }

  storage::AuditTestKit kit_;
};

TEST_F(EvidenceServiceTest, TheCheckpointVerifiesWithItsKey) {
  Append("north", "s-1");
  ASSERT_OK(kit_.log().SignHead());
  const auto response = Service().Checkpoint();
  ASSERT_OK_AND_ASSIGN(const auto key,
                       storage::NoteKey::Parse(response.vkey()));
  ASSERT_OK_AND_ASSIGN(
      const auto checkpoint,
      storage::OpenCheckpoint(response.checkpoint(), key, kit_.origin()));
  EXPECT_EQ(checkpoint.size, 1u);
}

TEST_F(EvidenceServiceTest, VerifyTellsTheResultOfTheWholeLog) {
  for (int i = 0; i < 300; ++i) Append("north", "s-1");
  ASSERT_OK(kit_.log().SignHead());
  v1::VerifyLogResponse last;
  const auto keep = [&](v1::VerifyLogResponse response) {
    last = std::move(response);
    return true;
  };
  ASSERT_OK(Service().Verify(keep));
  EXPECT_TRUE(last.done());
  EXPECT_TRUE(last.ok()) << last.finding();
  EXPECT_EQ(last.verified_entries(), 300);
  EXPECT_EQ(last.checkpoint(), kit_.log().SignedHead());

  kit_.Flip(kit_.keys().Leaf(17), 20);
  ASSERT_OK(Service().Verify(keep));
  EXPECT_TRUE(last.done());
  EXPECT_FALSE(last.ok());
  EXPECT_NE(last.finding(), "");
  EXPECT_EQ(last.verified_entries(), 17);
}

TEST_F(EvidenceServiceTest, VerifyStopsWhenNobodyListens) {
  for (int i = 0; i < 300; ++i) Append("north", "s-1");
  EXPECT_THAT(Service().Verify([](v1::VerifyLogResponse) { return false; }),
              StatusIs(absl::StatusCode::kCancelled));
}

}  // namespace
}  // namespace homeward::rpc
