#include "services/federation/break_glass/signed_review.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "auth/break_glass/break_glass.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"

namespace homeward::federation {

absl::StatusOr<VerifiedReview> VerifyReview(const v1::Envelope& envelope,
                                            absl::string_view agency_id,
                                            const auth::Directory& directory,
                                            absl::Time now) {
  auto review =
      auth::VerifyBreakGlassReview(envelope, agency_id, directory, now);
  if (!review.ok()) return review.status();
  return VerifiedReview{*std::move(review), envelope,
                        auth::Sha256(envelope.payload())};
}

absl::StatusOr<v1::TellReviewResponse> SignReviewReceipt(
    const VerifiedReview& review, const std::string& own_agency_id,
    const SigningIdentity& signer, absl::Time now) {
  v1::BreakGlassReviewReceipt receipt;
  receipt.set_review_sha256(review.digest);
  receipt.set_owner_agency_id(own_agency_id);
  receipt.set_asker_agency_id(review.review.asker_agency_id());
  *receipt.mutable_issued_time() = auth::ToTimestamp(now);
  auto envelope = auth::SignDocument(kReviewReceiptType, receipt, *signer.key);
  if (!envelope.ok()) return envelope.status();
  v1::TellReviewResponse response;
  *response.mutable_receipt() = *std::move(envelope);
  response.set_signer_certificate(signer.certificate_der);
  return response;
}

absl::Status CheckReviewReceipt(const v1::TellReviewResponse& response,
                                absl::string_view owner_agency_id,
                                absl::string_view own_agency_id,
                                absl::string_view review_sha256,
                                const TrustView& trust) {
  auto signer = VerifySigner(response.signer_certificate(), trust);
  if (!signer.ok()) return signer.status();
  if (signer->caller.node_id().empty() ||
      signer->caller.agency_id() != owner_agency_id) {
    return absl::UnauthenticatedError(
        "signer_certificate: is not of a node of the agency that was told");
  }
  v1::BreakGlassReviewReceipt receipt;
  absl::Status read =
      ReadSigned(response.receipt(), kReviewReceiptType, signer->key, receipt);
  if (!read.ok()) return read;
  if (receipt.review_sha256() != review_sha256 ||
      receipt.owner_agency_id() != owner_agency_id ||
      receipt.asker_agency_id() != own_agency_id) {
    return absl::InvalidArgumentError(
        "review_sha256: the receipt is for something else");
  }
  return absl::OkStatus();
}

}  // namespace homeward::federation
