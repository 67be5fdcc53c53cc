// What an inquiry leaves in the logs.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/decision/grant.h"
#include "auth/signing/digest.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "services/federation/asking/inquiry.h"
#include "services/federation/query_id.h"
#include "services/federation/testing/three_nodes.h"
#include "storage/log/audit_log.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using testing::Heard;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kName[] = "Solomiia Koval";
constexpr int64_t kDay = 86400;

class InquiryEvidenceTest : public ::testing::Test {
 protected:
  int64_t seconds() const { return absl::ToUnixSeconds(nodes_.west.now()); }

  std::vector<v1::AuditEvent> EventsOf(testing::Node& node,
                                       v1::AuditKind kind) {
    std::vector<v1::AuditEvent> events;
    for (v1::AuditEvent& event : node.Events()) {
      if (event.kind() == kind) events.push_back(std::move(event));
    }
    return events;
  }

  testing::ThreeNodes nodes_;
};

TEST_F(InquiryEvidenceTest, BothSidesKeepWhatWasAskedAndAnswered) {
  const Heard heard = nodes_.Locate(kName);
  ASSERT_OK(heard.status);
  EXPECT_THAT(EventsOf(nodes_.west, v1::AUDIT_KIND_ASKED), SizeIs(1));
  const auto sent = EventsOf(nodes_.west, v1::AUDIT_KIND_SENT);
  ASSERT_THAT(sent, SizeIs(2));
  EXPECT_THAT(EventsOf(nodes_.west, v1::AUDIT_KIND_DELIVERED), SizeIs(2));
  const auto decided = EventsOf(nodes_.south, v1::AUDIT_KIND_DECIDED);
  ASSERT_THAT(decided, SizeIs(1));
  EXPECT_EQ(decided[0].query_id(), heard.query_id);
  EXPECT_EQ(sent[1].responder_agency_id(), "south");
  EXPECT_EQ(decided[0].question_sha256(), sent[1].question_sha256());
  EXPECT_EQ(decided[0].question_id().size(), 16);
}

// What the own node knows of its own record is no part of what is sent; the
// owner's log has what the owner knows.
TEST_F(InquiryEvidenceTest, EachNodeKeepsWhatItDecidedFromAndNoOther) {
  nodes_.south.Register(kName, seconds() - kDay, "PL-MZ", false);
  ASSERT_OK(nodes_.Locate(kName).status);
  const auto with_basis = [](testing::Node& node) {
    std::vector<std::string> kinds;
    const auto records = node.store().log().Read(0, 100);
    EXPECT_OK(records);
    for (const storage::AuditRecord& record : *records) {
      v1::AuditEvent event;
      v1::AuditDetails details;
      EXPECT_TRUE(event.ParseFromString(record.metadata));
      if (!record.details.has_value()) continue;
      const auto bytes = record.details->view();
      EXPECT_TRUE(
          details.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
      if (!details.has_basis()) continue;
      kinds.push_back(absl::StrCat(v1::AuditKind_Name(event.kind()), " ",
                                   details.basis().request().owner_agency_id(),
                                   " ", details.basis().facts(0).records()));
    }
    return kinds;
  };
  EXPECT_THAT(with_basis(nodes_.west),
              ::testing::ElementsAre("AUDIT_KIND_ASKED west 0"));
  EXPECT_THAT(with_basis(nodes_.south),
              ::testing::ElementsAre("AUDIT_KIND_DECIDED south 1"));
}

// An auditor with both logs can lay them side by side.
TEST_F(InquiryEvidenceTest, BothLogsNameTheSameBytes) {
  nodes_.south.Register(kName, seconds() - kDay, "PL-MZ", false);
  const Heard heard = nodes_.Locate(kName);
  ASSERT_OK(heard.status);
  const v1::NodeAnswer& shown = heard.answers.at("south");
  const auto delivered = EventsOf(nodes_.west, v1::AUDIT_KIND_DELIVERED);
  const auto decided = EventsOf(nodes_.south, v1::AUDIT_KIND_DECIDED);
  ASSERT_THAT(decided, SizeIs(1));
  ASSERT_THAT(delivered, SizeIs(2));
  const v1::AuditEvent& south =
      delivered[delivered[0].responder_agency_id() == "south" ? 0 : 1];
  EXPECT_EQ(south.question_sha256(), decided[0].question_sha256());
  EXPECT_EQ(south.answer_sha256(), decided[0].answer_sha256());
  EXPECT_EQ(south.answer_sha256(),
            auth::Sha256(shown.signed_answer().payload()));
  EXPECT_EQ(south.outcome(), decided[0].outcome());
}

// `homeward explain` at the owner's node looks there.
TEST_F(InquiryEvidenceTest, TheOwnersLogFindsTheQueryByItsAskerAndId) {
  const Heard heard = nodes_.Locate(kName);
  ASSERT_OK(heard.status);
  const auto& log = nodes_.south.store().log();
  const auto found = log.Find(PeerQueryTopic("west", heard.query_id), 10);
  ASSERT_OK(found);
  ASSERT_THAT(*found, SizeIs(1));
  v1::AuditEvent event;
  ASSERT_TRUE(event.ParseFromString(found->front().metadata));
  EXPECT_EQ(event.kind(), v1::AUDIT_KIND_DECIDED);
  EXPECT_EQ(event.query_id(), heard.query_id);
  for (const std::string& topic :
       {heard.query_id, PeerQueryTopic("north", heard.query_id)}) {
    const auto none = log.Find(topic, 10);
    ASSERT_OK(none);
    EXPECT_THAT(*none, IsEmpty());
  }
}

// So is one that was verified and refused.
TEST_F(InquiryEvidenceTest, TheOwnersLogFindsARefusalToo) {
  v1::Question question = nodes_.west.QuestionTo(
      nodes_.south, v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, kName);
  const auto ask = [&](const std::string& name) {
    question.mutable_child()->mutable_name()->set_full_name(name);
    return nodes_.south.Answer("west", nodes_.west.Sign(question)).ok();
  };
  ASSERT_TRUE(ask(kName));
  // Another question under the same id.
  ASSERT_FALSE(ask("Somebody Else"));
  const auto found = nodes_.south.store().log().Find(
      PeerQueryTopic("west", question.query_id()), 10);
  ASSERT_OK(found);
  EXPECT_THAT(*found, SizeIs(2));
}

TEST_F(InquiryEvidenceTest, WhatDidNotComeHasNoDigest) {
  nodes_.west.peer("south").unreachable = true;
  ASSERT_OK(nodes_.Locate(kName).status);
  for (const v1::AuditEvent& event :
       EventsOf(nodes_.west, v1::AUDIT_KIND_DELIVERED)) {
    EXPECT_EQ(event.answer_sha256().empty(),
              event.responder_agency_id() == "south");
  }
}

TEST_F(InquiryEvidenceTest, ARefusalIsInTheLogToo) {
  StaffQuestion question = nodes_.west.Question(
      v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, kName);
  question.child.mutable_name()->clear_full_name();
  const Heard malformed = nodes_.west.Ask(question);
  EXPECT_THAT(malformed.status, StatusIs(StatusCode::kInvalidArgument));
  question.child.set_record_id("nonsense");
  EXPECT_THAT(nodes_.west.Ask(question).status,
              StatusIs(StatusCode::kInvalidArgument));
  const auto asked = EventsOf(nodes_.west, v1::AUDIT_KIND_ASKED);
  ASSERT_THAT(asked, SizeIs(2));
  EXPECT_EQ(asked[0].query_id(), malformed.query_id);
  EXPECT_EQ(asked[0].outcome(), v1::OUTCOME_DENIED);
  EXPECT_EQ(asked[0].decision().reason(), v1::DECISION_REASON_MALFORMED);
  EXPECT_EQ(asked[0].decision().refusal(), v1::REFUSAL_CHILD);
  EXPECT_THAT(EventsOf(nodes_.west, v1::AUDIT_KIND_SENT), IsEmpty());
  EXPECT_EQ(nodes_.west.peer("south").asked, 0);
}

TEST_F(InquiryEvidenceTest, AnExpiredSessionIsInTheLogToo) {
  nodes_.west.Register(kName, seconds() - kDay, "PL-MZ", false);
  nodes_.west.has_signer = false;
  const Heard heard = nodes_.Locate(kName);
  EXPECT_THAT(heard.status, StatusIs(StatusCode::kUnauthenticated));
  EXPECT_THAT(heard.answers, IsEmpty());
  const auto asked = EventsOf(nodes_.west, v1::AUDIT_KIND_ASKED);
  ASSERT_THAT(asked, SizeIs(1));
  EXPECT_EQ(asked[0].outcome(), v1::OUTCOME_DENIED);
  EXPECT_EQ(asked[0].decision().reason(), v1::DECISION_REASON_UNVERIFIED);
  EXPECT_EQ(asked[0].decision().refusal(), v1::REFUSAL_STAFF);
}

TEST_F(InquiryEvidenceTest, ARefusalThatCantBeKeptIsNotTold) {
  StaffQuestion question = nodes_.west.Question(
      v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, kName);
  question.child.mutable_name()->clear_full_name();
  nodes_.west.store().engine().Break(true);
  EXPECT_THAT(nodes_.west.Ask(question).status,
              StatusIs(StatusCode::kUnavailable));
}

TEST_F(InquiryEvidenceTest, ADenialIsInTheLogAndAsksNobody) {
  const auto ask = [&](v1::Role role, v1::Purpose purpose) {
    return nodes_.west.Ask(nodes_.west.Question(role, purpose, kName));
  };
  const Heard purpose = ask(v1::ROLE_CP_CASEWORKER, v1::PURPOSE_ADOPTION);
  const Heard role = ask(v1::ROLE_NODE_ADMIN, v1::PURPOSE_LOCATE_SAFETY);
  EXPECT_THAT(purpose.status, StatusIs(StatusCode::kPermissionDenied));
  EXPECT_EQ(purpose.status, role.status);
  EXPECT_EQ(purpose.status.message(), auth::kDenialText);
  EXPECT_THAT(purpose.asked, IsEmpty());
  EXPECT_EQ(nodes_.west.peer("south").asked, 0);
  EXPECT_EQ(nodes_.west.peer("north").asked, 0);
  const auto asked = EventsOf(nodes_.west, v1::AUDIT_KIND_ASKED);
  ASSERT_THAT(asked, SizeIs(2));
  EXPECT_EQ(asked[0].outcome(), v1::OUTCOME_DENIED);
  EXPECT_NE(asked[0].decision().reason(), v1::DECISION_REASON_UNSPECIFIED);
  EXPECT_NE(asked[0].decision().reason(), v1::DECISION_REASON_PERMITTED);
  EXPECT_THAT(EventsOf(nodes_.west, v1::AUDIT_KIND_SENT), IsEmpty());
}

TEST_F(InquiryEvidenceTest, WithoutALogNobodyIsAskedAndNothingIsShown) {
  nodes_.west.Register(kName, seconds() - kDay, "PL-MZ", false);
  nodes_.west.store().engine().Break(true);
  const Heard heard = nodes_.Locate(kName);
  EXPECT_THAT(heard.status, StatusIs(StatusCode::kUnavailable));
  EXPECT_THAT(heard.answers, IsEmpty());
  EXPECT_THAT(heard.asked, IsEmpty());
  EXPECT_EQ(nodes_.west.peer("south").asked, 0);
}

}  // namespace
}  // namespace homeward::federation
