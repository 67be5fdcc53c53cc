// What becomes of answers between whole nodes: the west asks the south.

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/identity/staff_assertion.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/signing_key.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/roles.pb.h"
#include "homeward/v1/wellbeing.pb.h"
#include "services/federation/copies/kept_answers.h"
#include "services/federation/copies/signed_withdrawal.h"
#include "services/federation/copies/withdrawal_share.h"
#include "services/federation/testing/node.h"
#include "services/federation/testing/three_nodes.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "storage/commit_group.h"
#include "storage/copies/copy_store.h"
#include "storage/engine/engine.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using testing::Heard;
using ::testing::IsEmpty;
using testing::Node;
using ::testing::SizeIs;

constexpr char kName[] = "Solomiia Koval";

class CopiesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    record_id_ = nodes_.south.Register(kName, 1790000000, "PL-MZ", false);
    heard_ = nodes_.Locate(kName);
    ASSERT_EQ(heard_.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  }

  // All consent is revoked at the south.
  void Revoke() {
    v1::Consent consent;
    *consent.mutable_revoked_time() = auth::ToTimestamp(nodes_.south.now());
    nodes_.south.Revoke(record_id_, consent);
  }
  // The south tells, and takes what comes back.
  void Turn() {
    nodes_.south.withdrawer().courier().Turn(nodes_.south.now());
    nodes_.south.withdrawer().courier().Turn(nodes_.south.now());
  }
  void Later(absl::Duration time) {
    for (Node* node : {&nodes_.north, &nodes_.south, &nodes_.west}) {
      node->SetNow(node->now() + time);
    }
  }

  std::vector<v1::KeptAnswer> Kept() {
    auto kept = nodes_.west.kept().List("", nodes_.west.now(), 10);
    EXPECT_OK(kept);
    return *kept;
  }
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
  // What the member of staff who asked gets again.
  absl::StatusOr<v1::GetKeptAnswerResponse> Get(
      v1::Purpose purpose = v1::PURPOSE_LOCATE_SAFETY) {
    v1::GetKeptAnswerRequest request;
    request.set_copy_id(Kept().at(0).copy_id());
    request.set_purpose(purpose);
    return nodes_.west.kept().Get(
        nodes_.west.Question(v1::ROLE_CP_CASEWORKER, purpose, kName).caller,
        request, *nodes_.west.store().policy().current()->mous,
        nodes_.west.now());
  }
  std::vector<v1::WithdrawalStatus> Withdrawals() {
    return nodes_.south.withdrawals().List("", false, 10);
  }
  static int Count(Node& node, v1::AuditKind kind) {
    int count = 0;
    for (const v1::AuditEvent& event : node.Events()) {
      if (event.kind() == kind) ++count;
    }
    return count;
  }

  // A withdrawal that `owner` signs of `copies`: what came in the south's
  // answer first, if it `is_real`, and else what never was.
  v1::WithdrawRequest WithdrawalOf(const std::string& owner, int copies = 1,
                                   bool is_real = true) {
    v1::Withdrawal withdrawal;
    withdrawal.set_withdrawal_id(std::string(16, 'w'));
    withdrawal.set_owner_agency_id(owner);
    withdrawal.set_recipient_agency_id("west");
    for (int i = 0; i < copies; ++i) {
      withdrawal.add_copies()->set_answer_sha256(auth::Sha256(
          is_real && i == 0
              ? heard_.answers.at("south").signed_answer().payload()
              : absl::StrCat("invented ", ++invented_)));
    }
    const auto& agency = nodes_.federation.base().agency(owner);
    auto request = SignWithdrawal(
        withdrawal.SerializeAsString(),
        {agency.leaf.der(), std::shared_ptr<const auth::SigningKey>(
                                &agency.node_key, [](const auto*) {})});
    EXPECT_OK(request);
    return *request;
  }
  v1::CopyState StateAfter(const std::string& owner) {
    const v1::WithdrawRequest request = WithdrawalOf(owner);
    const auto response = nodes_.west.Withdraw(owner, request);
    EXPECT_OK(response);
    v1::DeletionReceipt receipt;
    EXPECT_TRUE(receipt.ParseFromString(response->receipt().payload()));
    EXPECT_EQ(receipt.withdrawal_sha256(),
              auth::Sha256(request.withdrawal().payload()));
    return receipt.copies(0).state();
  }

  testing::ThreeNodes nodes_;
  std::string record_id_;
  Heard heard_;
  int invented_ = 0;
};

TEST_F(CopiesTest, WhoAskedIsShownTheSameAgainForTheSamePurpose) {
  ASSERT_THAT(Kept(), SizeIs(1));
  EXPECT_EQ(Kept()[0].owner_agency_id(), "south");
  EXPECT_EQ(Kept()[0].query_id(), heard_.query_id);
  EXPECT_EQ(Kept()[0].state(), v1::COPY_STATE_KEPT);
  const auto again = Get();
  ASSERT_OK(again);
  // Besides what the own node adds of its own people's decisions.
  EXPECT_EQ(again->match().record().SerializeAsString(),
            heard_.answers.at("south").matches(0).record().SerializeAsString());
  EXPECT_EQ(Count(nodes_.west, v1::AUDIT_KIND_READ), 1);
  EXPECT_THAT(Get(v1::PURPOSE_CARE_COORDINATION),
              StatusIs(StatusCode::kNotFound));
  // Nobody else, whatever she may ask for herself.
  v1::GetKeptAnswerRequest request;
  request.set_copy_id(Kept()[0].copy_id());
  request.set_purpose(v1::PURPOSE_LOCATE_SAFETY);
  const auth::testing::Federation& base = nodes_.federation.base();
  v1::StaffAssertion assertion = base.Assertion("west", v1::ROLE_CP_CASEWORKER);
  assertion.set_subject("s-2");
  const auto staff = auth::VerifyStaffAssertion(
      base.SignAssertion(assertion), "west", base.Peer("west").thumbprint(),
      *nodes_.west.store().policy().current()->directory, nodes_.west.now());
  ASSERT_OK(staff);
  const auto other =
      auth::WithStaff(base.CallerOf("west", v1::ROLE_CP_CASEWORKER), *staff);
  ASSERT_OK(other);
  EXPECT_THAT(
      nodes_.west.kept().Get(*other, request,
                             *nodes_.west.store().policy().current()->mous,
                             nodes_.west.now()),
      StatusIs(StatusCode::kNotFound));
}

// P-SAFE-ANSWER: what a missing report can be accounted for by.
TEST_F(CopiesTest, SaysThatSheIsSafeToWhoAskedForIt) {
  const auto copy_of = [&](const Heard& heard) {
    std::string copy_id;
    for (const v1::KeptAnswer& kept : Kept()) {
      if (kept.query_id() == heard.query_id) copy_id = kept.copy_id();
    }
    EXPECT_NE(copy_id, "");
    return copy_id;
  };
  const auto says = [&](const std::string& copy_id,
                        const std::string& subject = "s-1",
                        v1::Purpose purpose = v1::PURPOSE_LOCATE_SAFETY,
                        int64_t since_seconds_ago = 3600) {
    const absl::Time now = nodes_.west.now();
    const auto safe = nodes_.west.kept().SaysSafe(
        copy_id, subject, purpose, now - absl::Seconds(since_seconds_ago), now);
    EXPECT_OK(safe);
    return safe.ok() && *safe;
  };
  EXPECT_FALSE(says(copy_of(heard_)));  // Nobody checked.
  const auto check = [&](v1::WellbeingStatus status, int64_t seconds_ago) {
    v1::Claim claim;
    claim.set_source_agency_id("south");
    claim.set_basis(v1::BASIS_OBSERVED);
    *claim.mutable_source_time() =
        auth::ToTimestamp(nodes_.south.now() - absl::Seconds(seconds_ago));
    claim.mutable_wellbeing_check()->set_status(status);
    *claim.mutable_wellbeing_check()->mutable_checked_time() =
        claim.source_time();
    nodes_.south.AddTo(record_id_, claim);
    return copy_of(nodes_.Locate(kName));
  };
  const std::string safe = check(v1::WELLBEING_STATUS_SAFE, 60);
  EXPECT_TRUE(says(safe));
  EXPECT_FALSE(says(safe, "s-2"));
  EXPECT_FALSE(says(safe, "s-1", v1::PURPOSE_MISSING_SEARCH));
  EXPECT_FALSE(says("nothing"));
  // Who went missing since is not accounted for by it.
  EXPECT_TRUE(says(safe, "s-1", v1::PURPOSE_LOCATE_SAFETY, 90));
  EXPECT_FALSE(says(safe, "s-1", v1::PURPOSE_LOCATE_SAFETY, 30));
  // An older word changes nothing, a newer one does.
  EXPECT_TRUE(says(check(v1::WELLBEING_STATUS_URGENT, 120)));
  EXPECT_FALSE(says(check(v1::WELLBEING_STATUS_UNKNOWN, 30)));
  Later(absl::Hours(24 * 400));
  EXPECT_FALSE(says(safe));
}

TEST_F(CopiesTest, NoQuestionOfAPeerFindsACopy) {
  // The owner itself asks, who sees its own record and no copy of it.
  const Heard heard = nodes_.south.Ask(nodes_.south.Question(
      v1::ROLE_CLINIC_CLINICIAN, v1::PURPOSE_LOCATE_SAFETY, kName));
  ASSERT_OK(heard.status);
  EXPECT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  EXPECT_EQ(heard.OutcomeOf("west"), v1::OUTCOME_NOTHING_TO_SHOW);
}

TEST_F(CopiesTest, ARevocationErasesAtOnceAndIsAcknowledged) {
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

TEST_F(CopiesTest, IsToldAgainUntilAcknowledgedWhicheverNodeStartsAnew) {
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

TEST_F(CopiesTest, OneThatIsHeardOfIsToldAtOnce) {
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

TEST_F(CopiesTest, ALyingReceiptAcknowledgesNothing) {
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

TEST_F(CopiesTest, OnlyItsOwnerTakesACopyBack) {
  EXPECT_EQ(StateAfter("north"), v1::COPY_STATE_NEVER_KEPT);
  EXPECT_OK(Get());
  v1::WithdrawRequest forged = WithdrawalOf("north");
  *forged.mutable_withdrawal()->mutable_payload() =
      WithdrawalOf("south").withdrawal().payload();
  EXPECT_THAT(nodes_.west.Withdraw("north", forged),
              StatusIs(StatusCode::kPermissionDenied));
  EXPECT_THAT(nodes_.west.Withdraw("north", WithdrawalOf("south")),
              StatusIs(StatusCode::kPermissionDenied));
  EXPECT_OK(Get());
  EXPECT_EQ(StateAfter("south"), v1::COPY_STATE_ERASED);
  EXPECT_THAT(Get(), StatusIs(StatusCode::kNotFound));
  EXPECT_EQ(StateAfter("south"), v1::COPY_STATE_ERASED);
}

// An owner's node that names what never was fills neither store nor log, and
// what it takes back of what is here is dead at once all the same.
TEST_F(CopiesTest, AFloodOfWithdrawalsIsBoundedAndARevocationIsNot) {
  const v1::WithdrawRequest invented =
      WithdrawalOf("south", kMaxWithdrawnCopies, /*is_real=*/false);
  const size_t before = nodes_.west.Events().size();
  ASSERT_OK(nodes_.west.Withdraw("south", invented));
  EXPECT_EQ(nodes_.west.Events().size(), before + 1);
  ASSERT_OK(nodes_.west.Withdraw(
      "south", WithdrawalOf("south", kMaxWithdrawnCopies, false)));
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(nodes_.west.Withdraw("south", WithdrawalOf("south", 1, false)),
                StatusIs(StatusCode::kResourceExhausted));
  }
  EXPECT_EQ(nodes_.west.Events().size(), before + 2);
  // Nobody else is held up by it.
  EXPECT_OK(nodes_.west.Withdraw("north", WithdrawalOf("north", 1, false)));
  EXPECT_OK(Get());
  // What is here goes, though not all that the withdrawal names is known.
  EXPECT_THAT(nodes_.west.Withdraw("south", WithdrawalOf("south", 2, true)),
              StatusIs(StatusCode::kResourceExhausted));
  EXPECT_THAT(Get(), StatusIs(StatusCode::kNotFound));
  // Told again alone, and the rest in time, it is acknowledged.
  EXPECT_EQ(StateAfter("south"), v1::COPY_STATE_ERASED);
  Later(absl::Minutes(1));
  EXPECT_OK(nodes_.west.Withdraw("south", WithdrawalOf("south", 2, true)));
}

// The courier tells it again until its receipt is there.
TEST_F(CopiesTest, ARevocationAfterAFloodIsAcknowledged) {
  for (int i = 0; i < 2; ++i) {
    ASSERT_OK(nodes_.west.Withdraw(
        "south", WithdrawalOf("south", kMaxWithdrawnCopies, false)));
  }
  Revoke();
  Turn();
  EXPECT_THAT(Get(), StatusIs(StatusCode::kNotFound));
  EXPECT_TRUE(Withdrawals()[0].has_acknowledged_time());
}

TEST_F(CopiesTest, AskingForTheSameReceiptAgainAndAgainIsBounded) {
  EXPECT_EQ(StateAfter("south"), v1::COPY_STATE_ERASED);
  const v1::WithdrawRequest again = WithdrawalOf("south");
  int given = 0;
  while (given < 2 * kIdleWithdrawalsPerHour &&
         nodes_.west.Withdraw("south", again).ok()) {
    ++given;
  }
  EXPECT_EQ(given, kIdleWithdrawalsPerHour);
}

TEST_F(CopiesTest, WhatWasTakenBackBeforeItCameIsNotKept) {
  // An answer that is on its way: nothing of it is here yet.
  v1::NodeAnswer late = heard_.answers.at("south");
  late.mutable_signed_answer()->mutable_payload()->push_back('x');
  heard_.answers["south"] = late;
  EXPECT_EQ(StateAfter("south"), v1::COPY_STATE_NEVER_KEPT);
  storage::Submission submission;
  ASSERT_OK(nodes_.west.kept().Keep(
      {"officer", heard_.query_id, v1::PURPOSE_LOCATE_SAFETY, "ngo-clinic@1"},
      late, nodes_.west.now(), submission));
  EXPECT_EQ(nodes_.west.store()
                .engine()
                .Commit(submission.writes, storage::Durability::kDurable)
                .outcome,
            storage::CommitOutcome::kConflict);
}

// Or that is told again: its time began when its owner decided.
TEST_F(CopiesTest, AnAnswerThatIsLateIsKeptNoLonger) {
  const absl::Time expiry = auth::ToTime(Kept().at(0).expiry_time());
  v1::NodeAnswer late = heard_.answers.at("south");
  late.mutable_signed_answer()->mutable_payload()->push_back('x');
  storage::Submission submission;
  ASSERT_OK(nodes_.west.kept().Keep(
      {"officer", heard_.query_id, v1::PURPOSE_LOCATE_SAFETY, "ngo-clinic@1"},
      late, nodes_.west.now() + absl::Minutes(5), submission));
  ASSERT_EQ(nodes_.west.store()
                .engine()
                .Commit(submission.writes, storage::Durability::kDurable)
                .outcome,
            storage::CommitOutcome::kCommitted);
  ASSERT_THAT(Kept(), SizeIs(2));
  for (const v1::KeptAnswer& kept : Kept()) {
    EXPECT_EQ(auth::ToTime(kept.expiry_time()), expiry);
  }
}

TEST_F(CopiesTest, IsErasedWhenItsTimeIsOver) {
  const absl::Time start = nodes_.west.now();
  const absl::Time expiry = auth::ToTime(Kept().at(0).expiry_time());
  Later(expiry - nodes_.west.now() - absl::Microseconds(1));
  ASSERT_OK(nodes_.west.kept().Sweep(nodes_.west.now()));
  EXPECT_EQ(Kept()[0].state(), v1::COPY_STATE_KEPT);
  Later(absl::Microseconds(1));
  // Over is over, whether it was swept or not.
  EXPECT_EQ(Kept()[0].state(), v1::COPY_STATE_ERASED);
  EXPECT_EQ(Count(nodes_.west, v1::AUDIT_KIND_ERASED), 0);
  ASSERT_OK(nodes_.west.kept().Sweep(nodes_.west.now()));
  EXPECT_EQ(Count(nodes_.west, v1::AUDIT_KIND_ERASED), 1);
  EXPECT_EQ(Kept()[0].withdrawal_cause(), v1::WITHDRAWAL_CAUSE_UNSPECIFIED);
  Later(storage::kRememberErased);
  EXPECT_THAT(Kept(), SizeIs(1));
  nodes_.west.SetNow(start);  // Certificates hold.
  EXPECT_EQ(StateAfter("south"), v1::COPY_STATE_ERASED);
  Later(storage::kRememberErased + absl::Hours(365 * 24));
  ASSERT_OK(nodes_.west.kept().Sweep(nodes_.west.now()));
  EXPECT_THAT(Kept(), IsEmpty());
}

TEST_F(CopiesTest, WhatCanNotBeTakenBackAnyMoreIsForgottenByItsOwner) {
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

TEST_F(CopiesTest, WhereTheMouWantsOneTheOwnerGetsAReceiptOfTheDeletion) {
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

TEST_F(CopiesTest, AnAnswerThatWasTakenBackIsNotGivenAgain) {
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

TEST_F(CopiesTest, NorIsOneWhoseTimeIsOver) {
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
