#ifndef HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_SIGNED_REVIEW_H_
#define HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_SIGNED_REVIEW_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "homeward/v1/break_glass.pb.h"
#include "homeward/v1/envelope.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/signed/signer.h"

// The review of a broken glass, and the receipt for it, signed. Pure.
namespace homeward::federation {

inline constexpr absl::string_view kReviewReceiptType =
    "application/vnd.homeward.break-glass-review-receipt.v1+protobuf";

// A review whose signature holds.
struct VerifiedReview {
  v1::BreakGlassReview review;
  v1::Envelope envelope;
  // SHA-256 of the signed bytes, 32 bytes.
  std::string digest;
};

// Errors: as auth::VerifyBreakGlassReview().
absl::StatusOr<VerifiedReview> VerifyReview(const v1::Envelope& envelope,
                                            absl::string_view agency_id,
                                            const auth::Directory& directory,
                                            absl::Time now);

// The receipt of `own_agency_id` for `review`, signed by `signer` at `now`.
// INTERNAL if OpenSSL fails.
absl::StatusOr<v1::TellReviewResponse> SignReviewReceipt(
    const VerifiedReview& review, const std::string& own_agency_id,
    const SigningIdentity& signer, absl::Time now);

// Verifies that `response` is the receipt of `owner_agency_id` for the review
// with this digest, which `own_agency_id` told it.
//
// Errors:
//   UNAUTHENTICATED   A signature or certificate does not hold.
//   INVALID_ARGUMENT  It is malformed, or for something else.
absl::Status CheckReviewReceipt(const v1::TellReviewResponse& response,
                                absl::string_view owner_agency_id,
                                absl::string_view own_agency_id,
                                absl::string_view review_sha256,
                                const TrustView& trust);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_SIGNED_REVIEW_H_
