#include "storage/records/match_store.h"

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
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kChild[] = "name:koval solomiia:2015";

class MatchStoreTest : public ::testing::Test {
 protected:
  KnownMatches Find(const std::string& child) {
    auto known = matches_.Find(child);
    EXPECT_OK(known);
    return known.ok() ? *std::move(known) : KnownMatches{};
  }
  CommitOutcome Add(KnownMatches known, const std::string& candidate) {
    known.matches.add_matches()->set_candidate_record_id(candidate);
    Batch batch;
    EXPECT_OK(matches_.Put(kChild, known, &batch));
    return kit_.engine()->Commit(batch, Durability::kDurable).outcome;
  }

  RecordTestKit kit_;
  MatchStore matches_{kit_.engine(), kit_.blind(),
                      Secret(std::string(32, 'm'))};
};

TEST_F(MatchStoreTest, WhatIsDecidedOfOneChildIsNotOfAnother) {
  EXPECT_THAT(Find(kChild).matches.matches(), IsEmpty());
  ASSERT_EQ(Add(Find(kChild), "a"), CommitOutcome::kCommitted);
  ASSERT_EQ(Add(Find(kChild), "b"), CommitOutcome::kCommitted);
  const KnownMatches known = Find(kChild);
  ASSERT_THAT(known.matches.matches(), SizeIs(2));
  EXPECT_EQ(known.matches.matches(1).candidate_record_id(), "b");
  EXPECT_THAT(Find("name:koval solomiia:").matches.matches(), IsEmpty());
}

TEST_F(MatchStoreTest, OfTwoAtOneTimeOneConflicts) {
  const KnownMatches none = Find(kChild);
  ASSERT_EQ(Add(none, "a"), CommitOutcome::kCommitted);
  EXPECT_EQ(Add(none, "b"), CommitOutcome::kConflict);
  const KnownMatches one = Find(kChild);
  ASSERT_EQ(Add(one, "b"), CommitOutcome::kCommitted);
  EXPECT_EQ(Add(one, "c"), CommitOutcome::kConflict);
}

TEST_F(MatchStoreTest, NeitherKeyNorValueTellsTheChildOrTheRecord) {
  ASSERT_EQ(Add(Find(kChild), "agencies/ngo/children/1"),
            CommitOutcome::kCommitted);
  auto page = kit_.engine()->Scan(ScanPrefix("m/"));
  ASSERT_OK(page);
  ASSERT_THAT(page->rows, SizeIs(1));
  EXPECT_THAT(page->rows[0].key, Not(HasSubstr("koval")));
  EXPECT_THAT(page->rows[0].value, Not(HasSubstr("agencies")));
}

TEST_F(MatchStoreTest, ThereIsAnEndToIt) {
  KnownMatches known;
  for (int i = 0; i < 1000; ++i) {
    known.matches.add_matches()->set_candidate_record_id(std::string(70, 'x'));
  }
  Batch batch;
  EXPECT_THAT(matches_.Put(kChild, known, &batch),
              StatusIs(StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace homeward::storage
