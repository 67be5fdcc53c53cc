// An owner takes back what it told, until each node that keeps it has signed
// for that, and tells it no more.

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/copies/copies_fixture.h"
#include "services/federation/copies/kept_answers.h"
#include "services/federation/testing/node.h"
#include "services/federation/testing/three_nodes.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using testing::Heard;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class WithdrawerTest : public CopiesFixture {
 protected:
  // A question of the west to the south by this MOU, signed.
  v1::AskRequest QuestionUnder(const std::string& mou_id) {
    v1::Question question = nodes_.west.QuestionTo(
        nodes_.south, v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, kName);
    const auto mou = nodes_.west.store().policy().current()->mous->InForce(
        mou_id, nodes_.west.now());
    question.set_mou_id(mou->mou_id);
    question.set_mou_sha256(mou->sha256);
    return nodes_.west.Sign(question);
  }
};

TEST_F(WithdrawerTest, ARevocationErasesAtOnceAndIsAcknowledged) {
  Revoke();
  Turn();
  ASSERT_THAT(Withdrawals(), SizeIs(1));
  const v1::WithdrawalStatus status = Withdrawals()[0];
  EXPECT_EQ(status.record_id(), record_id_);
  EXPECT_EQ(status.recipient_agency_id(), "west");
  EXPECT_TRUE(status.has_acknowledged_time());
  EXPECT_EQ(status.copy_count(), 1);
  EXPECT_EQ(status.erased_count(), 1);
  EXPECT_THAT(Get(), StatusIs(StatusCode::kNotFound));
  EXPECT_EQ(Kept()[0].state(), v1::COPY_STATE_ERASED);
  EXPECT_EQ(Kept()[0].withdrawal_cause(), v1::WITHDRAWAL_CAUSE_CONSENT_REVOKED);
  // Told, and acknowledged; erased, and signed for.
  EXPECT_EQ(Count(nodes_.south, v1::AUDIT_KIND_WITHDRAWN), 2);
  EXPECT_EQ(Count(nodes_.west, v1::AUDIT_KIND_ERASED), 2);
  EXPECT_EQ(nodes_.south.Events().back().receipt_sha256(),
            nodes_.west.Events().back().receipt_sha256());
  Turn();
  EXPECT_THAT(Withdrawals(), SizeIs(1));
}

TEST_F(WithdrawerTest, IsToldAgainUntilAcknowledgedWhicheverNodeStartsAnew) {
  nodes_.south.peer("west").unreachable = true;
  Revoke();
  nodes_.south.Restart(nodes_.south.now());
  Turn();
  ASSERT_THAT(Withdrawals(), SizeIs(1));
  EXPECT_FALSE(Withdrawals()[0].has_acknowledged_time());
  EXPECT_THAT(nodes_.south.withdrawals().Debtors(), SizeIs(1));
  ASSERT_OK(Get());
  nodes_.south.Restart(nodes_.south.now());
  Turn();
  EXPECT_FALSE(Withdrawals()[0].has_acknowledged_time());

  nodes_.west.Restart(nodes_.west.now());
  nodes_.south.peer("west").unreachable = false;
  const int asked = nodes_.south.peer("west").asked;
  Turn();
  EXPECT_EQ(nodes_.south.peer("west").asked,
            asked);  // It waits after failures.
  Later(absl::Seconds(1));
  Turn();
  EXPECT_TRUE(Withdrawals()[0].has_acknowledged_time());
  EXPECT_THAT(nodes_.south.withdrawals().Debtors(), IsEmpty());
  EXPECT_THAT(Get(), StatusIs(StatusCode::kNotFound));
  nodes_.south.Restart(nodes_.south.now());
  EXPECT_TRUE(Withdrawals()[0].has_acknowledged_time());
}

TEST_F(WithdrawerTest, OneThatIsHeardOfIsToldAtOnce) {
  nodes_.south.peer("west").unreachable = true;
  Revoke();
  for (int i = 0; i < 10; ++i) {
    Turn();
    Later(absl::Minutes(1));
  }
  Turn();
  nodes_.south.peer("west").unreachable = false;
  Turn();
  EXPECT_FALSE(Withdrawals()[0].has_acknowledged_time());
  nodes_.south.withdrawer().courier().Heard("north");
  Turn();
  EXPECT_FALSE(Withdrawals()[0].has_acknowledged_time());
  nodes_.south.withdrawer().courier().Heard("west");
  Turn();
  EXPECT_TRUE(Withdrawals()[0].has_acknowledged_time());
}

TEST_F(WithdrawerTest, ALyingReceiptAcknowledgesNothing) {
  Revoke();
  nodes_.west.has_signer = false;
  Turn();
  EXPECT_FALSE(Withdrawals()[0].has_acknowledged_time());
  // Erased it is all the same.
  EXPECT_THAT(Get(), StatusIs(StatusCode::kNotFound));
  nodes_.west.has_signer = true;
  Later(absl::Seconds(1));
  Turn();
  EXPECT_TRUE(Withdrawals()[0].has_acknowledged_time());
  EXPECT_EQ(Withdrawals()[0].erased_count(), 1);
}

TEST_F(WithdrawerTest, WhatCanNotBeTakenBackAnyMoreIsForgottenByItsOwner) {
  const auto disclosed = [&] {
    const auto found = nodes_.south.disclosures().OfRecord(record_id_);
    EXPECT_OK(found);
    return found->size();
  };
  const absl::Time expiry = auth::ToTime(Kept().at(0).expiry_time());
  Later(expiry + kForgetAfter - nodes_.south.now());
  Turn();
  EXPECT_EQ(disclosed(), 1);
  nodes_.south.Restart(nodes_.south.now());
  Later(absl::Seconds(2));
  Turn();
  EXPECT_EQ(disclosed(), 0);
  // There is nothing to withdraw, and nobody to tell.
  Revoke();
  Turn();
  EXPECT_THAT(Withdrawals(), IsEmpty());
}

TEST_F(WithdrawerTest, WhereTheMouWantsOneTheOwnerGetsAReceiptOfTheDeletion) {
  v1::Mou mou = nodes_.federation.Template("ngo_clinic");
  mou.set_mou_id("with-receipt");
  for (v1::Clause& clause : *mou.mutable_clauses()) {
    for (v1::Obligation& duty : *clause.mutable_obligations()) {
      if (duty.has_within()) duty.mutable_within()->set_seconds(60);
    }
    clause.add_obligations()->set_type(v1::OBLIGATION_TYPE_DELETE_WITH_RECEIPT);
  }
  nodes_.Share(nodes_.west, nodes_.south, mou);
  StaffQuestion question = nodes_.west.Question(
      v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, kName);
  question.mou_id = "with-receipt";
  const Heard heard = nodes_.west.Ask(question);
  ASSERT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  Later(absl::Seconds(60));
  ASSERT_OK(nodes_.west.kept().Sweep(nodes_.west.now()));
  EXPECT_EQ(Count(nodes_.west, v1::AUDIT_KIND_ERASED), 1);
  Turn();
  EXPECT_EQ(Count(nodes_.south, v1::AUDIT_KIND_WITHDRAWN), 0);
  nodes_.south.peer("west").unreachable = true;
  Later(absl::Seconds(12));
  Turn();
  ASSERT_THAT(Withdrawals(), SizeIs(1));
  EXPECT_EQ(Withdrawals()[0].cause(), v1::WITHDRAWAL_CAUSE_TIME_OVER);
  nodes_.south.peer("west").unreachable = false;
  Later(absl::Seconds(2));
  Turn();
  // The log has the receipt, and the list nothing to do any more.
  EXPECT_THAT(Withdrawals(), IsEmpty());
  EXPECT_EQ(Count(nodes_.south, v1::AUDIT_KIND_WITHDRAWN), 2);
  EXPECT_EQ(nodes_.south.Events().back().receipt_sha256(),
            nodes_.west.Events().back().receipt_sha256());
  EXPECT_FALSE(nodes_.south.Events().back().receipt_sha256().empty());
  // The other answer, whose time is not over, stays.
  EXPECT_OK(nodes_.west.kept().Sweep(nodes_.west.now()));
  EXPECT_EQ(Count(nodes_.west, v1::AUDIT_KIND_ERASED), 2);
}

TEST_F(WithdrawerTest, AnAnswerThatWasTakenBackIsNotGivenAgain) {
  const v1::AskRequest asked = QuestionUnder("ngo-clinic");
  const auto first = nodes_.south.Answer("west", asked);
  ASSERT_OK(first);
  const auto again = nodes_.south.Answer("west", asked);
  ASSERT_OK(again);
  EXPECT_EQ(again->answer().payload(), first->answer().payload());
  Revoke();
  Turn();
  EXPECT_THAT(nodes_.south.Answer("west", asked),
              StatusIs(StatusCode::kPermissionDenied));
  // The west never kept that one: it did not come by a question of its own.
  EXPECT_EQ(Withdrawals()[0].copy_count(), 2);
  EXPECT_EQ(Withdrawals()[0].erased_count(), 1);
}

TEST_F(WithdrawerTest, NorIsOneWhoseTimeIsOver) {
  v1::Mou mou = nodes_.federation.Template("ngo_clinic");
  mou.set_mou_id("short");
  for (v1::Clause& clause : *mou.mutable_clauses()) {
    for (v1::Obligation& duty : *clause.mutable_obligations()) {
      if (duty.has_within()) duty.mutable_within()->set_seconds(5);
    }
  }
  nodes_.Share(nodes_.west, nodes_.south, mou);
  const v1::AskRequest asked = QuestionUnder("short");
  const auto first = nodes_.south.Answer("west", asked);
  ASSERT_OK(first);
  Later(absl::Seconds(5) - absl::Milliseconds(1));
  const auto again = nodes_.south.Answer("west", asked);
  ASSERT_OK(again);
  EXPECT_EQ(again->answer().payload(), first->answer().payload());
  Later(absl::Milliseconds(1));
  EXPECT_THAT(nodes_.south.Answer("west", asked),
              StatusIs(StatusCode::kPermissionDenied));
}

}  // namespace
}  // namespace homeward::federation
