#ifndef HOMEWARD_SERVICES_FEDERATION_SIGNED_SIGNED_EXCHANGE_H_
#define HOMEWARD_SERVICES_FEDERATION_SIGNED_SIGNED_EXCHANGE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "auth/cases/case_withdrawals.h"
#include "auth/identity/caller.h"
#include "homeward/v1/peer_service.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/signed/case_reading.h"
#include "services/federation/signed/glass_reading.h"
#include "services/federation/signed/signer.h"  // IWYU pragma: export
#include "storage/audit_receipt.h"

// Signed questions and answers between nodes. Pure.
namespace homeward::federation {

// What is signed as a question and as an answer.
inline constexpr absl::string_view kQuestionType =
    "application/vnd.homeward.question.v1+protobuf";
inline constexpr absl::string_view kAnswerType =
    "application/vnd.homeward.answer.v1+protobuf";

// `question` signed by `signer`. INTERNAL if OpenSSL fails.
absl::StatusOr<v1::AskRequest> SignQuestion(const v1::Question& question,
                                            const SigningIdentity& signer);

// `payload`, the bytes of an answer whose digest is in the own log at the
// place of `receipt`, signed by `signer`. INTERNAL if OpenSSL fails.
absl::StatusOr<v1::AskResponse> SignAnswer(const std::string& payload,
                                           const storage::AuditReceipt& receipt,
                                           const SigningIdentity& signer);

// A question whose signature, asker, staff and case were verified. Only
// VerifyQuestion() makes one. (That it is fresh is for the replay window.)
class VerifiedQuestion {
 public:
  const v1::Question& question() const { return question_; }
  // SHA-256 of the signed bytes, 32 bytes.
  const std::string& digest() const { return digest_; }
  // The asking agency and its member of staff.
  const auth::Caller& caller() const { return caller_; }
  // What the case token that came with it proves.
  const CaseReading& case_reading() const { return case_reading_; }
  // What the statement that came with it proves: whether the glass is broken.
  const GlassReading& glass_reading() const { return glass_reading_; }

 private:
  friend absl::StatusOr<VerifiedQuestion> VerifyQuestion(
      const v1::AskRequest&, const auth::Caller&, absl::string_view,
      const TrustView&, const auth::CaseWithdrawals&);
  explicit VerifiedQuestion(auth::Caller caller) : caller_(std::move(caller)) {}

  v1::Question question_;
  std::string digest_;
  auth::Caller caller_;
  CaseReading case_reading_;
  GlassReading glass_reading_;
};

// Verifies a question that came over the connection of `connection`, for the
// agency `own_agency_id`. The signer's certificate must be of the same agency
// and node as the connection, good now, and the one that the staff assertion
// is bound to. A case token that does not hold, or is one of those `withdrawn`,
// counts as none, and so does a statement that the glass is broken. Each error
// says what did not hold: RefusalOf().
//
// Errors:
//   UNAUTHENTICATED   A signature, certificate or assertion does not hold.
//   INVALID_ARGUMENT  It is malformed, or meant for another agency.
// The text is for the own log: tell the peer nothing.
absl::StatusOr<VerifiedQuestion> VerifyQuestion(
    const v1::AskRequest& request, const auth::Caller& connection,
    absl::string_view own_agency_id, const TrustView& trust,
    const auth::CaseWithdrawals& withdrawn);

// Verifies that `response` is the answer of `responder_agency_id` to the very
// bytes of `request`, made for `own_agency_id`.
//
// Errors:
//   UNAUTHENTICATED   A signature or certificate does not hold.
//   INVALID_ARGUMENT  It is malformed, an answer to another question, its
//                     outcome is none that a node answers or does not fit what
//                     it shows, one of its times can't be: CheckTimes(), or it
//                     shows a record of another agency (P-ONWARD).
absl::StatusOr<v1::Answer> VerifyAnswer(const v1::AskResponse& response,
                                        const v1::AskRequest& request,
                                        absl::string_view own_agency_id,
                                        absl::string_view responder_agency_id,
                                        const TrustView& trust);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_SIGNED_SIGNED_EXCHANGE_H_
