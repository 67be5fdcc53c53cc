// Red lines and time: what counts is what may be asked from now on.

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/policy/policy.h"
#include "services/policy/policy_fixture.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::policy {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::homeward::testing::TextProto;
using ::testing::HasSubstr;

constexpr absl::Duration kDay = absl::Hours(24);

// By which `from` tells `to` how a child is.
v1::Mou Tells(const std::string& from, const std::string& to, absl::Time start,
              absl::Time end) {
  v1::Mou mou = TextProto(absl::StrCat(
      "mou_id: '", from, "-", to, "' version: 1 party_agency_ids: ['", from,
      "', '", to,
      "'] legal_authority: 'law' schema_version: 1 clauses { "
      "clause_id: 'tell' effect: EFFECT_PERMIT match { owner { agency_ids: '",
      from, "' } requester { agency_ids: '", to,
      "' } roles { any: true } purposes { any: true } actions { any: true } "
      "categories { any: true } } fields { field_path: "
      "'wellbeing_check.status' outcome: FIELD_OUTCOME_CLEAR } }"));
  *mou.mutable_effective_time() = auth::ToTimestamp(start);
  *mou.mutable_expiry_time() = auth::ToTimestamp(end);
  return mou;
}

class PolicyRedLinesTimeTest : public PolicyTest {
 protected:
  // Nothing of west ever reaches `requester`, by way of others either.
  void Never(const std::string& requester) {
    store_.SetRedLines(
        {"", absl::StrCat("red_lines { red_line_id: 'never' statement: 'Never "
                          "at all.' through_others: true match { owner { "
                          "agency_ids: 'west' } requester { agency_ids: '",
                          requester,
                          "' } roles { any: true } purposes { any: true } "
                          "actions { any: true } categories { any: true } } "
                          "}")});
    ASSERT_OK(
        policy().InstallDirectory(federation_.Directory(++version_), now()));
    ASSERT_OK(policy().Settle(now()));
  }
  absl::Status ProposeOf(const v1::Mou& mou) {
    return policy()
        .ProposeMou(federation_.SignMou(mou), /*dry_run=*/false, now())
        .status();
  }
  bool IsRefused(const std::string& key) {
    return !policy().state()->WhyRefused(key).empty();
  }

  int64_t version_ = 1;
};

TEST_F(PolicyRedLinesTimeTest, WhatHasExpiredCrossesNothing) {
  Never("south");
  EXPECT_OK(ProposeOf(Tells("west", "south", now() - kDay, now())));
  EXPECT_EQ(StateOf("west-south@1"), v1::MOU_STATE_EXPIRED);
}

TEST_F(PolicyRedLinesTimeTest, WhatBeginsLaterDoes) {
  Never("south");
  EXPECT_THAT(ProposeOf(Tells("west", "south", now() + kDay, now() + 2 * kDay)),
              StatusIs(StatusCode::kFailedPrecondition,
                       HasSubstr("would cross a red line")));
}

TEST_F(PolicyRedLinesTimeTest, WhatExpiresIsJudgedAgain) {
  Never("south");
  EXPECT_FALSE(ProposeOf(Tells("west", "south", now(), now() + kDay)).ok());
  ASSERT_OK(policy().Settle(now() + kDay - absl::Seconds(1)));
  EXPECT_TRUE(IsRefused("west-south@1"));
  ASSERT_OK(policy().Settle(now() + kDay));
  EXPECT_FALSE(IsRefused("west-south@1"));
}

TEST_F(PolicyRedLinesTimeTest, WhatWasReceivedIsNotPassedOnAfterwards) {
  Never("north");
  EXPECT_OK(ProposeOf(Tells("west", "south", now() - 2 * kDay, now() - kDay)));
  EXPECT_THAT(
      ProposeOf(Tells("south", "north", now(), now() + kDay)),
      StatusIs(StatusCode::kFailedPrecondition, HasSubstr("by way of others")));
}

TEST_F(PolicyRedLinesTimeTest, UnlessItIsDeletedByThen) {
  Never("north");
  v1::Mou before = Tells("west", "south", now() - 2 * kDay, now() - kDay);
  v1::Obligation& duty = *before.mutable_clauses(0)->add_obligations();
  duty.set_type(v1::OBLIGATION_TYPE_RETAIN_AT_MOST);
  duty.mutable_within()->set_seconds(3600);
  EXPECT_OK(ProposeOf(before));
  EXPECT_OK(ProposeOf(Tells("south", "north", now(), now() + kDay)));
  EXPECT_TRUE(InForce("south-north"));
}

// The red line came after both: who would pass it on is to blame, though its
// MOU was here first.
TEST_F(PolicyRedLinesTimeTest, TheExpiredIsNotToBlame) {
  EXPECT_OK(ProposeOf(Tells("south", "north", now(), now() + kDay)));
  EXPECT_OK(
      policy()
          .ProposeMou(federation_.SignMou(Tells(
                          "west", "south", now() - 2 * kDay, now() - kDay)),
                      /*dry_run=*/false, now() + absl::Seconds(1))
          .status());
  EXPECT_TRUE(InForce("south-north"));
  Never("north");
  EXPECT_FALSE(IsRefused("west-south@1"));
  EXPECT_TRUE(IsRefused("south-north@1"));
  EXPECT_FALSE(InForce("south-north"));
}

}  // namespace
}  // namespace homeward::policy
