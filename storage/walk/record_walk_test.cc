#include "storage/walk/record_walk.h"

#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/engine/engine.h"
#include "storage/records/record_store.h"
#include "storage/records/record_test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::ContainerEq;
using ::testing::IsEmpty;

TEST(RecordWalkTest, ComesToEachRecordOnce) {
  RecordTestKit kit;
  const RecordWalk walk(kit.engine(), "registrar");
  const auto none = walk.Next("", 10);
  ASSERT_OK(none);
  EXPECT_THAT(*none, IsEmpty());
  std::set<std::string> made;
  for (int i = 0; i < 25; ++i) {
    NewClaims content;
    content.claims.emplace_back().mutable_identity()->set_name_full("A");
    const auto change =
        kit.records()->Create(content, {}, absl::FromUnixSeconds(1800000000));
    ASSERT_OK(change);
    ASSERT_EQ(kit.Commit(*change), CommitOutcome::kCommitted);
    made.insert(change->record_id);
  }
  for (const size_t limit : {1u, 7u, 25u, 100u}) {
    std::vector<std::string> seen;
    while (true) {
      const auto next = walk.Next(seen.empty() ? "" : seen.back(), limit);
      ASSERT_OK(next);
      if (next->empty()) break;
      EXPECT_LE(next->size(), limit);
      seen.insert(seen.end(), next->begin(), next->end());
    }
    EXPECT_EQ(seen.size(), made.size());
    EXPECT_THAT(std::set<std::string>(seen.begin(), seen.end()),
                ContainerEq(made));
  }
}

TEST(RecordWalkTest, GoesOnOnlyFromARecordOfItsAgency) {
  RecordTestKit kit;
  const RecordWalk walk(kit.engine(), "registrar");
  for (const char* id :
       {"nonsense", "agencies/clinic/children/0123456789abcdef0123456789abcdef",
        "agencies/registrar/children/0123"}) {
    EXPECT_THAT(walk.Next(id, 1), StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

}  // namespace
}  // namespace homeward::storage
