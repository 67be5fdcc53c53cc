#include "services/federation/courier/courier.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/peer.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

// Keeps what it is told until the test answers it.
class HeldPeer final : public Peer {
 public:
  void Ask(const v1::AskRequest&, absl::Time,
           Done<v1::AskResponse> done) override {
    done(absl::UnimplementedError(""));
  }
  void Synchronize(const v1::SynchronizeRequest&, absl::Time,
                   Done<v1::SynchronizeResponse> done) override {
    done(absl::UnimplementedError(""));
  }
  void Withdraw(const v1::WithdrawRequest&, absl::Time,
                Done<v1::WithdrawResponse> done) override {
    done(absl::UnimplementedError(""));
  }
  void TellReview(const v1::TellReviewRequest& request, absl::Time deadline,
                  Done<v1::TellReviewResponse> done) override {
    told.push_back(request.review().payload());
    last_deadline = deadline;
    held = std::move(done);
  }
  void Probe(const v1::ProbeRequest&, absl::Time,
             Done<v1::ProbeResponse> done) override {
    done(absl::UnimplementedError(""));
  }

  void Answer(absl::StatusOr<v1::TellReviewResponse> response) {
    std::exchange(held, nullptr)(std::move(response));
  }

  std::vector<std::string> told;
  absl::Time last_deadline;
  Done<v1::TellReviewResponse> held;
};

class CourierTest : public ::testing::Test {
 protected:
  CourierTest() { Make(); }

  void Make() {
    Courier::Options options;
    options.clock = [] { return absl::Now(); };
    options.timeout = absl::Seconds(7);
    options.every = absl::Seconds(1);
    options.max_back_off = absl::Seconds(8);
    options.peers = [this](const std::string& id) -> std::shared_ptr<Peer> {
      const auto found = peers_.find(id);
      if (found == peers_.end()) return nullptr;
      return found->second;
    };
    options.failed = [this](const std::string& id, const absl::Status& status) {
      failed_.emplace_back(id, status.code());
    };
    courier_ = std::make_unique<Courier>(
        std::move(options),
        Courier::Letters{[this] { return Debtors(); },
                         [this](const std::string& id) { return Next(id); },
                         [this](absl::Time) {
                           ++prepared_;
                           return absl::OkStatus();
                         }});
  }
  std::vector<std::string> Debtors() const {
    std::vector<std::string> ids;
    for (const auto& [id, letters] : open_) {
      if (!letters.empty()) ids.push_back(id);
    }
    return ids;
  }
  absl::StatusOr<Courier::Letter> Next(const std::string& id) {
    if (!can_sign_) return absl::UnavailableError("no certificate");
    v1::TellReviewRequest request;
    request.mutable_review()->set_payload(open_[id].front());
    return [this, id, request](Peer& peer, absl::Time deadline,
                               std::function<void(Courier::Take)> done) {
      peer.TellReview(request, deadline,
                      Courier::Taken<v1::TellReviewResponse>(
                          std::move(done), [this, id](const auto&, absl::Time) {
                            if (!taken_.ok()) return taken_;
                            open_[id].erase(open_[id].begin());
                            return absl::OkStatus();
                          }));
    };
  }
  HeldPeer& Add(const std::string& id, std::vector<std::string> letters) {
    open_[id] = std::move(letters);
    peers_[id] = std::make_shared<HeldPeer>();
    return *peers_[id];
  }
  // Turns at `seconds` after the start of the test.
  void Turn(double seconds) { courier_->Turn(start_ + absl::Seconds(seconds)); }

  const absl::Time start_ = absl::FromUnixSeconds(1'700'000'000);
  std::map<std::string, std::vector<std::string>> open_;
  std::map<std::string, std::shared_ptr<HeldPeer>> peers_;
  std::vector<std::pair<std::string, absl::StatusCode>> failed_;
  absl::Status taken_;
  bool can_sign_ = true;
  int prepared_ = 0;
  std::unique_ptr<Courier> courier_;
};

TEST_F(CourierTest, TellsOneAfterTheOtherUntilAllAreAcknowledged) {
  HeldPeer& south = Add("south", {"first", "second"});
  Turn(0);
  EXPECT_EQ(south.last_deadline, start_ + absl::Seconds(7));
  // It is under way: not told twice.
  Turn(100);
  EXPECT_THAT(south.told, ElementsAre("first"));
  south.Answer(v1::TellReviewResponse());
  Turn(100);
  EXPECT_THAT(south.told, ElementsAre("first", "second"));
  south.Answer(v1::TellReviewResponse());
  Turn(100);
  Turn(200);
  EXPECT_THAT(south.told, SizeIs(2));
  EXPECT_THAT(open_["south"], IsEmpty());
  EXPECT_THAT(failed_, IsEmpty());
  EXPECT_EQ(prepared_, 5);
}

TEST_F(CourierTest, WhoDoesNotAnswerDelaysNobodyElse) {
  Add("south", {"first"});
  HeldPeer& west = Add("west", {"first", "second"});
  Turn(0);
  west.Answer(v1::TellReviewResponse());
  Turn(0);
  EXPECT_THAT(west.told, SizeIs(2));
}

TEST_F(CourierTest, WaitsLongerAfterEachFailureUpToALimit) {
  HeldPeer& south = Add("south", {"first"});
  double at = 0;
  double last_wait = 0;
  for (int failures = 1; failures <= 6; ++failures) {
    Turn(at);
    ASSERT_THAT(south.told, SizeIs(failures));
    south.Answer(absl::UnavailableError("down"));
    Turn(at);  // Takes the failure.
    // The wait is between half of it and the whole.
    const double whole = std::min(8.0, 1.0 * (1 << (failures - 1)));
    Turn(at + whole / 2 - 0.001);
    ASSERT_THAT(south.told, SizeIs(failures));
    last_wait = whole;
    at += whole;
  }
  EXPECT_EQ(last_wait, 8);
  EXPECT_THAT(failed_, SizeIs(6));
  EXPECT_THAT(failed_[0], Pair("south", absl::StatusCode::kUnavailable));
}

TEST_F(CourierTest, AClockThatIsSetBackKeepsNobodyWaiting) {
  HeldPeer& south = Add("south", {"first"});
  Turn(100000);
  south.Answer(absl::UnavailableError("down"));
  Turn(100000);
  ASSERT_THAT(south.told, SizeIs(1));
  Turn(0);
  EXPECT_THAT(south.told, SizeIs(2));
}

TEST_F(CourierTest, AReceiptThatDoesNotHoldIsAFailure) {
  HeldPeer& south = Add("south", {"first"});
  taken_ = absl::InvalidArgumentError("for something else");
  Turn(0);
  south.Answer(v1::TellReviewResponse());
  Turn(0);
  EXPECT_THAT(failed_,
              ElementsAre(Pair("south", absl::StatusCode::kInvalidArgument)));
  taken_ = absl::OkStatus();
  Turn(1);
  EXPECT_THAT(south.told, ElementsAre("first", "first"));
}

TEST_F(CourierTest, WhoIsHeardOfIsToldAtOnce) {
  HeldPeer& south = Add("south", {"first"});
  Turn(0);
  south.Answer(absl::UnavailableError("down"));
  Turn(0);
  courier_->Heard("west");
  courier_->Heard("south");
  Turn(0);
  EXPECT_THAT(south.told, SizeIs(2));
}

TEST_F(CourierTest, WithoutANodeOrALetterItTriesAgainLater) {
  open_["gone"] = {"first"};
  Turn(0);
  Turn(0);
  EXPECT_THAT(failed_,
              ElementsAre(Pair("gone", absl::StatusCode::kUnavailable)));
  HeldPeer& gone = Add("gone", {"first"});
  can_sign_ = false;
  Turn(1);
  Turn(1);
  EXPECT_THAT(failed_, SizeIs(2));
  EXPECT_THAT(gone.told, IsEmpty());
  can_sign_ = true;
  Turn(10);
  EXPECT_THAT(gone.told, ElementsAre("first"));
}

TEST_F(CourierTest, AnAnswerThatComesAfterItsEndIsNotTaken) {
  HeldPeer& south = Add("south", {"first"});
  Turn(0);
  courier_.reset();
  south.Answer(v1::TellReviewResponse());
  EXPECT_THAT(open_["south"], ElementsAre("first"));
}

TEST_F(CourierTest, ItsThreadTellsAndStops) {
  absl::Notification told;
  Courier::Options options;
  options.clock = [] { return absl::Now(); };
  options.peers = [&](const std::string&) -> std::shared_ptr<Peer> {
    return std::make_shared<HeldPeer>();
  };
  Courier courier(std::move(options),
                  {[] { return std::vector<std::string>{"south"}; },
                   [&](const std::string&) -> absl::StatusOr<Courier::Letter> {
                     return [&](Peer&, absl::Time, const auto&) {
                       // It is told again where nobody stops the courier soon.
                       if (!told.HasBeenNotified()) told.Notify();
                     };
                   }});
  courier.Start();
  EXPECT_TRUE(told.WaitForNotificationWithTimeout(absl::Minutes(1)));
  courier.Stop();
  courier.Stop();
}

}  // namespace
}  // namespace homeward::federation
