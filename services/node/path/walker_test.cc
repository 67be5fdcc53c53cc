#include "services/node/path/walker.h"

#include <atomic>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::node {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;

using Reply = absl::StatusOr<v1::ProbeResponse>;

// A walk that lasts until it is let go, as one to an endpoint that swallows
// everything does.
class WalkerTest : public ::testing::Test {
 protected:
  // What `agency_id` hears, waiting for it.
  Reply Ask(const std::string& agency_id) {
    Reply heard;
    absl::Notification done;
    walker_.Start(agency_id, [&](Reply reply) {
      heard = std::move(reply);
      done.Notify();
    });
    done.WaitForNotification();
    return heard;
  }

  absl::Time now_ = absl::FromUnixSeconds(1'700'000'000);
  absl::Notification open_;
  std::atomic<int> walks_ = 0;
  absl::Notification ended_;
  Reply first_;
  Walker walker_{[this](const std::string& agency_id) -> Reply {
                   ++walks_;
                   open_.WaitForNotificationWithTimeout(absl::Seconds(50));
                   v1::ProbeResponse response;
                   response.add_steps()->set_name(agency_id);
                   return response;
                 },
                 [this] { return now_; }};
};

TEST_F(WalkerTest, AskingReturnsAtOnceAndAnotherIsToldToTryAgain) {
  walker_.Start("south", [this](Reply reply) {
    first_ = std::move(reply);
    ended_.Notify();
  });
  EXPECT_FALSE(ended_.HasBeenNotified());
  EXPECT_THAT(Ask("east"),
              StatusIs(StatusCode::kResourceExhausted, HasSubstr("ask again")));
  EXPECT_THAT(Ask("south"), StatusIs(StatusCode::kResourceExhausted));
  open_.Notify();
  ended_.WaitForNotification();
  ASSERT_OK(first_);
  EXPECT_EQ(first_->steps(0).name(), "south");
  // Who was turned away does not rest.
  ASSERT_OK_AND_ASSIGN(const v1::ProbeResponse east, Ask("east"));
  EXPECT_EQ(east.steps(0).name(), "east");
  EXPECT_EQ(walks_, 2);
}

TEST_F(WalkerTest, EachAgencyRestsASecondAfterItsWalk) {
  open_.Notify();
  ASSERT_OK(Ask("south"));
  now_ += Walker::kRest - absl::Milliseconds(1);
  EXPECT_THAT(Ask("south"), StatusIs(StatusCode::kResourceExhausted,
                                     HasSubstr("once a second")));
  ASSERT_OK(Ask("east"));
  now_ += absl::Milliseconds(1);
  ASSERT_OK(Ask("south"));
  EXPECT_EQ(walks_, 3);
}

}  // namespace
}  // namespace homeward::node
