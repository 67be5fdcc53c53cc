#include "services/rpc/service/policy/case_service.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/signing/digest.h"
#include "auth/signing/signing_key.h"
#include "auth/testing/case_withdrawal.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/case_service.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/policy/testing/policy_node.h"
#include "tests/testing/status_matchers.h"

namespace homeward::rpc {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

// At north, whose person "boss-1" vouches for cases.
class CaseServiceTest : public ::testing::Test {
 protected:
  auth::Caller Staff() {
    return federation_.CallerOf("north", v1::ROLE_POLICE_MISSING);
  }
  v1::WithdrawCaseTokenRequest Withdrawal(
      const std::string& token, const std::string& agency_id = "north",
      absl::Duration lasting = absl::Hours(1)) {
    v1::WithdrawCaseTokenRequest request;
    *request.mutable_withdrawal() = auth::testing::SignedWithdrawal(
        agency_id, "boss-1", auth::Sha256(token),
        federation_.agency(agency_id).boss_key, now_, lasting);
    return request;
  }
  bool IsWithdrawn(const std::string& token) {
    return node_.policy()->current()->case_withdrawals->Names(
        "north", auth::Sha256(token));
  }

  auth::testing::Federation federation_;
  absl::Time now_ = federation_.now;
  policy::testing::PolicyNode node_{federation_, "north",
                                    federation_.Sign(federation_.message())};
  int changes_ = 0;
  std::vector<std::string> lacking_ = {"south", "west"};
  CaseService cases_{
      nullptr,
      {node_.policy(), [this](const std::string&) { return lacking_; },
       [this] { return now_; }, [this] { ++changes_; }}};
};

TEST_F(CaseServiceTest, ItHoldsAtOnceAndIsToldToPeers) {
  ASSERT_OK_AND_ASSIGN(const auto response,
                       cases_.Withdraw(Staff(), Withdrawal("token")));
  EXPECT_TRUE(IsWithdrawn("token"));
  EXPECT_EQ(changes_, 1);
  EXPECT_EQ(response.status().withdrawal().issuer_subject(), "boss-1");
  EXPECT_THAT(response.status().untold_agency_ids(),
              ElementsAre("south", "west"));
  // The same again is safe.
  ASSERT_OK(cases_.Withdraw(Staff(), Withdrawal("token")));
  EXPECT_THAT(cases_.List(Staff()).statuses(), SizeIs(1));
}

TEST_F(CaseServiceTest, OnlyTheOwnAgencysSignedWordIsTaken) {
  EXPECT_THAT(cases_.Withdraw(Staff(), {}), StatusIs(kInvalid));
  EXPECT_THAT(cases_.Withdraw(Staff(), Withdrawal("token", "west")),
              StatusIs(kInvalid));
  v1::WithdrawCaseTokenRequest forged = Withdrawal("token");
  *forged.mutable_withdrawal() = auth::testing::SignedWithdrawal(
      "north", "boss-1", auth::Sha256("token"),
      federation_.agency("north").case_key, now_);
  EXPECT_THAT(cases_.Withdraw(Staff(), forged), StatusIs(kInvalid));
  const v1::WithdrawCaseTokenRequest late = Withdrawal("token");
  now_ += absl::Hours(1);
  EXPECT_THAT(cases_.Withdraw(Staff(), late), StatusIs(kInvalid));
  EXPECT_FALSE(IsWithdrawn("token"));
  EXPECT_EQ(changes_, 0);
}

TEST_F(CaseServiceTest, ListsTheOwnOnesInForceTheNewestFirst) {
  ASSERT_OK(
      cases_.Withdraw(Staff(), Withdrawal("first", "north", absl::Hours(3))));
  ASSERT_OK(node_.policy()->WithdrawCase(
      Withdrawal("west's", "west").withdrawal(), now_));
  now_ += absl::Minutes(1);
  ASSERT_OK(cases_.Withdraw(Staff(), Withdrawal("second")));
  auto listed = cases_.List(Staff());
  ASSERT_THAT(listed.statuses(), SizeIs(2));
  EXPECT_EQ(listed.statuses(0).withdrawal().token_sha256(),
            auth::Sha256("second"));
  now_ += absl::Hours(2);
  lacking_.clear();
  listed = cases_.List(Staff());
  ASSERT_THAT(listed.statuses(), SizeIs(1));
  EXPECT_EQ(listed.statuses(0).withdrawal().token_sha256(),
            auth::Sha256("first"));
  EXPECT_THAT(listed.statuses(0).untold_agency_ids(), IsEmpty());
}

}  // namespace
}  // namespace homeward::rpc
