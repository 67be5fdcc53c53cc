#include "services/federation/signed/signed_exchange.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/cases/case_withdrawals.h"
#include "auth/identity/caller.h"
#include "auth/identity/directory.h"
#include "auth/identity/revocation.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "auth/testing/federation.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/signed/known_signers.h"
#include "services/federation/signed/refusal.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;

// North asks south.
class SignedExchangeTest : public ::testing::Test {
 protected:
  SigningIdentity Of(const std::string& agency) const {
    return {f_.agency(agency).leaf.der(),
            std::shared_ptr<const auth::SigningKey>(&f_.agency(agency).node_key,
                                                    [](const auto*) {})};
  }
  TrustView Trust() {
    return {directory_.get(), revocations_.get(), f_.now, &known_};
  }

  v1::Question Question() const {
    v1::Question question;
    question.set_question_id(std::string(16, 'q'));
    *question.mutable_issued_time() = auth::ToTimestamp(f_.now);
    question.set_asker_agency_id("north");
    question.set_audience_agency_id("south");
    question.set_query_id("q-" + std::string(32, 'a'));
    question.set_purpose(v1::PURPOSE_MISSING_SEARCH);
    question.mutable_child()->mutable_name()->set_full_name("Solomiia Koval");
    *question.mutable_staff_assertion() =
        f_.SignAssertion(f_.Assertion("north", v1::ROLE_POLICE_MISSING));
    return question;
  }
  v1::AskRequest Asked() const {
    return *SignQuestion(Question(), Of("north"));
  }
  absl::StatusOr<VerifiedQuestion> Verify(const v1::AskRequest& request) {
    return VerifyQuestion(request,
                          f_.CallerOf("north", v1::ROLE_POLICE_MISSING),
                          "south", Trust(), auth::CaseWithdrawals());
  }

  // South's answer to Asked(), that there is one match.
  v1::Answer Answer(const v1::AskRequest& request) const {
    v1::Answer answer;
    answer.set_question_id(Question().question_id());
    answer.set_question_sha256(auth::Sha256(request.question().payload()));
    answer.set_responder_agency_id("south");
    answer.set_audience_agency_id("north");
    answer.set_outcome(v1::OUTCOME_ANSWERED);
    answer.add_matches();
    return answer;
  }
  // As SignAnswer(), which wants the receipt of a log entry.
  v1::AskResponse Sign(const v1::Answer& answer,
                       const std::string& agency) const {
    v1::AskResponse response;
    *response.mutable_answer() =
        *auth::SignDocument(kAnswerType, answer, f_.agency(agency).node_key);
    response.set_signer_certificate(f_.agency(agency).leaf.der());
    return response;
  }
  absl::StatusOr<v1::Answer> Verify(const v1::AskResponse& response,
                                    const v1::AskRequest& request) {
    return VerifyAnswer(response, request, "north", "south", Trust());
  }
  absl::StatusOr<v1::Answer> Changed(
      const std::function<void(v1::Answer&)>& change) {
    const v1::AskRequest request = Asked();
    v1::Answer answer = Answer(request);
    change(answer);
    return Verify(Sign(answer, "south"), request);
  }

  const auth::testing::Federation f_;
  const std::shared_ptr<const auth::Directory> directory_ = f_.directory();
  std::shared_ptr<const auth::RevocationSet> revocations_ = f_.revocations();
  KnownSigners known_;
};

TEST_F(SignedExchangeTest, AVerifiedQuestionSaysWhoAsksWhat) {
  const v1::AskRequest request = Asked();
  const auto verified = Verify(request);
  ASSERT_OK(verified);
  EXPECT_EQ(verified->question().SerializeAsString(),
            request.question().payload());
  EXPECT_EQ(verified->digest(), auth::Sha256(request.question().payload()));
  EXPECT_EQ(verified->caller().agency_id(), "north");
  EXPECT_EQ(verified->caller().staff()->subject(), "s-1");
  EXPECT_EQ(verified->case_reading().finding, v1::CASE_FINDING_UNSPECIFIED);
}

TEST_F(SignedExchangeTest, ACaseTokenThatDoesNotHoldCountsAsNone) {
  v1::Question question = Question();
  question.mutable_case_token()->set_payload("nonsense");
  const auto verified = Verify(*SignQuestion(question, Of("north")));
  ASSERT_OK(verified);
  EXPECT_EQ(verified->case_reading().finding, v1::CASE_FINDING_MALFORMED);
  EXPECT_EQ(verified->case_reading().facts.open_case, auth::Tri::kFalse);
}

TEST_F(SignedExchangeTest, AQuestionWithAFieldUnknownHereIsRefused) {
  v1::Question question = Question();
  question.GetReflection()->MutableUnknownFields(&question)->AddVarint(999, 1);
  const auto verified = Verify(*SignQuestion(question, Of("north")));
  EXPECT_THAT(verified, StatusIs(StatusCode::kInvalidArgument));
  EXPECT_EQ(RefusalOf(verified.status()), v1::REFUSAL_SIGNATURE);
}

TEST_F(SignedExchangeTest, WhoHasNoFreshRevocationListIsRefused) {
  revocations_ = std::make_shared<const auth::RevocationSet>();
  const auto verified = Verify(Asked());
  EXPECT_THAT(verified, StatusIs(StatusCode::kUnauthenticated));
  EXPECT_EQ(RefusalOf(verified.status()), v1::REFUSAL_SIGNER_REVOKED);
}

TEST_F(SignedExchangeTest, WhatWasFoundFirstIsKept) {
  const absl::Status status =
      Refused(v1::REFUSAL_SIGNATURE, absl::UnauthenticatedError("no"));
  EXPECT_EQ(RefusalOf(status), v1::REFUSAL_SIGNATURE);
  EXPECT_EQ(RefusalOf(Refused(v1::REFUSAL_FORM, status)),
            v1::REFUSAL_SIGNATURE);
  EXPECT_EQ(RefusalOf(absl::UnauthenticatedError("no")),
            v1::REFUSAL_UNSPECIFIED);
  EXPECT_EQ(RefusalOf(absl::OkStatus()), v1::REFUSAL_UNSPECIFIED);
}

TEST_F(SignedExchangeTest, AnAnswerIsReadAsItWasSigned) {
  const v1::AskRequest request = Asked();
  const auto answer = Verify(Sign(Answer(request), "south"), request);
  ASSERT_OK(answer);
  EXPECT_EQ(answer->SerializeAsString(), Answer(request).SerializeAsString());
}

TEST_F(SignedExchangeTest, AnAnswerOfAnotherIsRefused) {
  const v1::AskRequest request = Asked();
  EXPECT_THAT(Verify(Sign(Answer(request), "west"), request),
              StatusIs(StatusCode::kUnauthenticated));
  v1::AskResponse response = Sign(Answer(request), "west");
  response.set_signer_certificate(f_.agency("south").leaf.der());
  EXPECT_THAT(Verify(response, request),
              StatusIs(StatusCode::kUnauthenticated));
  EXPECT_THAT(Changed([](auto& a) { a.set_responder_agency_id("west"); }),
              StatusIs(StatusCode::kInvalidArgument));
}

TEST_F(SignedExchangeTest, AnAnswerToAnotherQuestionIsRefused) {
  v1::Question other = Question();
  other.set_question_id(std::string(16, 'o'));
  const v1::AskRequest request = *SignQuestion(other, Of("north"));
  EXPECT_THAT(Verify(Sign(Answer(Asked()), "south"), request),
              StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(Changed([](auto& a) { a.set_audience_agency_id("west"); }),
              StatusIs(StatusCode::kInvalidArgument));
}

TEST_F(SignedExchangeTest, AnAlteredAnswerIsRefused) {
  const v1::AskRequest request = Asked();
  v1::AskResponse response = Sign(Answer(request), "south");
  response.mutable_answer()->mutable_payload()->append("\x32\x00", 2);
  EXPECT_THAT(Verify(response, request),
              StatusIs(StatusCode::kUnauthenticated));
  // A question is no answer, whoever signed it.
  response = Sign(Answer(request), "south");
  *response.mutable_answer() = *auth::SignDocument(
      kQuestionType, Answer(request), f_.agency("south").node_key);
  EXPECT_THAT(Verify(response, request),
              StatusIs(StatusCode::kInvalidArgument));
}

TEST_F(SignedExchangeTest, AnOutcomeMustFitWhatIsShown) {
  EXPECT_OK(Changed([](auto& a) {
    a.set_outcome(v1::OUTCOME_NOTHING_TO_SHOW);
    a.clear_matches();
  }));
  const std::vector<std::function<void(v1::Answer&)>> misfits = {
      [](auto& a) { a.clear_matches(); },
      [](auto& a) {
        while (a.matches_size() < 11) a.add_matches();
      },
      [](auto& a) { a.set_outcome(v1::OUTCOME_NOTHING_TO_SHOW); },
      [](auto& a) { a.set_outcome(v1::OUTCOME_DENIED); },
      [](auto& a) { a.set_outcome(v1::OUTCOME_UNREACHABLE); },
      [](auto& a) { a.clear_outcome(); }};
  for (const auto& misfit : misfits) {
    EXPECT_THAT(Changed(misfit), StatusIs(StatusCode::kInvalidArgument));
  }
}

TEST_F(SignedExchangeTest, ACopyOfAnotherAgencysRecordIsRefused) {
  const auto of = [&](const std::string& agency) {
    return Changed([&](v1::Answer& a) {
      a.mutable_matches(0)->mutable_record()->set_record_id(
          "agencies/" + agency + "/children/" + std::string(32, '0'));
    });
  };
  EXPECT_OK(of("south"));
  for (const char* agency : {"west", "north", "south/children/1"}) {
    EXPECT_THAT(of(agency), StatusIs(StatusCode::kInvalidArgument)) << agency;
  }
}

TEST_F(SignedExchangeTest, AnAnswerFromTheFutureIsRefused) {
  const auto dated = [&](absl::Duration ahead) {
    return Changed([&](v1::Answer& a) {
      v1::RecordMatch& match = *a.mutable_matches(0);
      *match.mutable_record()->add_claims()->mutable_source_time() =
          auth::ToTimestamp(f_.now + ahead);
    });
  };
  EXPECT_OK(dated(absl::Minutes(5)));
  EXPECT_THAT(dated(absl::Minutes(6)), StatusIs(StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::federation
