// A node with valid keys that signs false questions, against a real responder:
// each is refused in one text, and the responder's log says what was false.

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/certificate/issue.h"
#include "auth/certificate/spiffe_id.h"
#include "auth/decision/grant.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "auth/signing/signing_key.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/staff.pb.h"
#include "services/federation/answering/responder.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/federation/testing/three_nodes.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;

constexpr char kName[] = "Solomiia Koval";

// West's node asks south.
class FalseQuestionTest : public ::testing::Test {
 protected:
  const auth::testing::TestAgency& Agency(const std::string& id) const {
    return base_.agency(id);
  }

  // A question that is allowed. Each has an id of its own.
  v1::Question Good() {
    v1::Question question = nodes_.west.QuestionTo(
        nodes_.south, v1::ROLE_CP_CASEWORKER, v1::PURPOSE_LOCATE_SAFETY, kName);
    question.set_question_id(
        std::string(16, static_cast<char>('a' + ++asked_)));
    const auto mou = nodes_.west.store().policy().current()->mous->InForce(
        "ngo-clinic", nodes_.west.now());
    question.set_mou_id(mou->mou_id);
    question.set_mou_sha256(mou->sha256);
    return question;
  }
  // Another certificate of west's node `node`, with its key.
  SigningIdentity Another(const std::string& node) const {
    auto key =
        std::make_shared<auth::SigningKey>(*auth::SigningKey::Generate());
    const auto leaf = auth::IssueNodeCertificate(
        Agency("west").root_key, Agency("west").root, key->public_key(),
        {*auth::SpiffeId::Make("fed.example", "west", node),
         {"localhost"},
         {"127.0.0.1"},
         base_.now - absl::Hours(1),
         base_.now + absl::Hours(24)});
    EXPECT_OK(leaf);
    return {leaf->der(), std::move(key)};
  }
  SigningIdentity IdentityOf(const std::string& agency) const {
    return {Agency(agency).leaf.der(),
            std::shared_ptr<const auth::SigningKey>(&Agency(agency).node_key,
                                                    [](const auto*) {})};
  }
  static v1::AskRequest Sign(const v1::Question& question,
                             const SigningIdentity& signer) {
    auto request = SignQuestion(question, signer);
    EXPECT_OK(request);
    return *std::move(request);
  }

  // Refused in the one text, with an entry that says `refusal`.
  void ExpectRefused(const v1::AskRequest& request, v1::Refusal refusal,
                     const std::string& connection = "west") {
    SCOPED_TRACE(v1::Refusal_Name(refusal));
    const size_t before = nodes_.south.Events().size();
    const auto answer = nodes_.south.Answer(connection, request);
    EXPECT_EQ(answer.status(), absl::PermissionDeniedError(auth::kDenialText));
    const auto events = nodes_.south.Events();
    ASSERT_EQ(events.size(), before + 1);
    EXPECT_EQ(events.back().kind(), v1::AUDIT_KIND_DECIDED);
    EXPECT_EQ(events.back().outcome(), v1::OUTCOME_DENIED);
    EXPECT_EQ(events.back().asker_agency_id(), connection);
    EXPECT_EQ(events.back().decision().reason(),
              v1::DECISION_REASON_UNVERIFIED);
    EXPECT_EQ(events.back().decision().refusal(), refusal);
  }
  void ExpectRefused(const std::function<void(v1::Question&)>& change,
                     v1::Refusal refusal) {
    v1::Question question = Good();
    change(question);
    ExpectRefused(nodes_.west.Sign(question), refusal);
  }

  testing::ThreeNodes nodes_;
  const auth::testing::Federation& base_ = nodes_.federation.base();
  int asked_ = 0;
};

TEST_F(FalseQuestionTest, ATrueOneIsAnswered) {
  EXPECT_OK(nodes_.south.Answer("west", nodes_.west.Sign(Good())));
}

TEST_F(FalseQuestionTest, AlteredBytes) {
  v1::AskRequest request = nodes_.west.Sign(Good());
  v1::Question other = Good();
  other.set_purpose(v1::PURPOSE_CARE_COORDINATION);
  request.mutable_question()->set_payload(other.SerializeAsString());
  ExpectRefused(request, v1::REFUSAL_SIGNATURE);
  request = nodes_.west.Sign(Good());
  request.mutable_question()->clear_signatures();
  ExpectRefused(request, v1::REFUSAL_SIGNATURE);
  request = nodes_.west.Sign(Good());
  request.mutable_question()->set_payload_type(std::string(kAnswerType));
  ExpectRefused(request, v1::REFUSAL_SIGNATURE);
  ExpectRefused(v1::AskRequest(), v1::REFUSAL_SIGNER_CERTIFICATE);
}

TEST_F(FalseQuestionTest, SignedByAnother) {
  ExpectRefused(Sign(Good(), IdentityOf("north")),
                v1::REFUSAL_SIGNER_OF_ANOTHER);
  // Another agency's key beside the own certificate.
  v1::AskRequest request = Sign(Good(), IdentityOf("north"));
  request.set_signer_certificate(Agency("west").leaf.der());
  ExpectRefused(request, v1::REFUSAL_SIGNATURE);
  // What west asked, sent by north.
  ExpectRefused(nodes_.west.Sign(Good()), v1::REFUSAL_SIGNER_OF_ANOTHER,
                "north");
  // Another node of the same agency.
  ExpectRefused(Sign(Good(), Another("2")), v1::REFUSAL_SIGNER_OF_ANOTHER);
  // A certificate that is none of a member's.
  request = nodes_.west.Sign(Good());
  request.mutable_signer_certificate()->back() ^= 1;
  ExpectRefused(request, v1::REFUSAL_SIGNER_CERTIFICATE);
}

TEST_F(FalseQuestionTest, ARevokedSignerOnAConnectionThatIsUp) {
  const SigningIdentity stolen = Another("1");
  v1::Question question = Good();
  v1::StaffAssertion assertion =
      base_.Assertion("west", v1::ROLE_CP_CASEWORKER);
  const auto leaf = auth::Certificate::FromDer(stolen.certificate_der);
  ASSERT_OK(leaf);
  assertion.set_node_certificate_sha256(leaf->thumbprint());
  *question.mutable_staff_assertion() = base_.SignAssertion(assertion);
  ASSERT_OK(nodes_.south.Answer("west", Sign(question, stolen)));
  ASSERT_OK(nodes_.south.store().policy().InstallRevocationList(
      base_.SignedList("west", 2, {leaf->serial()}, nodes_.south.now()),
      nodes_.south.now()));
  question.set_question_id(std::string(16, 'z'));
  ExpectRefused(Sign(question, stolen), v1::REFUSAL_SIGNER_REVOKED);
  // The same answer is not given again either.
  question.set_question_id(std::string(16, 'a'));
  ExpectRefused(Sign(question, stolen), v1::REFUSAL_SIGNER_REVOKED);
  EXPECT_OK(nodes_.south.Answer("west", nodes_.west.Sign(Good())));
}

TEST_F(FalseQuestionTest, StaffOfNobodyHere) {
  const auto with = [&](const std::string& agency, const auto& change) {
    v1::StaffAssertion assertion =
        base_.Assertion(agency, v1::ROLE_CP_CASEWORKER);
    change(assertion);
    ExpectRefused(
        [&](v1::Question& question) {
          *question.mutable_staff_assertion() = base_.SignAssertion(assertion);
        },
        v1::REFUSAL_STAFF);
  };
  with("north", [](auto&) {});
  with("west", [&](auto& assertion) {
    assertion.set_node_certificate_sha256(Agency("north").leaf.thumbprint());
  });
  with("west", [&](auto& assertion) {
    *assertion.mutable_issued_time() =
        auth::ToTimestamp(base_.now - absl::Minutes(15));
    *assertion.mutable_expiry_time() = auth::ToTimestamp(base_.now);
  });
  with("west", [&](auto& assertion) {
    *assertion.mutable_issued_time() =
        auth::ToTimestamp(base_.now + absl::Seconds(31));
  });
  with("west", [](auto& assertion) { assertion.clear_roles(); });
  ExpectRefused([](v1::Question& q) { q.clear_staff_assertion(); },
                v1::REFUSAL_STAFF);
  // The node's own key vouches for nobody.
  ExpectRefused(
      [&](v1::Question& question) {
        *question.mutable_staff_assertion() =
            *auth::SignDocument(auth::kStaffAssertionType,
                                base_.Assertion("west", v1::ROLE_CP_CASEWORKER),
                                Agency("west").node_key);
      },
      v1::REFUSAL_STAFF);
}

TEST_F(FalseQuestionTest, ForAnotherOrInAnothersName) {
  ExpectRefused([](auto& q) { q.set_audience_agency_id("north"); },
                v1::REFUSAL_AUDIENCE);
  ExpectRefused([](auto& q) { q.set_asker_agency_id("north"); },
                v1::REFUSAL_ASKER);
  ExpectRefused([](auto& q) { q.set_question_id("short"); }, v1::REFUSAL_FORM);
  ExpectRefused([](auto& q) { q.set_query_id("Solomiia Koval is wanted"); },
                v1::REFUSAL_FORM);
  ExpectRefused([](auto& q) { q.clear_issued_time(); }, v1::REFUSAL_FORM);
  ExpectRefused([](auto& q) { q.mutable_issued_time()->set_nanos(-5); },
                v1::REFUSAL_FORM);
  ExpectRefused(
      [](auto& q) { q.mutable_issued_time()->set_nanos(1'000'000'000); },
      v1::REFUSAL_FORM);
}

TEST_F(FalseQuestionTest, TheClocksMayDifferToTheLimitOnly) {
  // Long after the start, so that nothing is from before it.
  nodes_.south.SetNow(nodes_.south.now() + absl::Minutes(10));
  const auto issued = [&](absl::Duration before) {
    v1::Question question = Good();
    *question.mutable_issued_time() =
        auth::ToTimestamp(nodes_.south.now() - before);
    return nodes_.west.Sign(question);
  };
  const absl::Duration tick = absl::Nanoseconds(1);
  EXPECT_OK(nodes_.south.Answer("west", issued(absl::Seconds(60))));
  ExpectRefused(issued(absl::Seconds(60) + tick), v1::REFUSAL_TOO_OLD);
  EXPECT_OK(nodes_.south.Answer("west", issued(-absl::Seconds(30))));
  ExpectRefused(issued(-absl::Seconds(30) - tick), v1::REFUSAL_TOO_NEW);
}

TEST_F(FalseQuestionTest, ReplayedAlsoAfterARestart) {
  const v1::AskRequest request = nodes_.west.Sign(Good());
  ASSERT_OK(nodes_.south.Answer("west", request));
  nodes_.south.Restart(nodes_.south.now() + absl::Seconds(5));
  ExpectRefused(request, v1::REFUSAL_BEFORE_START);
  // The same id with other bytes.
  v1::Question question = Good();
  *question.mutable_issued_time() = auth::ToTimestamp(nodes_.south.now());
  ASSERT_OK(nodes_.south.Answer("west", nodes_.west.Sign(question)));
  question.set_purpose(v1::PURPOSE_CARE_COORDINATION);
  EXPECT_THAT(nodes_.south.Answer("west", nodes_.west.Sign(question)),
              StatusIs(StatusCode::kPermissionDenied, auth::kDenialText));
  EXPECT_EQ(nodes_.south.Events().back().decision().reason(),
            v1::DECISION_REASON_REPLAY);
}

TEST_F(FalseQuestionTest, AnUnreadableChildIsRefusedLikeTheRest) {
  v1::Question question = Good();
  question.mutable_child()->set_record_id("nonsense");
  const auto answer = nodes_.south.Answer("west", nodes_.west.Sign(question));
  EXPECT_EQ(answer.status(), absl::PermissionDeniedError(auth::kDenialText));
  const v1::AuditEvent event = nodes_.south.Events().back();
  EXPECT_EQ(event.decision().reason(), v1::DECISION_REASON_MALFORMED);
  EXPECT_EQ(event.decision().refusal(), v1::REFUSAL_CHILD);
  EXPECT_EQ(event.query_id(), question.query_id());
  EXPECT_EQ(event.purpose(), question.purpose());
}

}  // namespace
}  // namespace homeward::federation
