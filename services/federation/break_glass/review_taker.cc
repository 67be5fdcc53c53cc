#include "services/federation/break_glass/review_taker.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "auth/decision/grant.h"
#include "services/federation/break_glass/signed_review.h"

namespace homeward::federation {

absl::StatusOr<v1::TellReviewResponse> TakeReview(
    const auth::Caller& connection, const v1::TellReviewRequest& request,
    const std::string& own_agency_id, const SignerFinder& signers,
    const TrustView& trust, GlassBook* book) {
  const auto review = VerifyReview(request.review(), connection.agency_id(),
                                   *trust.directory, trust.now);
  if (!review.ok()) return absl::PermissionDeniedError(auth::kDenialText);
  const absl::Status kept = book->Review(*review, trust.now);
  if (absl::IsInvalidArgument(kept)) {
    return absl::PermissionDeniedError(auth::kDenialText);
  }
  // One that is older than what is known needs no telling again.
  if (!kept.ok() && !absl::IsFailedPrecondition(kept)) {
    return absl::ResourceExhaustedError("the review can't be kept now");
  }
  const auto signer = signers("");
  if (!signer.has_value()) {
    return absl::ResourceExhaustedError("the node has no valid certificate");
  }
  auto response = SignReviewReceipt(*review, own_agency_id, *signer, trust.now);
  if (!response.ok()) {
    return absl::ResourceExhaustedError("the receipt can't be signed");
  }
  return response;
}

}  // namespace homeward::federation
