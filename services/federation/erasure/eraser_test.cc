#include "services/federation/erasure/eraser.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/erasure_service.pb.h"
#include "services/federation/erasure/eraser_fixture.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(EraserTest, AnErasedRecordIsGoneAndItsTombstoneStandsForAYear) {
  const std::string record_id = Register(Named(2018));
  EXPECT_GT(RowsUnder("t/"), 0);
  EXPECT_EQ(StateOf(record_id), v1::ERASURE_STATE_ERASED);
  EXPECT_FALSE(IsThere(record_id));
  EXPECT_EQ(RowsUnder("t/"), 0);
  EXPECT_EQ(RowsUnder("c/"), 0);
  EXPECT_EQ(RowsUnder("subject_key/"), 0);
  EXPECT_EQ(StateOf(record_id), v1::ERASURE_STATE_ERASED);
  Restart();
  EXPECT_EQ(StateOf(record_id), v1::ERASURE_STATE_ERASED);
  EXPECT_TRUE(*eraser_->WasErased(kSourceNumber, now_));
  EXPECT_FALSE(*eraser_->WasErased("pfif.example/person.2", now_));
  now_ += kKeepTombstone;
  ASSERT_OK(eraser_->Step(now_));
  EXPECT_FALSE(*eraser_->WasErased(kSourceNumber, now_));
  EXPECT_THAT(book_->All(), IsEmpty());
}

TEST_F(EraserTest, TheLogNamesHerByAKeyedHashAlone) {
  const std::string record_id = Register(Named(2018));
  EXPECT_EQ(StateOf(record_id), v1::ERASURE_STATE_ERASED);
  const auto log = Log();
  ASSERT_THAT(log, SizeIs(2));
  EXPECT_EQ(log[0].event.erasure_state(), v1::ERASURE_STATE_ERASING);
  EXPECT_EQ(log[0].details.subject(), "s-1");
  EXPECT_EQ(log[1].event.erasure_state(), v1::ERASURE_STATE_ERASED);
  for (const auto& entry : log) {
    EXPECT_THAT(entry.details.record_ids(), IsEmpty());
    EXPECT_THAT(entry.details.erased_record_hash(), SizeIs(16));
  }
}

// Who is accounted for is not found: a person closes the case.
TEST_F(EraserTest, IsRefusedWhileSheIsOnlyAccountedFor) {
  const std::string record_id = Register(Named(2018));
  Add(record_id, Missing(v1::MISSING_STATUS_ACCOUNTED_FOR));
  const auto refused = Erase(record_id);
  ASSERT_OK(refused);
  EXPECT_THAT(refused->hindrances(),
              ElementsAre(v1::ERASURE_HINDRANCE_OPEN_MISSING_REPORT));
  EXPECT_TRUE(IsThere(record_id));
}

TEST_F(EraserTest, IsRefusedWhileSheIsMissingAndLookedAtEachHour) {
  const std::string record_id = Register(Named(2018));
  Add(record_id, Missing(v1::MISSING_STATUS_SEARCHING));
  const auto refused = Erase(record_id);
  ASSERT_OK(refused);
  EXPECT_EQ(refused->state(), v1::ERASURE_STATE_REFUSED);
  EXPECT_THAT(refused->hindrances(),
              ElementsAre(v1::ERASURE_HINDRANCE_OPEN_MISSING_REPORT));
  EXPECT_TRUE(IsThere(record_id));
  Restart();
  now_ += kLookAgainEvery;
  ASSERT_OK(eraser_->Step(now_));
  EXPECT_EQ(NoticesWaiting(), 0);
  Add(record_id, Missing(v1::MISSING_STATUS_CLOSED));
  ASSERT_OK(eraser_->Step(now_ + kLookAgainEvery / 2));
  EXPECT_EQ(NoticesWaiting(), 0) << "before its time";
  for (int i = 0; i < 2; ++i) {
    now_ += kLookAgainEvery;
    ASSERT_OK(eraser_->Step(now_));
    EXPECT_EQ(NoticesWaiting(), 1) << "it is told once";
  }
  EXPECT_EQ(book_->Find(record_id)->erasure().state(),
            v1::ERASURE_STATE_POSSIBLE);
  EXPECT_EQ(StateOf(record_id), v1::ERASURE_STATE_ERASED);
  EXPECT_EQ(NoticesWaiting(), 0);
}

TEST_F(EraserTest, IsRefusedWhileACaseIsOpen) {
  const std::string record_id = Register(Named(2018));
  auto disclosure = Disclosed(record_id, 'a');
  disclosure.set_case_sha256(std::string(32, 'c'));
  disclosure.set_case_issuer_agency_id("north");
  *disclosure.mutable_case_expiry_time() =
      auth::ToTimestamp(now_ + absl::Hours(2));
  Put(disclosure);
  const auto refused = Erase(record_id);
  ASSERT_OK(refused);
  EXPECT_THAT(refused->hindrances(),
              ElementsAre(v1::ERASURE_HINDRANCE_OPEN_CASE));
  now_ += absl::Hours(2);
  EXPECT_EQ(StateOf(record_id), v1::ERASURE_STATE_ERASED);
}

TEST_F(EraserTest, EverythingThatWasShownIsTakenBack) {
  const std::string record_id = Register(Named(2018));
  Put(Disclosed(record_id, 'a'));
  Put(Disclosed(record_id, 'b'));
  Put(Disclosed("agencies/west/children/" + std::string(32, '0'), 'c'));
  const auto erased = Erase(record_id);
  ASSERT_OK(erased);
  ASSERT_THAT(erased->holders(), SizeIs(1));
  EXPECT_EQ(erased->holders(0).copy_count(), 2);
  EXPECT_EQ(taken_back_, 1);
  ASSERT_OK(withdrawals_->Expand(now_));
  const auto open = withdrawals_->List("", /*open_only=*/true, 10);
  ASSERT_THAT(open, SizeIs(1));
  EXPECT_EQ(open[0].cause(), v1::WITHDRAWAL_CAUSE_ERASED);
  EXPECT_EQ(open[0].copy_count(), 2);
}

TEST_F(EraserTest, ADryRunChangesNothing) {
  const std::string record_id = Register(Named(2018));
  EXPECT_EQ(StateOf(record_id, /*dry_run=*/true), v1::ERASURE_STATE_POSSIBLE);
  EXPECT_TRUE(IsThere(record_id));
  EXPECT_THAT(book_->All(), IsEmpty());
}

TEST_F(EraserTest, OnlyASupervisorWhomTheHouseRulesLet) {
  const std::string record_id = Register(Named(2018));
  for (const v1::Role role : {v1::ROLE_CP_CASEWORKER, v1::ROLE_CLINIC_ADMIN,
                              v1::ROLE_OVERSIGHT_AUDITOR}) {
    caller_ = federation_.base().CallerOf("west", role);
    EXPECT_THAT(Erase(record_id), StatusIs(StatusCode::kPermissionDenied));
    EXPECT_THAT(eraser_->List(caller_, {}),
                StatusIs(StatusCode::kPermissionDenied));
    EXPECT_THAT(eraser_->ListShown(caller_, {}),
                StatusIs(StatusCode::kPermissionDenied));
  }
  EXPECT_TRUE(IsThere(record_id));
  EXPECT_THAT(Log(), SizeIs(3)) << "attempts are in the log";
}

TEST_F(EraserTest, WhatIsAskedMustBeWhole) {
  v1::EraseChildRequest request;
  request.set_record_id("elsewhere");
  EXPECT_THAT(eraser_->Erase(caller_, request),
              StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(Erase("agencies/west/children/" + std::string(32, '0')),
              StatusIs(StatusCode::kNotFound));
}

TEST_F(EraserTest, OfAnAdultOnlySheMayAsk) {
  const std::string record_id = Register(Named(2000));
  EXPECT_THAT(Erase(record_id, false, v1::ERASURE_REQUESTER_GUARDIAN),
              StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_EQ(StateOf(record_id), v1::ERASURE_STATE_ERASED);
}

TEST_F(EraserTest, WhatBrokeOffIsFinishedByTheNextProcess) {
  const std::string record_id = Register(Named(2018));
  keys_engine_->Break(true);
  EXPECT_EQ(StateOf(record_id), v1::ERASURE_STATE_ERASING);
  EXPECT_FALSE(IsThere(record_id)) << "it is found by nobody already";
  EXPECT_EQ(RowsUnder("c/"), 0) << "rows go though her key can't yet";
  Restart();
  EXPECT_FALSE(IsThere(record_id));
  ASSERT_OK(eraser_->Step(now_));
  EXPECT_EQ(StateOf(record_id), v1::ERASURE_STATE_ERASED);
}

TEST_F(EraserTest, NothingHappensWhenTheLogCannotBeWritten) {
  const std::string record_id = Register(Named(2018));
  store_.engine().Break(true);
  EXPECT_FALSE(Erase(record_id).ok());
  store_.engine().Break(false);
  Restart();
  ASSERT_OK(eraser_->Step(now_));
  EXPECT_TRUE(IsThere(record_id));
}

TEST_F(EraserTest, SheIsToldWhoWasShownWhatUnlessACaseIsOpen) {
  const std::string record_id = Register(Named(2018));
  Put(Disclosed(record_id, 'a'));
  auto of_case = Disclosed(record_id, 'b');
  of_case.set_case_sha256(std::string(32, 'c'));
  *of_case.mutable_case_expiry_time() =
      auth::ToTimestamp(now_ + absl::Hours(2));
  Put(of_case);
  v1::ListShownRequest request;
  request.set_record_id(record_id);
  auto shown = eraser_->ListShown(caller_, request);
  ASSERT_OK(shown);
  EXPECT_THAT(shown->shown(), SizeIs(1));
  EXPECT_EQ(shown->withheld_count(), 1);
  now_ += absl::Hours(2);
  shown = eraser_->ListShown(caller_, request);
  ASSERT_OK(shown);
  EXPECT_THAT(shown->shown(), SizeIs(2));
}

TEST_F(EraserTest, SheIsToldAlsoWhatItsRecipientHadToEraseLongAgo) {
  const std::string record_id = Register(Named(2018));
  auto past = Disclosed(record_id, 'a');
  *past.mutable_expiry_time() = auth::ToTimestamp(now_ + absl::Hours(1));
  Put(past);
  now_ += absl::Hours(1) + kForgetAfter + absl::Seconds(1);
  ASSERT_OK(withdrawals_->Expand(now_));
  EXPECT_THAT(*disclosures_->OfRecord(record_id), IsEmpty());
  Put(Disclosed(record_id, 'b'));
  v1::ListShownRequest request;
  request.set_record_id(record_id);
  const auto shown = eraser_->ListShown(caller_, request);
  ASSERT_OK(shown);
  ASSERT_THAT(shown->shown(), SizeIs(2));
  EXPECT_EQ(shown->shown(1).agency_id(), "north") << "the newest first";
  EXPECT_LT(auth::ToTime(shown->shown(1).expiry_time()), now_);
  // It is nothing that could be taken back.
  const auto erased = Erase(record_id);
  ASSERT_OK(erased);
  ASSERT_THAT(erased->holders(), SizeIs(1));
  EXPECT_EQ(erased->holders(0).copy_count(), 1);
  EXPECT_THAT(*disclosures_->PastOfRecord(record_id), IsEmpty());
}

TEST_F(EraserTest, OfVeryManySheIsToldTheNewestAndHowManyAreOlder) {
  constexpr int kShown = 5000;
  const std::string record_id = Register(Named(2018));
  for (int i = 0; i <= kShown; ++i) {
    auto disclosure = Disclosed(record_id, 'a');
    // The first half of a digest tells copies apart.
    disclosure.mutable_copy()->set_answer_sha256(
        absl::StrFormat("%-32d", 1'000'000 + i));
    *disclosure.mutable_decided_time() =
        auth::ToTimestamp(now_ + absl::Seconds(i));
    Put(disclosure);
  }
  v1::ListShownRequest request;
  request.set_record_id(record_id);
  const auto shown = eraser_->ListShown(caller_, request);
  ASSERT_OK(shown);
  ASSERT_THAT(shown->shown(), SizeIs(kShown));
  EXPECT_EQ(shown->older_count(), 1);
  EXPECT_EQ(shown->shown(kShown - 1).time().seconds(),
            absl::ToUnixSeconds(now_) + 1);
}

TEST_F(EraserTest, ACaseStaysOpenAfterTheTimeOfWhatWasShownForIt) {
  const std::string record_id = Register(Named(2018));
  auto disclosure = Disclosed(record_id, 'a');
  *disclosure.mutable_expiry_time() = auth::ToTimestamp(now_ + absl::Hours(1));
  disclosure.set_case_sha256(std::string(32, 'c'));
  *disclosure.mutable_case_expiry_time() =
      auth::ToTimestamp(now_ + absl::Hours(72));
  Put(disclosure);
  now_ += absl::Hours(1) + kForgetAfter + absl::Seconds(1);
  ASSERT_OK(withdrawals_->Expand(now_));
  EXPECT_EQ(StateOf(record_id), v1::ERASURE_STATE_REFUSED);
  v1::ListShownRequest request;
  request.set_record_id(record_id);
  const auto shown = eraser_->ListShown(caller_, request);
  ASSERT_OK(shown);
  EXPECT_THAT(shown->shown(), IsEmpty());
  EXPECT_EQ(shown->withheld_count(), 1);
}

}  // namespace
}  // namespace homeward::federation
