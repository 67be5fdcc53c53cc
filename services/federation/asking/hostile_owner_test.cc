// An owner with good keys that answers otherwise than it may: the west asks the
// south, whose answers are changed and signed anew.

#include <string>

#include "auth/signing/digest.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/match.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/federation/asking/hostile_owner_fixture.h"
#include "services/federation/testing/three_nodes.h"
#include "tests/testing/read_log.h"

namespace homeward::federation {
namespace {

using ::testing::ElementsAre;
using testing::Heard;
using ::testing::IsEmpty;

class HostileOwnerTest : public HostileOwnerFixture {};

TEST_F(HostileOwnerTest, OfAnHonestAnswerNothingIsTakenOrAdded) {
  Answering([](v1::Answer&) {});
  const Heard heard = nodes_.Locate(kName);
  ASSERT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  v1::Answer sent;
  ASSERT_TRUE(sent.ParseFromString(sent_));
  v1::RecordMatch shown = heard.answers.at("south").matches(0);
  shown.clear_state();
  EXPECT_EQ(shown.SerializeAsString(), sent.matches(0).SerializeAsString());
  EXPECT_EQ(Delivered().event.decision().reason(),
            v1::DECISION_REASON_UNSPECIFIED);
}

// Why a record matches is held to the record that is shown: a value that is not
// in it would go round the MOU.
TEST_F(HostileOwnerTest, AReasonTellsNothingThatTheRecordShownLacks) {
  Answering([](v1::Answer& answer) {
    v1::RecordMatch& match = *answer.mutable_matches(0);
    ASSERT_GT(match.evidence_size(), 0);
    for (v1::MatchEvidence& evidence : *match.mutable_evidence()) {
      evidence.set_record_value("14 Hidden Lane");
    }
  });
  const Heard heard = nodes_.Locate(kName);
  ASSERT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  for (const v1::MatchEvidence& evidence :
       heard.answers.at("south").matches(0).evidence()) {
    EXPECT_EQ(evidence.record_value(), "");
  }
}

TEST_F(HostileOwnerTest, AReasonThatWritesOverTheScreenIsRefused) {
  Answering([](v1::Answer& answer) {
    answer.mutable_matches(0)->mutable_evidence(0)->set_record_value(
        "\x1b[2Janother child");
  });
  const Heard heard = nodes_.Locate(kName);
  EXPECT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_INVALID_ANSWER);
  EXPECT_THAT(heard.answers.at("south").matches(), IsEmpty());
  EXPECT_THAT(Kept(), IsEmpty());
}

TEST_F(HostileOwnerTest, OfAnAnswerWithOneFieldMoreNothingIsShownOrKept) {
  Claiming(
      [](v1::Claim& claim) { claim.mutable_health_summary()->add_problems(); });
  ExpectRefused();
}

TEST_F(HostileOwnerTest, WhoAskedIsToldWhyAndTheAnswerCanBeProven) {
  Claiming(
      [](v1::Claim& claim) { claim.mutable_health_summary()->add_problems(); });
  ExpectRefused();
  const auto entry = Delivered();
  EXPECT_EQ(entry.event.outcome(), v1::OUTCOME_INVALID_ANSWER);
  EXPECT_EQ(entry.event.answer_sha256(), auth::Sha256(sent_));
  EXPECT_EQ(entry.event.decision().reason(), v1::DECISION_REASON_NO_PERMIT);
  EXPECT_EQ(entry.event.decision().mou(), "ngo-clinic@1");
  EXPECT_THAT(entry.event.decision().built_in_rules(),
              ElementsAre("P-DEFAULT"));
  EXPECT_THAT(entry.details.disclosed_fields(),
              ElementsAre("health_summary.problems"));
  EXPECT_EQ(
      entry.details.subject(),
      nodes_.west
          .Question(v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, kName)
          .caller.staff()
          ->subject());
}

TEST_F(HostileOwnerTest, NorOfOneThatGivesOnAnothersRecord) {
  Answering([](v1::Answer& answer) {
    RecordIn(answer).set_record_id("agencies/north/children/" +
                                   std::string(32, '0'));
  });
  Heard heard = nodes_.Locate(kName);
  EXPECT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_INVALID_ANSWER);
  EXPECT_THAT(heard.answers["south"].matches(), IsEmpty());
  EXPECT_THAT(Kept(), IsEmpty());
}

TEST_F(HostileOwnerTest, NorOfOneThatOnlyNamesAField) {
  Claiming([](v1::Claim& claim) {
    claim.add_field_states()->set_field_path("health_summary.problems");
  });
  ExpectRefused();
  Answering([](v1::Answer& answer) {
    RecordIn(answer).add_altered_fields()->set_field_path(
        "health_summary.problems");
  });
  ExpectRefused();
  Claiming([](v1::Claim& claim) { claim.mutable_health_summary(); });
  ExpectRefused();
}

TEST_F(HostileOwnerTest, NorOfOneThatIsMoreExactThanTheMouSays) {
  v1::Mou mou = nodes_.federation.Template("ngo_clinic");
  mou.set_mou_id("masked");
  for (v1::Clause& clause : *mou.mutable_clauses()) {
    for (v1::FieldRule& rule : *clause.mutable_fields()) {
      if (rule.field_path() != "identity.name_full") continue;
      rule.set_outcome(v1::FIELD_OUTCOME_MASK);
      rule.set_mask_keep(v1::MASK_KEEP_FIRST_LETTER);
    }
  }
  nodes_.Share(nodes_.west, nodes_.south, mou);
  StaffQuestion question = nodes_.west.Question(
      v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, kName);
  question.mou_id = "masked";
  const Heard masked = nodes_.west.Ask(question);
  ASSERT_EQ(masked.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  bool named = false;
  for (const v1::Claim& claim :
       masked.answers.at("south").matches(0).record().claims()) {
    named |= claim.identity().name_full() == "S***";
  }
  EXPECT_TRUE(named);
  Claiming([](v1::Claim& claim) {
    claim.mutable_identity()->set_name_full("Solomiia");
  });
  EXPECT_EQ(nodes_.west.Ask(question).OutcomeOf("south"),
            v1::OUTCOME_INVALID_ANSWER);
}

}  // namespace
}  // namespace homeward::federation
