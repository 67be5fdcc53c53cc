#include "services/policy/revocation_keeper.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/identity/revocation.h"
#include "auth/signing/signing_key.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/policy/state.h"
#include "services/policy/testing/policy_node.h"
#include "tests/testing/status_matchers.h"

namespace homeward::policy {
namespace {

using ::homeward::testing::IsOkAndHolds;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;

class RevocationKeeperTest : public ::testing::Test {
 protected:
  auth::SigningKey Key(const std::string& agency_id) {
    return *auth::SigningKey::FromPem(
        federation_.agency(agency_id).revocation_key.ToPem()->view());
  }
  void Install(int64_t number, absl::Time issued) {
    ASSERT_OK(node_.policy()->InstallRevocationList(
        federation_.SignedList("north", number, {"\x01\x02"}, issued),
        federation_.now));
  }
  const auth::RevocationList* List() {
    return node_.policy()->current()->revocations->Find("north");
  }

  auth::testing::Federation federation_;
  testing::PolicyNode node_{federation_, "north",
                            federation_.Sign(federation_.message())};
  RevocationKeeper keeper_{"north", Key("north"), node_.policy()};
};

TEST_F(RevocationKeeperTest, RenewsAListAtTwelveHoursAndNotBefore) {
  Install(7, federation_.now);
  const absl::Time due = federation_.now + absl::Hours(12);
  EXPECT_THAT(keeper_.Refresh(due - absl::Seconds(1)), IsOkAndHolds(false));
  EXPECT_EQ(List()->number(), 7);
  EXPECT_THAT(keeper_.Refresh(due), IsOkAndHolds(true));
  EXPECT_GT(List()->number(), 7);
  EXPECT_EQ(List()->issued_time(), due);
  EXPECT_TRUE(List()->Lists("\x01\x02"));
  EXPECT_THAT(keeper_.Refresh(due), IsOkAndHolds(false));
}

TEST_F(RevocationKeeperTest, TheAgencyStaysGoodPastADay) {
  Install(1, federation_.now);
  const absl::Time later = federation_.now + absl::Hours(30);
  const auto status = [&] {
    return node_.policy()->current()->revocations->StatusOf("north", "\x09",
                                                            later);
  };
  EXPECT_EQ(status(), auth::RevocationStatus::kUnknown);
  EXPECT_THAT(keeper_.Refresh(later), IsOkAndHolds(true));
  EXPECT_EQ(status(), auth::RevocationStatus::kGood);
}

TEST_F(RevocationKeeperTest, NeverMakesTheFirstList) {
  EXPECT_THAT(keeper_.Refresh(federation_.now),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("install the newest one")));
  EXPECT_EQ(List(), nullptr);
}

TEST_F(RevocationKeeperTest, SaysThatTheClockWentBack) {
  Install(1, federation_.now);
  EXPECT_THAT(
      keeper_.Refresh(federation_.now - absl::Seconds(1)),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("clock")));
}

TEST_F(RevocationKeeperTest, AnotherAgencysKeyRenewsNothing) {
  Install(1, federation_.now);
  RevocationKeeper wrong("north", Key("south"), node_.policy());
  EXPECT_THAT(wrong.Refresh(federation_.now + absl::Hours(13)),
              StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_EQ(List()->number(), 1);
}

TEST_F(RevocationKeeperTest, TellsHowTheLastRenewalEnded) {
  EXPECT_OK(keeper_.last());
  EXPECT_FALSE(keeper_.Refresh(federation_.now).ok());
  EXPECT_THAT(keeper_.last(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                       HasSubstr("install the newest one")));
  Install(1, federation_.now);
  EXPECT_THAT(keeper_.Refresh(federation_.now), IsOkAndHolds(false));
  EXPECT_OK(keeper_.last());
}

TEST_F(RevocationKeeperTest, ARenewalIsInTheAuditLog) {
  Install(1, federation_.now);
  const uint64_t before = node_.kit().log().Current().size;
  EXPECT_THAT(keeper_.Refresh(federation_.now + absl::Hours(13)),
              IsOkAndHolds(true));
  EXPECT_EQ(node_.kit().log().Current().size, before + 1);
}

}  // namespace
}  // namespace homeward::policy
