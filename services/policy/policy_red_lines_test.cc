// MOUs are active only when no red line is crossed.

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/mou/charter_features.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/red_line.pb.h"
#include "services/policy/policy.h"
#include "services/policy/policy_fixture.h"
#include "services/policy/state.h"
#include "services/policy/testing/federation.h"
#include "tests/testing/clock_ahead.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::policy {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::homeward::testing::TextProto;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// `requester` never learns `category` of anybody else's records.
v1::RedLine Never(const std::string& requester, const std::string& category) {
  return TextProto(absl::StrCat(
      "red_line_id: 'never' statement: 'Never at all.' between_agencies: true "
      "match { owner { any: true } requester { agency_ids: '",
      requester,
      "' } roles { any: true } purposes { any: true } actions { any: true } "
      "categories { categories: ",
      category, " } }"));
}

std::string TextOf(const std::vector<v1::RedLine>& lines) {
  v1::RedLines all;
  for (const v1::RedLine& line : lines) *all.add_red_lines() = line;
  std::string text;
  google::protobuf::TextFormat::PrintToString(all, &text);
  return lines.empty() ? "" : text;
}

class PolicyRedLinesTest : public PolicyTest {
 protected:
  // A directory whose charter names these red lines, signed by governance.
  v1::Envelope DirectoryNaming(int64_t version, const std::string& red_lines) {
    v1::Directory message = federation_.message();
    message.set_version(version);
    v1::Mou charter = federation_.Template("charter");
    if (!red_lines.empty()) {
      charter.add_critical_features(auth::RedLinesFeature(red_lines));
    }
    *message.mutable_charter() =
        federation_.base().SignAs(auth::kCharterType, charter);
    return federation_.Sign(message);
  }
  // The federation's red lines are these from now on, here too.
  void Rule(int64_t version, const std::vector<v1::RedLine>& lines) {
    const std::string text = TextOf(lines);
    store_.SetRedLines({text, ""});
    ASSERT_OK(policy().InstallDirectory(DirectoryNaming(version, text), now()));
  }
  bool IsRefused(const std::string& key) {
    return !policy().state()->WhyRefused(key).empty();
  }
  absl::StatusOr<v1::MouSummary> ProposeOf(const v1::Mou& mou) {
    return policy().ProposeMou(federation_.SignMou(mou), false, now());
  }
  std::vector<v1::AuditEvent> Events() {
    std::vector<v1::AuditEvent> events;
    auto entries = store_.log().Read(0, 100);
    EXPECT_OK(entries);
    for (const auto& entry : *entries) {
      EXPECT_TRUE(events.emplace_back().ParseFromString(entry.metadata));
    }
    return events;
  }

  const v1::RedLine no_place_ = Never("south", "CATEGORY_LOC_COARSE");
  const v1::RedLine no_answers_ = Never("south", "CATEGORY_SCREEN_ANS");
  const v1::Mou mou_ = federation_.Template("ngo_clinic");
};

TEST_F(PolicyRedLinesTest, AnMouThatCrossesOneDoesNothingAndTellsTheQuestion) {
  Rule(2, {no_place_});
  EXPECT_THAT(
      ProposeOf(mou_).status(),
      StatusIs(StatusCode::kFailedPrecondition,
               AllOf(HasSubstr("red line never (Never at all.): ngo-clinic@1/"),
                     HasSubstr("south asks west as clinic clinician"))));
  EXPECT_FALSE(InForce());
  EXPECT_TRUE(IsRefused("ngo-clinic@1"));
  const v1::MouSummary summary =
      policy().state()->Summarize("ngo-clinic@1", now());
  EXPECT_EQ(summary.state(), v1::MOU_STATE_REFUSED);
  ASSERT_FALSE(summary.refusal_reasons().empty());
  EXPECT_THAT(summary.refusal_reasons(0), HasSubstr("south asks west"));
  EXPECT_EQ(Events().back().decision().reason(), v1::DECISION_REASON_RED_LINE);
}

// The other party is told that it is refused, and nothing of why. Who is no
// party is told nothing.
TEST_F(PolicyRedLinesTest, ThePartiesAreToldThatItIsRefused) {
  store_.SetRedLines({"", TextOf({no_place_})});
  store_.Reopen(now());
  EXPECT_THAT(ProposeOf(mou_).status(),
              StatusIs(StatusCode::kFailedPrecondition));
  const auto told = [&](const std::string& agency_id, absl::Time when) {
    return VersionsFor(*policy().state(), agency_id, nullptr, when);
  };
  EXPECT_THAT(told("west", now()).refused_mous(), ElementsAre("ngo-clinic@1"));
  EXPECT_THAT(told("west", now()).ShortDebugString(), Not(HasSubstr("never")));
  EXPECT_THAT(told("north", now()).refused_mous(), IsEmpty());
  // What is over is refused no more.
  EXPECT_THAT(told("west", now() + absl::Hours(24 * 3650)).refused_mous(),
              IsEmpty());
  store_.SetRedLines({"", TextOf({no_answers_})});
  store_.Reopen(now());
  EXPECT_OK(policy().Settle(now()));
  EXPECT_THAT(told("west", now()).refused_mous(), IsEmpty());
}

TEST_F(PolicyRedLinesTest, ATrialEndsWhenNobodyWaitsForIt) {
  Rule(2, {no_answers_});
  const v1::Envelope mou = federation_.SignMou(mou_);
  int asked = 0;
  const auto hangs_up = [&asked] { return ++asked < 2; };
  EXPECT_THAT(policy().ProposeMou(mou, /*dry_run=*/true, now(), hangs_up),
              StatusIs(StatusCode::kCancelled));
  EXPECT_EQ(asked, 2);
  EXPECT_THAT(
      policy().ProposeMou(mou, /*dry_run=*/true, now(), [] { return true; }),
      IsOk());
}

TEST_F(PolicyRedLinesTest, WhoHangsUpDuringTheProofHasActivatedNothing) {
  Rule(2, {no_answers_});
  const v1::Envelope mou = federation_.SignMou(mou_);
  const size_t entries = Events().size();
  int answers = 0;
  for (bool cancelled = true; cancelled; ++answers) {
    int asked = 0;
    const auto proposed = policy().ProposeMou(
        mou, /*dry_run=*/false, now(), [&] { return ++asked <= answers; });
    cancelled = !proposed.ok();
    if (!cancelled) break;
    EXPECT_THAT(proposed, StatusIs(StatusCode::kCancelled));
    // It is not there, so that nothing is left to be proven later.
    EXPECT_THAT(policy().state()->mous.mous(), IsEmpty());
    ASSERT_OK(policy().Settle(now()));
    EXPECT_FALSE(InForce());
    EXPECT_EQ(Events().size(), entries);
    ASSERT_LT(answers, 1000);
  }
  // Before and after, at least.
  EXPECT_GE(answers, 2);
  EXPECT_TRUE(InForce());
}

// One that lacks a signature has nothing to be proven, and one that is here is
// no longer the caller's.
TEST_F(PolicyRedLinesTest, WhatIsKeptIsProvenWhoeverHangsUp) {
  Rule(2, {no_answers_});
  const auto propose = [this](const std::vector<std::string>& signers) {
    return policy().ProposeMou(federation_.SignMou(mou_, signers),
                               /*dry_run=*/false, now(), [] { return false; });
  };
  EXPECT_THAT(propose({"south"}), IsOk());
  EXPECT_EQ(StateOf("ngo-clinic@1"), v1::MOU_STATE_PROPOSED);
  EXPECT_THAT(propose({"west"}), StatusIs(StatusCode::kCancelled));
  EXPECT_EQ(StateOf("ngo-clinic@1"), v1::MOU_STATE_PROPOSED);
  EXPECT_EQ(Propose(federation_.SignMou(mou_, {"west"})), v1::MOU_STATE_ACTIVE);
  // Own ones besides: it has to be proven anew.
  v1::RedLine own = no_answers_;
  own.set_red_line_id("own");
  store_.SetRedLines({TextOf({no_answers_}), TextOf({own})});
  store_.Reopen(now());
  EXPECT_FALSE(InForce());
  EXPECT_THAT(propose({"west"}), IsOk());
  EXPECT_TRUE(InForce());
}

// She would wait for 3 seconds, and a thread of the node with her.
TEST_F(PolicyRedLinesTest, WhoHangsUpWaitsNoMoreForAProofThatIsMadeElsewhere) {
  EXPECT_EQ(Propose(federation_.SignMou(mou_)), v1::MOU_STATE_ACTIVE);
  store_.SetRedLines({"", TextOf({no_answers_})});
  store_.SettleBy([] {});
  store_.Reopen(now());
  const absl::Time begun = absl::Now();
  int asked = 0;
  const auto proposed =
      policy().ProposeMou(federation_.SignMou(mou_), /*dry_run=*/false, now(),
                          [&asked] { return ++asked < 3; });
  EXPECT_LT(absl::Now() - begun, absl::Seconds(2));
  // The wait goes by the steady clock.
  EXPECT_TRUE(homeward::testing::ClockIsAhead());
  EXPECT_EQ(asked, 3);
  ASSERT_OK(proposed);
  EXPECT_EQ(proposed->state(), v1::MOU_STATE_PENDING);
  EXPECT_OK(policy().Settle(now()));
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyRedLinesTest, AProofThatIsEndedIsBegunAgain) {
  EXPECT_EQ(Propose(federation_.SignMou(mou_)), v1::MOU_STATE_ACTIVE);
  store_.SetRedLines({"", TextOf({no_answers_})});
  store_.Reopen(now());
  EXPECT_THAT(policy().Settle(now(), [] { return false; }),
              StatusIs(StatusCode::kCancelled));
  EXPECT_FALSE(InForce());
  EXPECT_OK(policy().Settle(now(), [] { return true; }));
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyRedLinesTest, OneThatCrossesNoneIsActiveAndTheLogSaysSo) {
  Rule(2, {no_answers_});
  EXPECT_EQ(Propose(federation_.SignMou(mou_)), v1::MOU_STATE_ACTIVE);
  EXPECT_TRUE(InForce());
  const v1::AuditEvent event = Events().back();
  EXPECT_EQ(event.kind(), v1::AUDIT_KIND_POLICY);
  EXPECT_EQ(event.decision().reason(), v1::DECISION_REASON_PERMITTED);
  EXPECT_EQ(event.decision().policy_sha256(),
            policy().current()->mous->digest());
  EXPECT_EQ(event.answer_sha256(),
            auth::Sha256(policy().state()->proof.SerializeAsString()));
}

TEST_F(PolicyRedLinesTest, WhatWasProvenIsActiveAtTheStart) {
  Rule(2, {no_answers_});
  Propose(federation_.SignMou(mou_));
  const size_t entries = Events().size();
  store_.Reopen(now());
  EXPECT_TRUE(InForce());
  ASSERT_OK(policy().Settle(now()));
  EXPECT_EQ(Events().size(), entries);
}

TEST_F(PolicyRedLinesTest, WhatWasNotIsProvenOnceTheNodeRuns) {
  Propose(federation_.SignMou(mou_));
  store_.SetRedLines({"", TextOf({no_answers_})});
  store_.Reopen(now());
  EXPECT_FALSE(InForce());
  EXPECT_FALSE(IsRefused("ngo-clinic@1"));
  ASSERT_OK(policy().Settle(now()));
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyRedLinesTest, ANewRedLineIsProvenOfWhatIsActive) {
  Propose(federation_.SignMou(mou_));
  Rule(2, {no_answers_});
  EXPECT_TRUE(InForce());
  Rule(3, {no_place_});
  EXPECT_FALSE(InForce());
  EXPECT_TRUE(IsRefused("ngo-clinic@1"));
  Rule(4, {});
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyRedLinesTest, TheVersionBeforeStaysInForce) {
  // Without what the south may ask of the west.
  v1::Mou before = mou_;
  before.clear_clauses();
  v1::Clause crossing;
  for (const v1::Clause& clause : mou_.clauses()) {
    const bool asks = clause.match().requester().agency_ids(0) == "south";
    if (!asks) *before.add_clauses() = clause;
    if (clause.clause_id() == "locate-clinic") crossing = clause;
  }
  Rule(2, {no_place_});
  EXPECT_EQ(Propose(federation_.SignMou(before)), v1::MOU_STATE_ACTIVE);
  v1::Mou after = testing::Federation::After(before);
  *after.add_clauses() = crossing;
  EXPECT_FALSE(ProposeOf(after).ok());
  EXPECT_TRUE(IsRefused("ngo-clinic@2"));
  EXPECT_EQ(policy().current()->mous->InForce("ngo-clinic", now())->version, 1);
}

// What ngo-clinic permits is prohibited elsewhere, until that is changed: the
// change is to blame, not what was active before.
TEST_F(PolicyRedLinesTest, AVersionThatNoLongerProhibitsIsToBlame) {
  Rule(2, {no_place_});
  v1::Mou other = federation_.Template("police_clinic");
  v1::Clause& clause = *other.add_clauses();
  clause.set_clause_id("no-place");
  clause.set_effect(v1::EFFECT_PROHIBIT);
  *clause.mutable_match() = no_place_.match();
  EXPECT_EQ(Propose(federation_.SignMou(other)), v1::MOU_STATE_ACTIVE);
  EXPECT_EQ(Propose(federation_.SignMou(mou_)), v1::MOU_STATE_ACTIVE);
  v1::Mou after = testing::Federation::After(other);
  after.mutable_clauses()->RemoveLast();
  EXPECT_FALSE(ProposeOf(after).ok());
  EXPECT_TRUE(InForce());
  const auto version = [this] {
    return policy().current()->mous->InForce("police-clinic", now())->version;
  };
  EXPECT_EQ(version(), 1);
  // Nor does another red line, or another charter, change that.
  v1::RedLine another = no_answers_;
  another.set_red_line_id("another");
  Rule(3, {no_place_, another});
  EXPECT_TRUE(InForce());
  EXPECT_EQ(version(), 1);
}

TEST_F(PolicyRedLinesTest, OneThatIsToBlameTakesNoOtherWithIt) {
  Rule(2, {no_place_});
  v1::SharedDocuments documents;
  *documents.add_mous() = federation_.SignMou(mou_);
  *documents.add_mous() =
      federation_.SignMou(federation_.Template("police_clinic"));
  EXPECT_THAT(policy().Take(documents, now()), IsEmpty());
  EXPECT_TRUE(IsRefused("ngo-clinic@1"));
  EXPECT_TRUE(InForce("police-clinic"));
}

// Whatever order they come in: what one permits another prohibits.
TEST_F(PolicyRedLinesTest, OneIsActiveOnceAnotherProhibitsWhatItMayNot) {
  Rule(2, {no_place_});
  EXPECT_FALSE(ProposeOf(mou_).ok());
  v1::Mou other = federation_.Template("police_clinic");
  v1::Clause& clause = *other.add_clauses();
  clause.set_clause_id("no-place");
  clause.set_effect(v1::EFFECT_PROHIBIT);
  *clause.mutable_match() = no_place_.match();
  EXPECT_EQ(Propose(federation_.SignMou(other)), v1::MOU_STATE_ACTIVE);
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyRedLinesTest, ADryRunSaysItAndKeepsNothing) {
  Rule(2, {no_place_});
  const size_t entries = Events().size();
  EXPECT_THAT(
      policy()
          .ProposeMou(federation_.SignMou(mou_), /*dry_run=*/true, now())
          .status(),
      StatusIs(StatusCode::kFailedPrecondition,
               HasSubstr("would cross a red line")));
  EXPECT_EQ(Events().size(), entries);
  EXPECT_TRUE(policy().state()->mous.mous().empty());
}

TEST_F(PolicyRedLinesTest, APeerThatSendsOneIsToldNothing) {
  Rule(2, {no_place_});
  v1::SharedDocuments documents;
  *documents.add_mous() = federation_.SignMou(mou_);
  EXPECT_THAT(policy().Take(documents, now()), IsEmpty());
  EXPECT_FALSE(InForce());
}

TEST_F(PolicyRedLinesTest, ResumingNeedsNoProof) {
  Rule(2, {no_answers_});
  Propose(federation_.SignMou(mou_));
  ASSERT_OK(Tell("west", 1, v1::MOU_STATEMENT_KIND_SUSPEND));
  EXPECT_FALSE(InForce());
  const size_t entries = Events().size();
  ASSERT_OK(Tell("west", 2, v1::MOU_STATEMENT_KIND_RESUME));
  ASSERT_OK(Tell("south", 2, v1::MOU_STATEMENT_KIND_RESUME));
  EXPECT_TRUE(InForce());
  EXPECT_EQ(Events().size(), entries + 2);  // The statements'.
}

TEST_F(PolicyRedLinesTest, NoneIsActiveUnderACharterThatLacksALine) {
  v1::RedLine by_charter = no_answers_;
  by_charter.set_charter_must_prohibit(true);
  by_charter.mutable_match()->mutable_categories()->set_categories(
      0, v1::CATEGORY_TIP);
  Rule(2, {by_charter});
  EXPECT_THAT(ProposeOf(mou_).status(),
              StatusIs(StatusCode::kFailedPrecondition,
                       HasSubstr("the charter must prohibit it")));
}

TEST_F(PolicyRedLinesTest, NoneIsActiveWithoutTheFileThatTheCharterNames) {
  Propose(federation_.SignMou(mou_));
  ASSERT_OK(policy().InstallDirectory(DirectoryNaming(2, TextOf({no_answers_})),
                                      now()));
  EXPECT_FALSE(InForce());
  EXPECT_THAT(policy().state()->WhyRefused("ngo-clinic@1").at(0),
              HasSubstr("they are not here"));
  store_.SetRedLines({TextOf({no_answers_}) + "# changed", ""});
  store_.Reopen(now());
  ASSERT_OK(policy().Settle(now()));
  EXPECT_FALSE(InForce());
  store_.SetRedLines({TextOf({no_answers_}), ""});
  store_.Reopen(now());
  ASSERT_OK(policy().Settle(now()));
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyRedLinesTest, AnAgencyMayAddItsOwn) {
  store_.SetRedLines({TextOf({no_answers_}), TextOf({no_place_})});
  ASSERT_OK(policy().InstallDirectory(DirectoryNaming(2, TextOf({no_answers_})),
                                      now()));
  EXPECT_FALSE(ProposeOf(mou_).ok());
  EXPECT_FALSE(InForce());
}

TEST_F(PolicyRedLinesTest, AFileThatCantBeReadHoldsAllBackUntilItCan) {
  Propose(federation_.SignMou(mou_));
  store_.SetRedLines({"", "", "own_red_lines.textproto can't be read"});
  store_.Reopen(now());
  ASSERT_OK(policy().Settle(now()));
  EXPECT_FALSE(InForce());
  store_.SetRedLines({"", ""});
  ASSERT_OK(policy().Settle(now()));
  EXPECT_TRUE(InForce());
}

TEST_F(PolicyRedLinesTest, OwnLinesThatCantBeReadHoldEverythingBack) {
  store_.SetRedLines({"", "red_lines { red_line_id: 'x' }"});
  ASSERT_OK(policy().InstallDirectory(DirectoryNaming(2, ""), now()));
  EXPECT_THAT(ProposeOf(mou_).status(),
              StatusIs(StatusCode::kFailedPrecondition,
                       HasSubstr("the red lines of this agency")));
}

}  // namespace
}  // namespace homeward::policy
