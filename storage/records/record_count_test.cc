#include <string>

#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/secret.h"
#include "storage/records/record_rows.h"
#include "storage/records/record_store.h"
#include "storage/records/record_test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::homeward::testing::IsOkAndHolds;

TEST(RecordCountTest, OfAFewIsExact) {
  RecordTestKit kit;
  EXPECT_THAT(kit.records()->EstimateCount(), IsOkAndHolds(0));
  for (int i = 1; i <= 3; ++i) {
    NewClaims content;
    content.claims.emplace_back().mutable_identity()->set_name_full("Ana");
    content.terms = {{"name", "ana"}};
    auto change =
        kit.records()->Create(content, {}, absl::FromUnixSeconds(1700000000));
    ASSERT_OK(change);
    ASSERT_EQ(kit.Commit(*change), CommitOutcome::kCommitted);
    // Claims and terms are no records.
    EXPECT_THAT(kit.records()->EstimateCount(), IsOkAndHolds(i));
  }
}

TEST(RecordCountTest, OfManyIsAboutRight) {
  RecordTestKit kit;
  constexpr int kAll = 5000;
  Batch batch;
  for (int i = 1; i <= kAll; ++i) {
    auto key = Secret::Random(kRecordKeyBytes);
    ASSERT_OK(key);
    batch.Put(HeadRow(key->view()), "");
    if (i % 500 != 0) continue;
    ASSERT_TRUE(kit.engine()->Commit(batch, Durability::kRelaxed).ok());
    batch = Batch();
  }
  auto count = kit.records()->EstimateCount();
  ASSERT_OK(count);
  // Five standard deviations of a sample of 256.
  EXPECT_NEAR(*count, kAll, kAll * 5 / 16);
}

}  // namespace
}  // namespace homeward::storage
