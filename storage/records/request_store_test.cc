#include "storage/records/request_store.h"

#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/secret.h"
#include "storage/records/record_test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::IsOkAndHolds;
using ::homeward::testing::StatusIs;
using ::testing::Optional;

class RequestStoreTest : public ::testing::Test {
 protected:
  CommitOutcome Put(const std::string& id, const std::string& content) {
    Batch batch;
    EXPECT_OK(requests_.Put(id, content, "done " + id, &batch));
    return kit_.engine()->Commit(batch, Durability::kDurable).outcome;
  }

  RecordTestKit kit_;
  RequestStore requests_{kit_.engine(), kit_.blind(),
                         Secret(std::string(32, 'q'))};
};

TEST_F(RequestStoreTest, TheSameRequestHasTheFirstOutcome) {
  EXPECT_THAT(requests_.Find("request-1", "content"),
              IsOkAndHolds(std::nullopt));
  ASSERT_EQ(Put("request-1", "content"), CommitOutcome::kCommitted);
  EXPECT_THAT(requests_.Find("request-1", "content"),
              IsOkAndHolds(Optional(std::string("done request-1"))));
  EXPECT_THAT(requests_.Find("request-2", "content"),
              IsOkAndHolds(std::nullopt));
}

TEST_F(RequestStoreTest, OtherContentIsRefused) {
  ASSERT_EQ(Put("request-1", "content"), CommitOutcome::kCommitted);
  EXPECT_THAT(requests_.Find("request-1", "contents"),
              StatusIs(StatusCode::kAlreadyExists));
  EXPECT_THAT(requests_.Find("request-1", ""),
              StatusIs(StatusCode::kAlreadyExists));
}

TEST_F(RequestStoreTest, OfTwoAtOneTimeOneConflicts) {
  ASSERT_EQ(Put("request-1", "content"), CommitOutcome::kCommitted);
  EXPECT_EQ(Put("request-1", "content"), CommitOutcome::kConflict);
}

}  // namespace
}  // namespace homeward::storage
