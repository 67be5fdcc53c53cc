// Withdrawn case tokens reach every member, whoever was away.

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/cases/case_withdrawals.h"
#include "auth/signing/digest.h"
#include "auth/testing/case_withdrawal.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/sync/sync_contact.h"
#include "services/federation/sync/synchronizer.h"
#include "services/federation/testing/synchronizer_federation.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing::Way;

class SynchronizerCasesTest : public testing::SynchronizerFederation {
 protected:
  SynchronizerCasesTest() {
    GiveOwnLists();
    // So that each has everybody's list.
    for (int i = 0; i < 2; ++i) EveryoneExchanges();
  }

  void EveryoneExchanges() {
    for (const char* id : {"north", "south", "west"}) {
      Exchange(id);
    }
    now_ += absl::Seconds(2);
  }
  std::string Withdraw(const std::string& agency, const std::string& token,
                       absl::Duration lasting = absl::Hours(24)) {
    EXPECT_OK(PolicyOf(agency).WithdrawCase(
        auth::testing::SignedWithdrawal(agency, "boss-1", auth::Sha256(token),
                                        federation_.agency(agency).boss_key,
                                        now_, lasting),
        now_));
    return token;
  }
  bool Heard(const std::string& id, const std::string& agency,
             const std::string& token) {
    return PolicyOf(id).current()->case_withdrawals->Names(agency,
                                                           auth::Sha256(token));
  }
  size_t CountAt(const std::string& id) {
    return PolicyOf(id).current()->case_withdrawals->entries().size();
  }
  std::string OnlyIdAt(const std::string& id) {
    return PolicyOf(id).current()->case_withdrawals->entries().begin()->first;
  }
};

TEST_F(SynchronizerCasesTest, ItIsPushedToEveryMemberWithinTwoExchanges) {
  const std::string token = Withdraw("north", "token");
  EXPECT_THAT(At("north").LackingCase(OnlyIdAt("north")),
              ElementsAre("south", "west"));
  At("north").Nudge();
  Exchange("north");
  now_ += absl::Seconds(2);
  Exchange("north");
  EXPECT_TRUE(Heard("south", "north", token));
  EXPECT_TRUE(Heard("west", "north", token));
  EXPECT_THAT(At("north").LackingCase(OnlyIdAt("north")), IsEmpty());
}

TEST_F(SynchronizerCasesTest, WhoWasAwayHearsOfItWhenItIsBack) {
  nodes_["south"].way = Way::kRefused;
  const std::string token = Withdraw("north", "token");
  for (int i = 0; i < 30; ++i) {
    Exchange("north");
    now_ += absl::Seconds(2);
  }
  EXPECT_FALSE(Heard("south", "north", token));
  EXPECT_THAT(At("north").LackingCase(OnlyIdAt("north")), ElementsAre("south"));
  nodes_["south"].way = Way::kOpen;
  const absl::Time back = now_;
  while (now_ < back + absl::Seconds(60)) {
    Exchange("north");
    now_ += absl::Seconds(1);
  }
  EXPECT_TRUE(Heard("south", "north", token));
  EXPECT_THAT(At("north").LackingCase(OnlyIdAt("north")), IsEmpty());
}

TEST_F(SynchronizerCasesTest, ItIsPassedOnWhereTheIssuerCantReach) {
  nodes_["south"].way = Way::kRefused;
  const std::string token = Withdraw("north", "token");
  for (int i = 0; i < 2; ++i) {
    Exchange("north");
    now_ += absl::Seconds(2);
  }
  ASSERT_TRUE(Heard("west", "north", token));
  ASSERT_FALSE(Heard("south", "north", token));
  // South never hears of north itself.
  nodes_["north"].way = Way::kRefused;
  for (int i = 0; i < 2; ++i) {
    Exchange("south");
    now_ += absl::Seconds(2);
  }
  EXPECT_TRUE(Heard("south", "north", token));
}

TEST_F(SynchronizerCasesTest, WhoAgreesSendsOneDigestAndNothingElse) {
  Withdraw("north", "token");
  for (int i = 0; i < 3; ++i) EveryoneExchanges();
  Exchange("north");
  const v1::SynchronizeRequest& said = nodes_["south"].last_request;
  EXPECT_THAT(said.documents().case_withdrawals(), IsEmpty());
  EXPECT_THAT(said.versions().case_withdrawals_sha256(), SizeIs(32));
  EXPECT_THAT(said.versions().case_withdrawal_ids(), IsEmpty());
}

TEST_F(SynchronizerCasesTest, MoreThanAMessageHoldsArriveToo) {
  for (int i = 0; i < 130; ++i) Withdraw("north", absl::StrCat("north", i));
  for (int i = 0; i < 10; ++i) Withdraw("south", absl::StrCat("south", i));
  for (int i = 0; i < 4; ++i) {
    EveryoneExchanges();
    EXPECT_LE(CountOf(nodes_["south"].last_request.documents()),
              kMaxSyncDocuments);
  }
  for (const char* id : {"north", "south", "west"}) {
    EXPECT_EQ(CountAt(id), 140u) << id;
  }
}

TEST_F(SynchronizerCasesTest, AForgedOneIsReportedAndLeftOut) {
  v1::SynchronizeRequest request;
  *request.mutable_documents()->add_case_withdrawals() =
      auth::testing::SignedWithdrawal("west", "boss-1", auth::Sha256("token"),
                                      federation_.agency("south").boss_key,
                                      now_);
  *request.mutable_documents()->add_case_withdrawals() =
      auth::testing::SignedWithdrawal("west", "boss-1", auth::Sha256("other"),
                                      federation_.agency("west").boss_key,
                                      now_);
  ASSERT_OK(At("north").Answer(ContactOf("south"), request));
  EXPECT_THAT(nodes_["north"].refused, SizeIs(1));
  EXPECT_FALSE(Heard("north", "west", "token"));
  EXPECT_TRUE(Heard("north", "west", "other"));
}

TEST_F(SynchronizerCasesTest, WhatIsOverIsNotTold) {
  Withdraw("north", "token", absl::Hours(1));
  Withdraw("north", "other", absl::Hours(2));
  now_ += absl::Hours(1);
  for (int i = 0; i < 3; ++i) {
    Exchange("north");
    now_ += absl::Seconds(2);
  }
  EXPECT_TRUE(Heard("south", "north", "other"));
  EXPECT_EQ(CountAt("south"), 1u);
  EXPECT_THAT(nodes_["south"].refused, IsEmpty());
}

}  // namespace
}  // namespace homeward::federation
