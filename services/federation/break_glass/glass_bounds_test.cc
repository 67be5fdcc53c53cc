// What a peer with valid keys can make a node keep, and for how long.

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/break_glass/break_glass.h"
#include "auth/proto_time.h"
#include "auth/signing/signing_key.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/break_glass.pb.h"
#include "homeward/v1/break_glass.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/break_glass/glass_book.h"
#include "services/federation/break_glass/glass_fixture.h"
#include "services/federation/break_glass/glass_rows.h"
#include "services/federation/break_glass/signed_review.h"

namespace homeward::federation {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr absl::Duration kTick = absl::Seconds(1);

class GlassBoundsTest : public GlassFixture {
 protected:
  // A review of a statement that nobody ever made.
  static v1::BreakGlass Invented(int number) {
    v1::BreakGlass statement;
    statement.set_break_glass_id(std::to_string(number));
    return statement;
  }
  v1::TellReviewRequest Told(const v1::BreakGlass& statement,
                             v1::BreakGlassVerdict verdict,
                             const std::string& agency = "north") const {
    v1::TellReviewRequest request;
    *request.mutable_review() = Review(statement, verdict, agency);
    return request;
  }
  absl::Status Tell(const v1::BreakGlass& statement,
                    v1::BreakGlassVerdict verdict,
                    const std::string& agency = "north") {
    return nodes_.south.TakeReview(agency, Told(statement, verdict, agency))
        .status();
  }
  size_t RowsOf(federation::testing::Node& node) {
    const auto rows = NameGlassRows(node.store().documents(), node.agency_id());
    EXPECT_OK(rows);
    return rows.ok() ? rows->size() : 0;
  }
  // Officer "s-1" of north asks by her own node, and south answers.
  v1::BreakGlass Used() {
    const v1::BreakGlass statement = Good();
    StaffQuestion question = nodes_.north.Question(
        v1::ROLE_POLICE_MISSING, v1::PURPOSE_MISSING_SEARCH, kName);
    question.break_glass = Unsigned(statement);
    question.break_glass_text = Text();
    const auto heard = nodes_.north.Ask(std::move(question));
    EXPECT_OK(heard.status);
    EXPECT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
    return statement;
  }
  absl::Status ReviewAtNorth(const v1::Envelope& envelope) {
    const auto review = VerifyReview(
        envelope, "north", *nodes_.north.store().policy().current()->directory,
        nodes_.north.now());
    if (!review.ok()) return review.status();
    return nodes_.north.glass().Review(*review, nodes_.north.now());
  }
  void TellAll() {
    for (int turn = 0; turn < 3; ++turn) {
      nodes_.north.reviews().courier().Turn(nodes_.north.now());
    }
  }
  void PruneAll(absl::Time at) {
    ASSERT_OK(nodes_.north.glass().Prune(at));
    ASSERT_OK(nodes_.south.glass().Prune(at));
  }
  bool Suspended(federation::testing::Node& node, absl::Time at) {
    return node.glass().IsSuspended("north", "s-1", at);
  }
};

TEST_F(GlassBoundsTest, AFloodOfReviewsFillsNeitherStoreNorLog) {
  const size_t before = nodes_.south.Events().size();
  for (int i = 0; i < kReviewsPerHour; ++i) {
    ASSERT_OK(Tell(Invented(i), v1::BREAK_GLASS_VERDICT_JUSTIFIED));
  }
  for (int i = 0; i < 20; ++i) {
    EXPECT_THAT(Tell(Invented(1000 + i), v1::BREAK_GLASS_VERDICT_JUSTIFIED),
                StatusIs(absl::StatusCode::kResourceExhausted));
  }
  EXPECT_EQ(RowsOf(nodes_.south), size_t{kReviewsPerHour});
  EXPECT_EQ(nodes_.south.Events().size(), before + kReviewsPerHour);
  // What it told before it may tell again, and others are not its fault.
  EXPECT_OK(Tell(Invented(0), v1::BREAK_GLASS_VERDICT_JUSTIFIED));
  EXPECT_OK(Tell(Invented(0), v1::BREAK_GLASS_VERDICT_JUSTIFIED, "west"));
  SetNow(now() + absl::Minutes(1));
  EXPECT_OK(Tell(Invented(1000), v1::BREAK_GLASS_VERDICT_JUSTIFIED));
}

// Its node may call each of them by another pseudonym: no suspension stops it.
TEST_F(GlassBoundsTest, AnAgencyThatReviewsNothingMustHaveThemApproved) {
  std::vector<v1::BreakGlass> used;
  for (int i = 0; i < kMaxUnreviewed; ++i) {
    used.push_back(Good());
    ASSERT_EQ(AskWith(Signed(used.back())).outcome(), v1::OUTCOME_ANSWERED);
  }
  const std::string nothing = WithoutIds(AskWith({}));
  const v1::BreakGlass next = Good();
  EXPECT_EQ(WithoutIds(AskWith(Signed(next))), nothing);
  EXPECT_EQ(AskWith(Signed(used[0])).outcome(), v1::OUTCOME_ANSWERED);
  v1::BreakGlass approved = Good();
  approved.set_approver_subject("boss-1");
  EXPECT_EQ(AskWith(Sign(approved, {&Agency("north").node_key,
                                    &Agency("north").boss_key}))
                .outcome(),
            v1::OUTCOME_ANSWERED);
  EXPECT_EQ(WithoutIds(AskWith(Signed(next))), nothing);
  ASSERT_OK(Tell(used[0], v1::BREAK_GLASS_VERDICT_JUSTIFIED));
  EXPECT_EQ(AskWith(Signed(next)).outcome(), v1::OUTCOME_ANSWERED);
}

// One verdict after the other for one statement is a flood, too.
TEST_F(GlassBoundsTest, AReviewerWhoKeepsChangingHerMindIsStopped) {
  const v1::BreakGlass statement = Invented(1);
  absl::Status told;
  int taken = 0;
  // A second apart, so that each is later; 36 s give one more.
  for (; taken < 2 * kReviewsPerHour && told.ok(); ++taken) {
    SetNow(now() + kTick);
    told =
        Tell(statement, taken % 2 == 0 ? v1::BREAK_GLASS_VERDICT_JUSTIFIED
                                       : v1::BREAK_GLASS_VERDICT_NOT_JUSTIFIED);
  }
  EXPECT_THAT(told, StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_GE(taken, kReviewsPerHour);
  EXPECT_EQ(RowsOf(nodes_.south), 1u);
}

TEST_F(GlassBoundsTest, AReviewThatComesFirstUsesTheStatementUpAndIsForgotten) {
  const v1::BreakGlass statement = Good();
  const absl::Time received = now();
  ASSERT_OK(Tell(statement, v1::BREAK_GLASS_VERDICT_JUSTIFIED));
  nodes_.south.Restart(nodes_.south.now());
  ASSERT_OK(nodes_.south.glass().Prune(received + kKeepUnused - kTick));
  const v1::Answer without = AskWith(v1::Envelope());
  EXPECT_EQ(WithoutIds(AskWith(Signed(statement))), WithoutIds(without));
  EXPECT_EQ(LastDecision().break_glass_finding(),
            v1::BREAK_GLASS_FINDING_REVIEWED);
  ASSERT_OK(nodes_.south.glass().Prune(received + kKeepUnused));
  EXPECT_EQ(RowsOf(nodes_.south), 0u);
  // No statement lasts so long.
  EXPECT_LT(auth::kMaxBreakGlassLifetime, kKeepUnused);
}

TEST_F(GlassBoundsTest, WhatIsSettledIsForgottenAfterNinetyDaysOnBothSides) {
  const v1::BreakGlass statement = Used();
  ASSERT_OK(
      ReviewAtNorth(Review(statement, v1::BREAK_GLASS_VERDICT_JUSTIFIED)));
  TellAll();
  const absl::Time settled = now();
  PruneAll(settled + kKeepSettled - kTick);
  EXPECT_THAT(nodes_.north.glass().List(now()), SizeIs(1));
  EXPECT_GT(RowsOf(nodes_.south), 0u);
  PruneAll(settled + kKeepSettled);
  for (federation::testing::Node* node : {&nodes_.north, &nodes_.south}) {
    EXPECT_EQ(RowsOf(*node), 0u);
    EXPECT_FALSE(Suspended(*node, settled + kKeepSettled));
    node->Restart(node->now());
    EXPECT_FALSE(Suspended(*node, settled + kKeepSettled));
  }
  EXPECT_THAT(nodes_.north.glass().List(now()), IsEmpty());
}

TEST_F(GlassBoundsTest, WhatSuspendsIsNeverForgotten) {
  const v1::BreakGlass unreviewed = Used();
  SetNow(now() + kTick);
  const v1::BreakGlass wrong = Used();
  ASSERT_OK(
      ReviewAtNorth(Review(wrong, v1::BREAK_GLASS_VERDICT_NOT_JUSTIFIED)));
  TellAll();
  const absl::Time late = now() + 10 * kKeepSettled;
  PruneAll(late);
  EXPECT_THAT(nodes_.north.glass().List(late), SizeIs(2));
  nodes_.south.Restart(nodes_.south.now());
  EXPECT_TRUE(Suspended(nodes_.south, now()));
  // The second is answered for; the first is still open.
  SetNow(now() + kTick);
  ASSERT_OK(ReviewAtNorth(Review(wrong, v1::BREAK_GLASS_VERDICT_JUSTIFIED)));
  TellAll();
  EXPECT_FALSE(Suspended(nodes_.south, now()));
  EXPECT_TRUE(Suspended(nodes_.south, late));
}

TEST_F(GlassBoundsTest, AReviewThatSomebodyWasNotToldStays) {
  const v1::BreakGlass statement = Used();
  ASSERT_OK(
      ReviewAtNorth(Review(statement, v1::BREAK_GLASS_VERDICT_JUSTIFIED)));
  ASSERT_OK(nodes_.north.glass().Prune(now() + 2 * kKeepSettled));
  EXPECT_THAT(nodes_.north.glass().List(now()), SizeIs(1));
  TellAll();
  ASSERT_OK(nodes_.north.glass().Prune(now() + 2 * kKeepSettled));
  EXPECT_THAT(nodes_.north.glass().List(now()), IsEmpty());
}

TEST_F(GlassBoundsTest, WhoApprovedItDoesNotReviewIt) {
  v1::BreakGlass statement = Good();
  statement.set_approver_subject("boss-1");
  const std::vector<const auth::SigningKey*> keys = {&Agency("north").node_key,
                                                     &Agency("north").boss_key};
  ASSERT_EQ(AskWith(Sign(statement, keys)).outcome(), v1::OUTCOME_ANSWERED);
  EXPECT_THAT(Tell(statement, v1::BREAK_GLASS_VERDICT_JUSTIFIED),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST_F(GlassBoundsTest, WhoIsSuspendedReviewsNobody) {
  const v1::BreakGlass statement = Used();
  v1::BreakGlass hers = Good();
  hers.set_asker_subject("boss-1");
  internal::v1::StoredBreakGlassUse use;
  *use.mutable_statement() = Signed(hers);
  *use.mutable_used_time() = auth::ToTimestamp(now() - absl::Hours(24));
  use.set_query_id("q-" + std::string(32, 'b'));
  nodes_.north.glass().Count(use);
  EXPECT_THAT(
      ReviewAtNorth(Review(statement, v1::BREAK_GLASS_VERDICT_JUSTIFIED)),
      StatusIs(absl::StatusCode::kFailedPrecondition));
}

// A clock that is 10 minutes ahead makes no review that holds later.
TEST_F(GlassBoundsTest, AReviewFromTheFutureIsRefusedUntilItIsNone) {
  const v1::BreakGlass statement = Used();
  const absl::Time then = now();
  SetNow(then + absl::Minutes(10));
  const auto request = Told(statement, v1::BREAK_GLASS_VERDICT_JUSTIFIED);
  SetNow(then);
  EXPECT_THAT(nodes_.south.TakeReview("north", request),
              StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_TRUE(Suspended(nodes_.south, then + absl::Hours(24)));
  SetNow(then + absl::Minutes(10));
  EXPECT_OK(nodes_.south.TakeReview("north", request));
  EXPECT_FALSE(Suspended(nodes_.south, then + absl::Hours(24)));
}

}  // namespace
}  // namespace homeward::federation
