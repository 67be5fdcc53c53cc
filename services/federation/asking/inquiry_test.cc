#include "services/federation/asking/inquiry.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/federation/testing/three_nodes.h"
#include "tests/testing/patience.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::AtBest;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using testing::Heard;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kName[] = "Solomiia Koval";
constexpr int64_t kDay = 86400;

class InquiryTest : public ::testing::Test {
 protected:
  int64_t seconds() const { return absl::ToUnixSeconds(nodes_.west.now()); }

  testing::ThreeNodes nodes_;
};

TEST_F(InquiryTest, EveryAgencyAskedAppearsOnceTheOwnOneFirst) {
  nodes_.south.Register(kName, seconds() - kDay, "PL-MZ", false);
  const Heard heard = nodes_.Locate(kName);
  ASSERT_OK(heard.status);
  EXPECT_THAT(heard.asked, ElementsAre("west", "north", "south"));
  EXPECT_THAT(heard.answers, SizeIs(3));
  ASSERT_THAT(heard.summary.nodes(), SizeIs(3));
  EXPECT_EQ(heard.summary.nodes(0).agency_id(), "west");
  EXPECT_EQ(heard.summary.nodes(1).agency_id(), "north");
  EXPECT_EQ(heard.summary.nodes(2).agency_id(), "south");
  EXPECT_EQ(heard.OutcomeOf("west"), v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_EQ(heard.OutcomeOf("north"), v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  ASSERT_THAT(heard.summary.locations(), SizeIs(1));
  EXPECT_EQ(heard.summary.locations(0).claim().sighting().place().admin1_code(),
            "PL-MZ");
}

TEST_F(InquiryTest, AboutAKnownRecordOnlyItsOwnerIsAsked) {
  const std::string id =
      nodes_.south.Register(kName, seconds() - kDay, "PL-MZ", false);
  const auto ask = [&](const std::string& record_id) {
    StaffQuestion question = nodes_.west.Question(
        v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, kName);
    question.child.set_record_id(record_id);
    return nodes_.west.Ask(std::move(question));
  };
  const Heard known = ask(id);
  ASSERT_OK(known.status);
  EXPECT_THAT(known.asked, ElementsAre("west", "south"));
  EXPECT_THAT(known.summary.nodes(), SizeIs(2));
  EXPECT_EQ(known.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  // Nobody is the owner, or only one whom no MOU connects, or this node.
  const std::string number(32, '0');
  for (const char* owner : {"stranger", "enforcement", "west"}) {
    const Heard heard =
        ask(absl::StrCat("agencies/", owner, "/children/", number));
    ASSERT_OK(heard.status);
    EXPECT_THAT(heard.asked, ElementsAre("west"));
  }
  EXPECT_EQ(nodes_.west.peer("north").asked, 0);
  EXPECT_EQ(nodes_.west.peer("south").asked, 1);
}

TEST_F(InquiryTest, WhatComesAtOnceIsOneUpdate) {
  nodes_.west.Register(kName, seconds() - kDay, "PL-MZ", false);
  StaffQuestion question = nodes_.west.Question(
      v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, kName);
  question.ask_peers = false;
  const Heard alone = nodes_.west.Ask(question);
  ASSERT_OK(alone.status);
  EXPECT_EQ(alone.updates, 1);
  EXPECT_THAT(alone.asked, ElementsAre("west"));
  EXPECT_THAT(alone.answers.at("west").matches(), SizeIs(1));
  EXPECT_THAT(alone.summary.locations(), SizeIs(1));
  const Heard three = nodes_.Locate(kName);
  ASSERT_OK(three.status);
  EXPECT_EQ(three.updates, 3);
  EXPECT_THAT(three.answers.at("west").matches(), SizeIs(1));
}

TEST_F(InquiryTest, ABlackHoleDelaysNobodyElse) {
  nodes_.west.peer("north").black_hole = true;
  EXPECT_TRUE(AtBest([&] {
    const absl::Time start = absl::Now();
    const Heard heard = nodes_.Locate(kName, absl::Seconds(2));
    EXPECT_OK(heard.status);
    EXPECT_GE(absl::Now() - start, absl::Seconds(2));
    EXPECT_THAT(heard.order, SizeIs(3));
    EXPECT_EQ(heard.OutcomeOf("north"), v1::OUTCOME_TIMED_OUT);
    EXPECT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_NOTHING_TO_SHOW);
    return !heard.order.empty() && heard.order.back() == "north";
  }));
}

TEST_F(InquiryTest, TheSummaryComesBeforeHerTimeIsOver) {
  nodes_.west.peer("north").black_hole = true;
  StaffQuestion question = nodes_.west.Question(
      v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, kName);
  question.peer_timeout = absl::Seconds(30);
  EXPECT_TRUE(AtBest([&] {
    question.deadline = absl::Now() + absl::Seconds(3);
    const Heard heard = nodes_.west.Ask(question);
    const bool in_time = absl::Now() < question.deadline;
    EXPECT_OK(heard.status);
    EXPECT_EQ(heard.OutcomeOf("north"), v1::OUTCOME_TIMED_OUT);
    EXPECT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_NOTHING_TO_SHOW);
    EXPECT_THAT(heard.summary.nodes(), SizeIs(3));
    return in_time;
  }));
}

TEST_F(InquiryTest, ForWhoHasLeftNobodyIsAsked) {
  StaffQuestion question = nodes_.west.Question(
      v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, kName);
  question.abandoned = [] { return true; };
  const Heard heard = nodes_.west.Ask(std::move(question));
  EXPECT_EQ(nodes_.west.peer("north").asked, 0);
  EXPECT_EQ(nodes_.west.peer("south").asked, 0);
  // Whoever reads the log sees that no answer came.
  EXPECT_EQ(heard.OutcomeOf("north"), v1::OUTCOME_TIMED_OUT);
}

TEST_F(InquiryTest, SaysWhoCouldNotBeReached) {
  nodes_.west.peer("north").unreachable = true;
  nodes_.south.store().engine().Break(true);
  const Heard heard = nodes_.Locate(kName);
  ASSERT_OK(heard.status);
  EXPECT_EQ(heard.OutcomeOf("north"), v1::OUTCOME_UNREACHABLE);
  EXPECT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_UNREACHABLE);
  EXPECT_THAT(heard.summary.nodes(), SizeIs(3));
}

TEST_F(InquiryTest, ShowsNothingOfALie) {
  nodes_.south.Register(kName, seconds() - kDay, "PL-MZ", false);
  const Heard other = nodes_.Locate(kName);
  const v1::NodeAnswer earlier = other.answers.at("south");
  const std::vector<std::function<void(v1::AskResponse&)>> lies = {
      [](v1::AskResponse& r) {
        r.mutable_answer()->mutable_payload()->append("x");
      },
      [&](v1::AskResponse& r) {
        *r.mutable_answer() = earlier.signed_answer();
      },
      [&](v1::AskResponse& r) {
        r.set_signer_certificate(
            nodes_.federation.base().agency("north").leaf.der());
      },
      [](v1::AskResponse& r) { r.clear_answer(); }};
  for (const auto& lie : lies) {
    nodes_.west.peer("south").lie = lie;
    const Heard heard = nodes_.Locate(kName);
    ASSERT_OK(heard.status);
    EXPECT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_INVALID_ANSWER);
    EXPECT_THAT(heard.answers.at("south").matches(), IsEmpty());
    EXPECT_THAT(heard.summary.locations(), IsEmpty());
  }
}

TEST_F(InquiryTest, AnAnswerThatIsTooLargeIsNobodyElsesLoss) {
  nodes_.west.Register(kName, seconds() - kDay, "PL-MZ", false);
  nodes_.south.Register(kName, seconds() - kDay, "PL-MZ", false);
  nodes_.west.peer("south").lie = [](v1::AskResponse& r) {
    // What was signed holds still.
    r.mutable_answer()->add_signatures()->set_signature(
        std::string(400'000, 's'));
  };
  const Heard heard = nodes_.Locate(kName);
  ASSERT_OK(heard.status);
  EXPECT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_INVALID_ANSWER);
  EXPECT_EQ(heard.OutcomeOf("west"), v1::OUTCOME_ANSWERED);
  EXPECT_THAT(heard.summary.locations(), SizeIs(1));
}

TEST_F(InquiryTest, WhatIsKnownTooMuchOfIsCutAndSaidSo) {
  for (int i = 0; i < 5; ++i) {
    nodes_.west.Register(kName, seconds() - kDay, "PL-MZ", false, 900);
    nodes_.south.Register(kName, seconds() - kDay, "PL-MZ", false, 900);
  }
  const Heard heard = nodes_.Locate(kName);
  ASSERT_OK(heard.status);
  for (const char* agency : {"west", "south"}) {
    ASSERT_EQ(heard.OutcomeOf(agency), v1::OUTCOME_ANSWERED) << agency;
    const v1::NodeAnswer& answer = heard.answers.at(agency);
    EXPECT_GT(answer.omitted_claim_count(), 0) << agency;
    EXPECT_LE(answer.signed_answer().payload().size(), 320 << 10);
    ASSERT_THAT(answer.matches(), SizeIs(5));
    for (const v1::RecordMatch& match : answer.matches()) {
      EXPECT_GT(match.record().claims_size(), 300);
      EXPECT_EQ(match.record().claims(1).source_time().seconds(),
                seconds() - kDay);
    }
  }
  ASSERT_GT(heard.summary.locations_size(), 2);
  EXPECT_EQ(heard.summary.locations(0).claim().source_time().seconds(),
            seconds() - kDay);
}

TEST_F(InquiryTest, ASuspendedMouDeniesAtOnce) {
  ASSERT_OK(nodes_.south.store().policy().StateMou(
      nodes_.federation.State("ngo-clinic", "south", 1,
                              v1::MOU_STATEMENT_KIND_SUSPEND),
      nodes_.south.now()));
  EXPECT_EQ(nodes_.Locate(kName).OutcomeOf("south"), v1::OUTCOME_DENIED);
  ASSERT_OK(nodes_.west.store().policy().StateMou(
      nodes_.federation.State("ngo-clinic", "south", 1,
                              v1::MOU_STATEMENT_KIND_SUSPEND),
      nodes_.west.now()));
  EXPECT_THAT(nodes_.Locate(kName).asked, ElementsAre("west", "north"));
}

TEST_F(InquiryTest, AnotherVersionOfTheMouIsStaleAndBothAreToldToFetch) {
  nodes_.south.Add(nodes_.federation.SignMou(policy::testing::Federation::After(
      nodes_.federation.Template("ngo_clinic"))));
  EXPECT_EQ(nodes_.Locate(kName).OutcomeOf("south"), v1::OUTCOME_STALE_MOU);
  EXPECT_THAT(nodes_.west.Stale(), ElementsAre("south"));
  EXPECT_THAT(nodes_.south.Stale(), ElementsAre("west"));
  EXPECT_THAT(nodes_.north.Stale(), IsEmpty());
}

TEST_F(InquiryTest, ShowsWhereSourcesDisagree) {
  nodes_.south.Register(kName, seconds() - kDay, "PL-MZ", false);
  nodes_.west.Register(kName, seconds() - 2 * kDay, "PL-LU", false);
  const Heard heard = nodes_.Locate(kName);
  ASSERT_OK(heard.status);
  ASSERT_THAT(heard.summary.locations(), SizeIs(2));
  EXPECT_EQ(heard.summary.locations(0).agency_id(), "south");
  ASSERT_THAT(heard.summary.contradictions(), SizeIs(1));
  EXPECT_EQ(heard.summary.contradictions(0).field_path(), "identity.sex");
}

TEST_F(InquiryTest, ACategoryThatIsUnknownHereIsNotEveryCategory) {
  nodes_.west.Register(kName, seconds() - kDay, "PL-MZ", false);
  StaffQuestion question = nodes_.west.Question(
      v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, kName);
  question.categories = {static_cast<v1::Category>(4711)};
  EXPECT_THAT(nodes_.west.Ask(question).status,
              StatusIs(StatusCode::kPermissionDenied));
}

}  // namespace
}  // namespace homeward::federation
