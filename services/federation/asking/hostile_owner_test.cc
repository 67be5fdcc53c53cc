// An owner with good keys that answers otherwise than it may: the west asks the
// south, whose answers are changed and signed anew.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/match.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/notice.pb.h"
#include "homeward/v1/notice_service.pb.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/federation/desk/desk.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/federation/testing/three_nodes.h"
#include "tests/testing/read_log.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using testing::Heard;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kName[] = "Solomiia Koval";

class HostileOwnerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    nodes_.south.Register(kName, 1790000000, "PL-MZ", false);
  }

  // From now on the south answers what `change` makes of its answer.
  void Answering(std::function<void(v1::Answer&)> change) {
    nodes_.west.peer("south").lie =
        [this, change = std::move(change)](v1::AskResponse& response) {
          v1::Answer answer;
          ASSERT_TRUE(answer.ParseFromString(response.answer().payload()));
          change(answer);
          sent_ = answer.SerializeAsString();
          *response.mutable_answer() = *auth::SignDocument(
              kAnswerType, answer,
              nodes_.federation.base().agency("south").node_key);
        };
  }
  // The same of the claims of the first record.
  void Claiming(std::function<void(v1::Claim&)> change) {
    Answering([change = std::move(change)](v1::Answer& answer) {
      v1::ChildRecord& record = *answer.mutable_matches(0)->mutable_record();
      change(*record.add_claims());
    });
  }
  static v1::ChildRecord& RecordIn(v1::Answer& answer) {
    return *answer.mutable_matches(0)->mutable_record();
  }

  // What came of a question, of which nothing must be shown.
  void ExpectRefused() {
    Heard heard = nodes_.Locate(kName);
    EXPECT_OK(heard.status);
    EXPECT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_INVALID_ANSWER);
    const v1::NodeAnswer& answer = heard.answers["south"];
    EXPECT_THAT(answer.matches(), IsEmpty());
    EXPECT_FALSE(answer.has_signed_answer());
    EXPECT_THAT(heard.summary.locations(), IsEmpty());
    EXPECT_THAT(heard.summary.wellbeing(), IsEmpty());
    EXPECT_THAT(Kept(), IsEmpty());
    EXPECT_EQ(Delivered().event.decision().reason(),
              v1::DECISION_REASON_NO_PERMIT);
  }

  std::vector<v1::KeptAnswer> Kept() {
    auto kept = nodes_.west.kept().List("", nodes_.west.now(), 10);
    EXPECT_OK(kept);
    return *kept;
  }
  static std::vector<v1::ObligationType> Types(
      const google::protobuf::RepeatedPtrField<v1::Obligation>& duties) {
    std::vector<v1::ObligationType> types;
    for (const v1::Obligation& duty : duties) types.push_back(duty.type());
    return types;
  }
  // The west's entry of the south's answer, with its details.
  homeward::testing::LogEntry Delivered() {
    homeward::testing::LogEntry found;
    for (auto& entry : homeward::testing::ReadLog(nodes_.west.store().log())) {
      if (entry.event.kind() == v1::AUDIT_KIND_DELIVERED &&
          entry.event.responder_agency_id() == "south") {
        found = std::move(entry);
      }
    }
    return found;
  }

  testing::ThreeNodes nodes_;
  // The payload of its last answer.
  std::string sent_;
};

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

TEST_F(HostileOwnerTest, DutiesThatItLeavesOutHoldAllTheSame) {
  Answering([](v1::Answer& answer) { RecordIn(answer).clear_obligations(); });
  const Heard heard = nodes_.Locate(kName);
  ASSERT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  const auto& shown =
      heard.answers.at("south").matches(0).record().obligations();
  EXPECT_THAT(Types(shown), Contains(v1::OBLIGATION_TYPE_NO_ONWARD_SHARING));
  const std::vector<v1::KeptAnswer> kept = Kept();
  ASSERT_THAT(kept, SizeIs(1));
  EXPECT_EQ(auth::ToTime(kept[0].expiry_time()),
            nodes_.west.now() + absl::Hours(90 * 24));
  EXPECT_EQ(Types(kept[0].obligations()), Types(shown));
}

TEST_F(HostileOwnerTest, AReviewThatItLeavesOutIsDue) {
  v1::Mou mou = nodes_.federation.Template("ngo_clinic");
  mou.set_mou_id("reviewed");
  for (v1::Clause& clause : *mou.mutable_clauses()) {
    if (clause.effect() != v1::EFFECT_PERMIT) continue;
    clause.clear_obligations();
    v1::Obligation& review = *clause.add_obligations();
    review.set_type(v1::OBLIGATION_TYPE_REVIEW);
    review.mutable_within()->set_seconds(3600);
  }
  nodes_.Share(nodes_.west, nodes_.south, mou);
  StaffQuestion question = nodes_.west.Question(
      v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, kName);
  question.mou_id = "reviewed";
  Answering([](v1::Answer& answer) { RecordIn(answer).clear_obligations(); });
  ASSERT_EQ(nodes_.west.Ask(question).OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  const auto told = nodes_.west.desk().List(
      nodes_.west
          .Question(v1::ROLE_OVERSIGHT_AUDITOR, v1::PURPOSE_OVERSIGHT, kName)
          .caller,
      {});
  ASSERT_OK(told);
  ASSERT_THAT(told->notices(), SizeIs(1));
  EXPECT_EQ(told->notices(0).kind(), v1::NOTICE_KIND_REVIEW);
  EXPECT_EQ(auth::ToTime(told->notices(0).due_time()),
            nodes_.west.now() + absl::Hours(1));
}

// The south can't know the west's own rules: it is not asked for that.
TEST_F(HostileOwnerTest, WhatIsProhibitedHereIsNotAskedFor) {
  v1::Mou rules = nodes_.federation.Template("house_ngo");
  rules.set_mou_id("own-rules");
  v1::Clause& clause = *rules.add_clauses();
  clause.set_clause_id("no-places");
  clause.set_effect(v1::EFFECT_PROHIBIT);
  v1::Match& match = *clause.mutable_match();
  match.mutable_owner()->set_any(true);
  match.mutable_requester()->set_any(true);
  match.mutable_roles()->set_any(true);
  match.mutable_purposes()->set_any(true);
  match.mutable_actions()->set_any(true);
  match.mutable_categories()->add_categories(v1::CATEGORY_LOC_COARSE);
  nodes_.west.Add(nodes_.federation.SignMou(rules));
  const Heard heard = nodes_.Locate(kName);
  ASSERT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  for (const v1::Claim& claim :
       heard.answers.at("south").matches(0).record().claims()) {
    EXPECT_FALSE(claim.has_sighting());
  }
  Claiming([](v1::Claim& claim) {
    claim.mutable_sighting()->mutable_place()->set_country_code("PL");
  });
  EXPECT_EQ(nodes_.Locate(kName).OutcomeOf("south"),
            v1::OUTCOME_INVALID_ANSWER);
}

// Else the south might know less of it, and tell more than is expected.
TEST_F(HostileOwnerTest, ATokenThatIsWorthlessHereIsNotSent) {
  StaffQuestion question = nodes_.west.Question(
      v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, kName);
  question.case_token.set_payload("no token");
  ASSERT_EQ(nodes_.west.Ask(question).OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  const auto finding = [](testing::Node& node, v1::AuditKind kind) {
    for (const v1::AuditEvent& event : node.Events()) {
      if (event.kind() == kind) return event.decision().case_finding();
    }
    ADD_FAILURE() << "there is no such entry";
    return v1::CASE_FINDING_UNSPECIFIED;
  };
  EXPECT_EQ(finding(nodes_.west, v1::AUDIT_KIND_ASKED),
            v1::CASE_FINDING_MALFORMED);
  EXPECT_EQ(finding(nodes_.south, v1::AUDIT_KIND_DECIDED),
            v1::CASE_FINDING_UNSPECIFIED);
}

}  // namespace
}  // namespace homeward::federation
