// Case tokens that were taken back, in what a node relies on.

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/cases/case_withdrawal.h"
#include "auth/cases/case_withdrawals.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/signing_key.h"
#include "auth/testing/case_withdrawal.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "services/policy/policy_fixture.h"
#include "services/policy/testing/federation.h"
#include "tests/testing/status_matchers.h"

namespace homeward::policy {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::SizeIs;

class PolicyCasesTest : public PolicyTest {
 protected:
  v1::Envelope Withdrawal(const std::string& token,
                          absl::Duration lasting = absl::Hours(24)) const {
    return auth::testing::SignedWithdrawal(
        "north", "boss-1", auth::Sha256(token),
        federation_.base().agency("north").boss_key, now(), lasting);
  }
  bool IsWithdrawn(const std::string& token) {
    return policy().current()->case_withdrawals->Names("north",
                                                       auth::Sha256(token));
  }
  size_t Count() {
    return policy().current()->case_withdrawals->entries().size();
  }
};

TEST_F(PolicyCasesTest, HoldsAtOnceAndAfterARestart) {
  ASSERT_OK(policy().WithdrawCase(Withdrawal("token"), now()));
  EXPECT_TRUE(IsWithdrawn("token"));
  EXPECT_FALSE(IsWithdrawn("other"));
  store_.Reopen(now() + absl::Minutes(1));
  EXPECT_TRUE(IsWithdrawn("token"));
  ASSERT_OK(policy().InstallDirectory(federation_.Directory(5), now()));
  EXPECT_TRUE(IsWithdrawn("token"));
}

TEST_F(PolicyCasesTest, HoldsWhenWhoWithdrewItIsListedNoMore) {
  ASSERT_OK(policy().WithdrawCase(Withdrawal("token"), now()));
  v1::Directory next = federation_.message();
  next.set_version(2);
  for (v1::Member& member : *next.mutable_members()) {
    auto* keys = member.mutable_keys();
    for (int i = keys->size() - 1; i >= 0; --i) {
      if (keys->Get(i).holder_subject() == "boss-1") {
        keys->DeleteSubrange(i, 1);
      }
    }
  }
  ASSERT_OK(policy().InstallDirectory(federation_.Sign(next), now()));
  EXPECT_THAT(policy().WithdrawCase(Withdrawal("other"), now()),
              StatusIs(StatusCode::kUnauthenticated));
  EXPECT_TRUE(IsWithdrawn("token"));
  store_.Reopen(now() + absl::Minutes(1));
  EXPECT_TRUE(IsWithdrawn("token"));
}

TEST_F(PolicyCasesTest, IsInTheLogAndARepeatIsNone) {
  ASSERT_OK(policy().WithdrawCase(Withdrawal("token"), now()));
  ASSERT_OK(policy().WithdrawCase(Withdrawal("token"), now()));
  const auto entries = store_.log().Read(0, 100);
  ASSERT_OK(entries);
  ASSERT_THAT(*entries, SizeIs(1));
  v1::AuditEvent event;
  ASSERT_TRUE(event.ParseFromString(entries->front().metadata));
  EXPECT_EQ(event.kind(), v1::AUDIT_KIND_POLICY);
  EXPECT_EQ(event.answer_sha256(), auth::Sha256(Withdrawal("token").payload()));
}

TEST_F(PolicyCasesTest, WhatCantBeKeptDoesNotHold) {
  store_.engine().Break(true);
  EXPECT_THAT(policy().WithdrawCase(Withdrawal("token"), now()),
              StatusIs(StatusCode::kUnavailable));
  EXPECT_FALSE(IsWithdrawn("token"));
}

TEST_F(PolicyCasesTest, RowsGoWithTheirTokens) {
  for (int i = 0; i < 130; ++i) {
    ASSERT_OK(policy().WithdrawCase(Withdrawal(absl::StrCat(i), absl::Hours(1)),
                                    now()));
  }
  ASSERT_OK(policy().WithdrawCase(Withdrawal("token"), now()));
  const absl::Time over = now() + absl::Hours(1);
  ASSERT_OK(policy().ForgetCaseWithdrawals(over - absl::Nanoseconds(1)));
  EXPECT_EQ(Count(), 131u);
  ASSERT_OK(policy().ForgetCaseWithdrawals(over));
  EXPECT_EQ(Count(), 1u);
  EXPECT_TRUE(IsWithdrawn("token"));
  store_.Reopen(over);
  EXPECT_EQ(Count(), 1u);
}

TEST_F(PolicyCasesTest, WhatIsOverTakesNobodysRoom) {
  for (size_t i = 0; i < auth::kMaxCaseWithdrawalsOfOne; ++i) {
    ASSERT_OK(policy().WithdrawCase(
        Withdrawal(absl::StrCat(i), absl::Seconds(5)), now()));
  }
  EXPECT_THAT(policy().WithdrawCase(Withdrawal("token"), now()),
              StatusIs(StatusCode::kResourceExhausted));
  EXPECT_OK(
      policy().WithdrawCase(Withdrawal("token"), now() + absl::Seconds(5)));
  EXPECT_EQ(Count(), 1u);
}

}  // namespace
}  // namespace homeward::policy
