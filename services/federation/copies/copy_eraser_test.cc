#include "services/federation/copies/copy_eraser.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/copies.pb.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/withdrawal.pb.h"
#include "storage/copies/copy_store.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/secret.h"
#include "storage/records/record_test_kit.h"
#include "storage/test_committer.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;

absl::Time At(int64_t seconds) { return absl::FromUnixSeconds(seconds); }

// What is over.
Erasure Ended(const std::string& key) { return {key, "", ""}; }
// What `owner` takes back.
Erasure TakenBack(const std::string& key, const std::string& owner = "clinic") {
  return {key, owner, std::string(32, 'w'), v1::WITHDRAWAL_CAUSE_UNSPECIFIED};
}

class CopyEraserTest : public ::testing::Test {
 protected:
  // An answer of the clinic that came at 100 and may be kept until 200.
  void Keep(const std::string& key) {
    internal::v1::StoredCopy copy;
    copy.set_subject("officer-7");
    copy.mutable_answer()->set_owner_agency_id("clinic");
    copy.mutable_answer()->mutable_received_time()->set_seconds(100);
    copy.mutable_answer()->mutable_expiry_time()->set_seconds(200);
    storage::Batch batch;
    ASSERT_OK(store_.Keep(key, copy, "told", At(100), &batch));
    ASSERT_OK(
        kit_.engine()->Commit(batch, storage::Durability::kDurable).status);
  }
  // What became of the one erasure.
  v1::CopyState Erase(const Erasure& erasure, int64_t at) {
    const auto results = eraser_.Erase({erasure}, At(at));
    EXPECT_OK(results);
    EXPECT_EQ(results->size(), 1u);
    return results->at(0).state();
  }
  bool IsKnown(const std::string& key) { return store_.Find(key)->has_value(); }
  uint64_t Entries() { return committer_.log().Current().size; }

  storage::RecordTestKit kit_;
  storage::TestCommitter committer_{&kit_};
  storage::CopyStore store_{kit_.engine(), kit_.keys(),
                            storage::Secret(std::string(32, 'k'))};
  const CopyEraser eraser_{"police", &store_, committer_.get()};
};

TEST_F(CopyEraserTest, WhatIsOverIsErasedOnceAndThenForgotten) {
  Keep("a");
  const auto before = store_.Find("a");
  EXPECT_EQ(Erase(Ended("a"), 199), v1::COPY_STATE_KEPT);
  EXPECT_EQ(Erase(Ended("a"), 200), v1::COPY_STATE_ERASED);
  EXPECT_THAT(store_.Open("a", (*before)->copy, At(200)),
              StatusIs(StatusCode::kNotFound));
  EXPECT_EQ(Entries(), 1u);
  EXPECT_TRUE(IsKnown("a"));
  EXPECT_EQ(Erase(Ended("a"), 300), v1::COPY_STATE_ERASED);
  EXPECT_FALSE(IsKnown("a"));
  EXPECT_EQ(Entries(), 1u);
}

TEST_F(CopyEraserTest, OnlyItsOwnerTakesItBack) {
  Keep("a");
  EXPECT_EQ(Erase(TakenBack("a", "other"), 150), v1::COPY_STATE_NEVER_KEPT);
  EXPECT_EQ((*store_.Find("a"))->copy.answer().state(), v1::COPY_STATE_KEPT);
  EXPECT_EQ(Erase(TakenBack("a"), 150), v1::COPY_STATE_ERASED);
  EXPECT_EQ(Entries(), 1u);
  // A second time it says when it was.
  const auto again = eraser_.Erase({TakenBack("a")}, At(160));
  ASSERT_OK(again);
  EXPECT_EQ(again->at(0).state(), v1::COPY_STATE_ERASED);
  EXPECT_EQ(again->at(0).erased_time().seconds(), 150);
  EXPECT_EQ(Entries(), 1u);
}

// Else it would be kept when it comes after all.
TEST_F(CopyEraserTest, WhatIsTakenBackBeforeItCameIsMarked) {
  EXPECT_EQ(Erase(TakenBack("a"), 90), v1::COPY_STATE_NEVER_KEPT);
  ASSERT_TRUE(IsKnown("a"));
  EXPECT_EQ((*store_.Find("a"))->copy.answer().owner_agency_id(), "clinic");
  EXPECT_EQ(Entries(), 0u);
  EXPECT_EQ(Erase(Ended("b"), 90), v1::COPY_STATE_NEVER_KEPT);
  EXPECT_FALSE(IsKnown("b"));
}

// Over more than one commit.
TEST_F(CopyEraserTest, SaysOfEachOfManyInTheirOrderWhatBecameOfIt) {
  std::vector<Erasure> all;
  for (int i = 0; i < 70; ++i) {
    const std::string key = absl::StrCat("copy ", i);
    if (i % 2 == 0) Keep(key);
    all.push_back(TakenBack(key));
  }
  const auto results = eraser_.Erase(all, At(150));
  ASSERT_OK(results);
  ASSERT_EQ(results->size(), 70u);
  for (size_t i = 0; i < 70; ++i) {
    EXPECT_EQ((*results)[i].state(),
              i % 2 == 0 ? v1::COPY_STATE_ERASED : v1::COPY_STATE_NEVER_KEPT);
  }
  EXPECT_EQ(Entries(), 35u);
}

TEST_F(CopyEraserTest, AimsAtWhatIsKeptAndCountsWhatIsUnknown) {
  Keep("a");
  Keep("b");
  Keep("c");
  EXPECT_EQ(Erase(TakenBack("b"), 150), v1::COPY_STATE_ERASED);
  const auto aim =
      eraser_.AimOf({TakenBack("a"), TakenBack("b"), TakenBack("c", "other"),
                     TakenBack("x"), TakenBack("y")});
  ASSERT_OK(aim);
  ASSERT_EQ(aim->kept.size(), 1u);
  EXPECT_EQ(aim->kept[0].copy_key, "a");
  EXPECT_EQ(aim->unknown, 2);
}

}  // namespace
}  // namespace homeward::federation
