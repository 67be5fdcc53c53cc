#include "services/federation/signed/signed_exchange.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "auth/identity/caller.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "homeward/v1/peer_service.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/query_id.h"
#include "services/federation/signed/answer_times.h"
#include "services/federation/signed/case_reading.h"
#include "services/federation/signed/glass_reading.h"
#include "services/federation/signed/refusal.h"
#include "services/matching/record_id.h"

namespace homeward::federation {
namespace {

constexpr size_t kIdBytes = 16;
constexpr int kMaxMatches = 10;

// Whether an outcome is one that a node can answer, and fits what it shows.
absl::Status CheckOutcome(const v1::Answer& answer) {
  switch (answer.outcome()) {
    case v1::OUTCOME_ANSWERED:
      if (answer.matches().empty() || answer.matches_size() > kMaxMatches) {
        return absl::InvalidArgumentError("matches: are none, or too many");
      }
      return absl::OkStatus();
    case v1::OUTCOME_NOTHING_TO_SHOW:
    case v1::OUTCOME_DENIED:
    case v1::OUTCOME_STALE_MOU:
      if (!answer.matches().empty()) {
        return absl::InvalidArgumentError(
            "matches: are there though nothing was answered");
      }
      return absl::OkStatus();
    default:
      return absl::InvalidArgumentError("outcome: is none of a node");
  }
}

// That it tells of its own records alone: what one agency was shown by another
// is nothing to give on (P-ONWARD).
absl::Status CheckOwner(const v1::Answer& answer) {
  for (const v1::RecordMatch& match : answer.matches()) {
    const std::string& record_id = match.record().record_id();
    if (!record_id.empty() &&
        matching::RecordOwner(record_id) != answer.responder_agency_id()) {
      return absl::InvalidArgumentError(
          "record_id: the record is another agency's; ask its owner");
    }
  }
  return absl::OkStatus();
}

absl::Status Bad(v1::Refusal refusal, absl::string_view what) {
  return Refused(refusal, absl::InvalidArgumentError(what));
}

absl::Status CheckAddress(const v1::Question& question,
                          const auth::Caller& connection,
                          absl::string_view own_agency_id) {
  if (question.question_id().size() != kIdBytes) {
    return Bad(v1::REFUSAL_FORM, "question_id: is not 16 bytes");
  }
  if (question.asker_agency_id() != connection.agency_id()) {
    return Bad(v1::REFUSAL_ASKER,
               "asker_agency_id: is not the agency of the connection");
  }
  if (question.audience_agency_id() != own_agency_id) {
    return Bad(v1::REFUSAL_AUDIENCE,
               "audience_agency_id: the question is for another agency");
  }
  if (!IsQueryId(question.query_id())) {
    return Bad(v1::REFUSAL_FORM,
               "query_id: is not q- and 32 hexadecimal digits in "
               "lower case");
  }
  if (!question.has_issued_time() ||
      !auth::ToTime(question.issued_time(), "issued_time").ok()) {
    return Bad(v1::REFUSAL_FORM, "issued_time: is missing, or is no time");
  }
  return absl::OkStatus();
}

// The asker with her staff, whose assertion must be bound to the signer.
absl::StatusOr<auth::Caller> VerifyStaff(const v1::Question& question,
                                         const auth::Caller& signer,
                                         const TrustView& trust) {
  auto staff = trust.known->VerifyStaff(
      question.staff_assertion(), signer.agency_id(),
      signer.peer().thumbprint(), *trust.directory, trust.now);
  if (!staff.ok()) return Refused(v1::REFUSAL_STAFF, staff.status());
  return auth::WithStaff(signer, *std::move(staff));
}

}  // namespace

absl::StatusOr<v1::AskRequest> SignQuestion(const v1::Question& question,
                                            const SigningIdentity& signer) {
  auto envelope = auth::SignDocument(kQuestionType, question, *signer.key);
  if (!envelope.ok()) return envelope.status();
  v1::AskRequest request;
  *request.mutable_question() = *std::move(envelope);
  request.set_signer_certificate(signer.certificate_der);
  return request;
}

absl::StatusOr<v1::AskResponse> SignAnswer(const std::string& payload,
                                           const storage::AuditReceipt& receipt,
                                           const SigningIdentity& signer) {
  auto envelope = auth::SignEnvelope(kAnswerType, payload, *signer.key);
  if (!envelope.ok()) return envelope.status();
  v1::AskResponse response;
  *response.mutable_answer() = *std::move(envelope);
  response.set_signer_certificate(signer.certificate_der);
  response.set_log_index(static_cast<int64_t>(receipt.index()));
  return response;
}

absl::StatusOr<VerifiedQuestion> VerifyQuestion(
    const v1::AskRequest& request, const auth::Caller& connection,
    absl::string_view own_agency_id, const TrustView& trust,
    const auth::CaseWithdrawals& withdrawn) {
  auto signer = VerifySigner(request.signer_certificate(), trust);
  if (!signer.ok()) return signer.status();
  if (signer->caller.node_id().empty() ||
      signer->caller.agency_id() != connection.agency_id() ||
      signer->caller.node_id() != connection.node_id()) {
    return Refused(v1::REFUSAL_SIGNER_OF_ANOTHER,
                   absl::UnauthenticatedError("signer_certificate: is not of "
                                              "the connection's agency and "
                                              "node"));
  }
  v1::Question question;
  absl::Status read =
      ReadSigned(request.question(), kQuestionType, signer->key, question);
  if (!read.ok()) return Refused(v1::REFUSAL_SIGNATURE, std::move(read));
  absl::Status address = CheckAddress(question, connection, own_agency_id);
  if (!address.ok()) return address;
  auto caller = VerifyStaff(question, signer->caller, trust);
  if (!caller.ok()) return caller.status();

  VerifiedQuestion verified(*std::move(caller));
  verified.case_reading_ =
      ReadCase(question.case_token(), verified.caller_, *trust.directory,
               withdrawn, question.purpose(), question.child(), trust.now);
  verified.glass_reading_ = ReadGlass(
      question.break_glass(), verified.caller_, signer->key, *trust.directory,
      question.purpose(), question.child(), trust.now);
  verified.digest_ = auth::Sha256(request.question().payload());
  verified.question_ = std::move(question);
  return verified;
}

absl::StatusOr<v1::Answer> VerifyAnswer(const v1::AskResponse& response,
                                        const v1::AskRequest& request,
                                        absl::string_view own_agency_id,
                                        absl::string_view responder_agency_id,
                                        const TrustView& trust) {
  auto signer = VerifySigner(response.signer_certificate(), trust);
  if (!signer.ok()) return signer.status();
  if (signer->caller.agency_id() != responder_agency_id ||
      signer->caller.node_id().empty()) {
    return absl::UnauthenticatedError(
        "signer_certificate: is not of a node of the agency that was asked");
  }
  v1::Answer answer;
  absl::Status read =
      ReadSigned(response.answer(), kAnswerType, signer->key, answer);
  if (!read.ok()) return read;
  if (answer.question_sha256() != auth::Sha256(request.question().payload())) {
    return absl::InvalidArgumentError(
        "question_sha256: this answers another question");
  }
  if (answer.audience_agency_id() != own_agency_id ||
      answer.responder_agency_id() != responder_agency_id) {
    return absl::InvalidArgumentError(
        "audience_agency_id: the answer is for another agency");
  }
  absl::Status checked = CheckOutcome(answer);
  checked.Update(CheckOwner(answer));
  checked.Update(CheckTimes(answer, trust.now));
  if (!checked.ok()) return checked;
  return answer;
}

}  // namespace homeward::federation
