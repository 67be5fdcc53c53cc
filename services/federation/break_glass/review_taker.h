#ifndef HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_REVIEW_TAKER_H_
#define HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_REVIEW_TAKER_H_

#include <string>

#include "absl/status/statusor.h"
#include "auth/identity/caller.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/break_glass/glass_book.h"
#include "services/federation/signed/signer.h"

namespace homeward::federation {

// Keeps in `book` the review that another agency's node tells over the
// connection of `connection`, and answers with the receipt of `own_agency_id`,
// whether or not its statement was ever used here. Blocks on the store.
//
// Errors:
//   PERMISSION_DENIED   It can't be verified. One text.
//   RESOURCE_EXHAUSTED  It can't be kept or signed for now: tell it again.
absl::StatusOr<v1::TellReviewResponse> TakeReview(
    const auth::Caller& connection, const v1::TellReviewRequest& request,
    const std::string& own_agency_id, const SignerFinder& signers,
    const TrustView& trust, GlassBook* book);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_REVIEW_TAKER_H_
