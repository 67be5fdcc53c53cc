// What becomes of copies at agencies of the child's country of origin: the west
// asks the south, and the south learns or is told more.

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "services/federation/withdrawal/origin_fixture.h"
#include "services/federation/withdrawal/revocations.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"
#include "storage/engine/engine.h"
#include "storage/records/record_test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class OriginCopiesTest : public OriginTest {
 protected:
  // Adds that it is told where the child of this record comes from.
  void Word(const std::string& record_id, storage::Submission& submission) {
    v1::Claim claim;
    claim.mutable_identity()->set_country_of_origin("UA");
    ASSERT_OK(nodes_.south.withdrawals().Revoke(
        record_id, {claim}, "nurse", nodes_.south.now(), &submission.writes));
  }
};

TEST_F(OriginCopiesTest, ANoToItTakesBackWhatAYesLet) {
  Name({{"south", "PL"}, {"west", "UA"}});
  ComesFrom("UA");
  EXPECT_EQ(Asked(), v1::OUTCOME_NOTHING_TO_SHOW);
  Says(true);
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  Turn();
  EXPECT_THAT(Withdrawals(), IsEmpty());
  Says(false);
  ASSERT_THAT(Withdrawals(), SizeIs(1));
  EXPECT_EQ(Withdrawals()[0].recipient_agency_id(), "west");
  EXPECT_EQ(Withdrawals()[0].erased_count(), 1);
  EXPECT_TRUE(Withdrawals()[0].has_acknowledged_time());
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_ERASED);
  // It is not told that it is of the country of origin.
  EXPECT_EQ(Kept().withdrawal_cause(), v1::WITHDRAWAL_CAUSE_CONSENT_REVOKED);
  EXPECT_EQ(Asked(), v1::OUTCOME_NOTHING_TO_SHOW);
}

TEST_F(OriginCopiesTest, WhoTurnsOutToBeOfItGivesBackWhatItHas) {
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  Name({{"south", "PL"}, {"west", "MD"}});
  ComesFrom("UA");
  EXPECT_THAT(Withdrawals(), IsEmpty());
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_KEPT);
  ComesFrom("MD");
  ASSERT_THAT(Withdrawals(), SizeIs(1));
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_ERASED);
}

TEST_F(OriginCopiesTest, SoDoesOneWhoseStateNobodyKnows) {
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  Name({{"south", "PL"}});
  ComesFrom("UA");
  ASSERT_THAT(Withdrawals(), SizeIs(1));
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_ERASED);
}

TEST_F(OriginCopiesTest, WhatAYesLetsStaysWithIt) {
  Name({{"south", "PL"}, {"west", "UA"}});
  Says(true);
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  ComesFrom("UA");
  Says(true);
  EXPECT_THAT(Withdrawals(), IsEmpty());
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_KEPT);
}

// Nobody need tell it, and nobody can keep it from ending.
TEST_F(OriginCopiesTest, WhatAYesLetsEndsWithIt) {
  Name({{"south", "PL"}, {"west", "UA"}});
  ComesFrom("UA");
  Says(true, absl::Hours(3));
  const absl::Time end = nodes_.south.now() + absl::Hours(3);
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  EXPECT_LE(auth::ToTime(Kept().expiry_time()), end);
  // A power of two in seconds, so at least half as long.
  EXPECT_GT(auth::ToTime(Kept().expiry_time()), end - absl::Minutes(90));
  nodes_.south.peer("west").unreachable = true;
  Later(absl::Hours(3));
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_ERASED);
  EXPECT_THAT(Withdrawals(), IsEmpty());
  // Both count alike.
  const auto told = nodes_.south.disclosures().OfRecord(record_id_);
  ASSERT_OK(told);
  ASSERT_THAT(*told, SizeIs(1));
  EXPECT_LE(auth::ToTime(told->at(0).expiry_time()), end);
}

TEST_F(OriginCopiesTest, WithinOneStateNothingIsTakenBack) {
  Name({{"south", "UA"}, {"west", "UA"}});
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  ComesFrom("UA");
  Says(false);
  EXPECT_THAT(Withdrawals(), IsEmpty());
}

TEST_F(OriginCopiesTest, AWordIsForgottenOnceAllWasLookedFor) {
  Name({{"south", "PL"}, {"west", "UA"}});
  ComesFrom("UA");
  Says(false);
  EXPECT_THAT(Withdrawals(), IsEmpty());
  EXPECT_THAT(Words(), SizeIs(2));
  Later(kSettleRevocation - absl::Seconds(1));
  Turn();
  EXPECT_THAT(Words(), SizeIs(2));
  Later(absl::Seconds(1));
  Turn();
  EXPECT_THAT(Words(), IsEmpty());
}

// It is a fault of the own node, and what is given back can't be asked for
// again: it waits until it can be read, however long that takes.
TEST_F(OriginCopiesTest, WhatCanNotBeReadTakesNothingBackUntilItCan) {
  Name({{"south", "PL"}, {"west", "MD"}});
  ComesFrom("UA");
  ASSERT_EQ(Asked(), v1::OUTCOME_ANSWERED);
  Turn();
  Later(kSettleStates);
  Turn();
  ASSERT_THAT(Words(), IsEmpty());
  const std::string head =
      absl::StrCat("r/", storage::RecordTestKit::SubjectOf(record_id_));
  const auto put_head = [&](const std::string& value) {
    storage::Submission submission;
    submission.writes.Put(head, value);
    ASSERT_OK(storage::CommitAndWait(&nodes_.south.store().committer(),
                                     std::move(submission)));
  };
  v1::Claim claim;
  claim.set_source_agency_id("south");
  claim.set_basis(v1::BASIS_OBSERVED);
  *claim.mutable_source_time() = auth::ToTimestamp(nodes_.south.now());
  claim.mutable_identity()->set_country_of_origin("MD");
  nodes_.south.AddTo(record_id_, claim);
  const auto whole = nodes_.south.store().engine().Get(head);
  ASSERT_OK(whole);
  ASSERT_TRUE(whole->has_value());
  put_head("not sealed");
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(nodes_.south.withdrawals().Expand(nodes_.south.now()),
                StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_EQ(nodes_.south.withdrawals().Unreadable(), 1);
    // Not with each look: there may be many, as with another keyring.
    EXPECT_OK(nodes_.south.withdrawals().Expand(nodes_.south.now()));
    Later(kLookAgain);
  }
  EXPECT_THAT(Withdrawals(), IsEmpty());
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_KEPT);
  put_head((*whole)->value);
  Turn();
  ASSERT_THAT(Withdrawals(), SizeIs(1));
  EXPECT_EQ(Kept().state(), v1::COPY_STATE_ERASED);
  EXPECT_EQ(nodes_.south.withdrawals().Unreadable(), 0);
}

// More than one commit has room for.
TEST_F(OriginCopiesTest, WordsOfManyRecordsAreForgottenInSeveralCommits) {
  for (int i = 0; i < 1200;) {
    storage::Submission submission;
    for (const int end = i + 400; i < end; ++i) {
      Word(absl::StrCat("agencies/south/children/", i), submission);
    }
    ASSERT_OK(storage::CommitAndWait(&nodes_.south.store().committer(),
                                     std::move(submission)));
  }
  EXPECT_THAT(Words(), SizeIs(1200));
  Turn();
  Later(kSettleRevocation);
  Turn();
  Turn();
  EXPECT_THAT(Words(), IsEmpty());
}

}  // namespace
}  // namespace homeward::federation
