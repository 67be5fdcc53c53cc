#include "services/federation/withdrawal/origin_walk.h"

#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/copies.pb.h"
#include "services/federation/withdrawal/withdrawal_documents.h"
#include "storage/copies/disclosure_store.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/secret.h"
#include "storage/records/document_store.h"
#include "storage/records/record_test_kit.h"
#include "storage/test_committer.h"
#include "storage/waiting/steady_time.h"
#include "tests/testing/status_matchers.h"

// How what is out is looked at again, some at a time.
namespace homeward::federation {
namespace {

class OriginWalkTest : public ::testing::Test {
 protected:
  // 150 records, of each of which something is out: one page and a half.
  void SetUp() override {
    storage::Batch batch;
    for (int i = 0; i < 150; ++i) {
      internal::v1::StoredDisclosure disclosure;
      disclosure.set_record_id(absl::StrCat("agencies/south/children/", i));
      disclosure.set_recipient_agency_id("west");
      disclosure.mutable_copy()->set_answer_sha256(std::string(32, 'a'));
      ASSERT_OK(disclosures_.Put(disclosure, &batch));
    }
    ASSERT_OK(
        kit_.engine()->Commit(batch, storage::Durability::kDurable).status);
    Restart();
  }

  // Another process on the same store.
  void Restart() {
    walk_ = std::make_unique<OriginWalk>(&documents_, &disclosures_,
                                         committer_.get());
    ASSERT_OK(walk_->Restore());
  }
  // How many words there are after a step, where a directory of this version
  // names `states`.
  size_t Step(const std::string& states, int64_t version = 1) {
    internal::v1::StoredNamedStates named;
    named.set_states_sha256(states);
    named.set_directory_version(version);
    EXPECT_OK(walk_->Step(named, now_, at_));
    const auto words = documents_.List(kRevocations);
    EXPECT_OK(words);
    return words->size();
  }
  void Settle() { at_ = storage::After(at_, kSettleStates); }

  storage::RecordTestKit kit_;
  storage::DocumentStore documents_{kit_.engine(), kit_.blind(),
                                    storage::Secret(std::string(32, 'k'))};
  storage::DisclosureStore disclosures_{kit_.engine(), kit_.blind(),
                                        storage::Secret(std::string(32, 'd'))};
  storage::TestCommitter committer_{&kit_};
  absl::Time now_ = absl::FromUnixSeconds(1800000000);
  storage::SteadyTime at_;
  std::unique_ptr<OriginWalk> walk_;
};

TEST_F(OriginWalkTest, AllIsLookedAtOnceItIsSettledAndOnce) {
  EXPECT_EQ(Step(""), 0);
  EXPECT_EQ(Step("first"), 0);
  Settle();
  EXPECT_EQ(Step("first"), 100);
  EXPECT_EQ(Step("first"), 150);
  EXPECT_EQ(Step("first"), 150);
  Restart();
  Step("first");
  Settle();
  EXPECT_EQ(Step("first"), 150);
}

TEST_F(OriginWalkTest, WhatIsDoneToTheClockSettlesNothing) {
  Step("first");
  now_ += absl::Hours(1);
  EXPECT_EQ(Step("first"), 0);
  now_ -= absl::Hours(2);
  Settle();
  EXPECT_EQ(Step("first"), 100);
}

TEST_F(OriginWalkTest, ARestartHalfwayBeginsAnew) {
  Step("first");
  Settle();
  EXPECT_EQ(Step("first"), 100);
  Restart();
  EXPECT_EQ(Step("first"), 100);
  Settle();
  EXPECT_EQ(Step("first"), 200);
  EXPECT_EQ(Step("first"), 250);
}

// Meanwhile answers went out by the states before.
TEST_F(OriginWalkTest, StatesThatGoAndComeBackAreLookedAtFromTheStart) {
  Step("other");
  Settle();
  EXPECT_EQ(Step("other"), 100);
  EXPECT_EQ(Step(""), 100);
  Settle();
  EXPECT_EQ(Step("other"), 100);
  Settle();
  EXPECT_EQ(Step("other"), 200);
  EXPECT_EQ(Step("other"), 250);
  EXPECT_EQ(Step("other"), 250);
}

// No step was told of others, and yet somebody may have been told by them.
TEST_F(OriginWalkTest, StatesThatMayHaveGoneBetweenTwoLooksAreLookedAtAgain) {
  const auto walk = [&](int64_t version) {
    Step("first", version);
    Settle();
    Step("first", version);
    return Step("first", version);
  };
  EXPECT_EQ(walk(1), 150);
  // Nothing was between two versions that follow each other.
  EXPECT_EQ(walk(2), 150);
  EXPECT_EQ(walk(3), 150);
  Restart();
  EXPECT_EQ(walk(4), 150);
  // The fifth is unknown here.
  EXPECT_EQ(walk(6), 300);
  EXPECT_EQ(walk(6), 300);
  Restart();
  EXPECT_EQ(walk(6), 300);
  EXPECT_EQ(walk(8), 450);
}

TEST_F(OriginWalkTest, SoItBeginsAnewHalfway) {
  Step("first", 1);
  Settle();
  EXPECT_EQ(Step("first", 1), 100);
  EXPECT_EQ(Step("first", 2), 150);
  EXPECT_EQ(Step("first", 4), 150);
  Settle();
  EXPECT_EQ(Step("first", 5), 250);
  EXPECT_EQ(Step("first", 7), 250);
  Settle();
  EXPECT_EQ(Step("first", 7), 350);
  EXPECT_EQ(Step("first", 7), 400);
}

TEST_F(OriginWalkTest, WhereNoStateIsNamedNothingIsLookedAtAgain) {
  EXPECT_EQ(Step("", 1), 0);
  EXPECT_EQ(Step("", 9), 0);
  Settle();
  EXPECT_EQ(Step("", 9), 0);
}

}  // namespace
}  // namespace homeward::federation
