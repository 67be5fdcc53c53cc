#include "services/federation/break_glass/review_teller.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/federation/break_glass/signed_review.h"
#include "services/federation/peer.h"
#include "services/policy/state.h"

namespace homeward::federation {

ReviewTeller::ReviewTeller(std::string own_agency_id, Courier::Options courier,
                           GlassBook* book, policy::Policy* policy,
                           KnownSigners* known_signers)
    : own_agency_id_(std::move(own_agency_id)),
      book_(book),
      policy_(policy),
      known_signers_(known_signers),
      courier_(std::move(courier), {[this] { return book_->Debtors(); },
                                    [this](const std::string& agency_id) {
                                      return Next(agency_id);
                                    }}) {}

absl::StatusOr<Courier::Letter> ReviewTeller::Next(
    const std::string& agency_id) {
  const std::optional<VerifiedReview> open = book_->OpenOf(agency_id);
  if (!open.has_value()) return absl::UnavailableError("nothing is open");
  v1::TellReviewRequest request;
  *request.mutable_review() = open->envelope;
  return [this, agency_id, told = *open, request](
             Peer& peer, absl::Time deadline,
             std::function<void(Courier::Take)> done) {
    // A take is called by the courier only, which is a part of this.
    peer.TellReview(
        request, deadline,
        Courier::Taken<v1::TellReviewResponse>(
            std::move(done),
            [this, agency_id, told](const v1::TellReviewResponse& response,
                                    absl::Time now) {
              return Acknowledge(agency_id, told, response, now);
            }));
  };
}

absl::Status ReviewTeller::Acknowledge(const std::string& agency_id,
                                       const VerifiedReview& told,
                                       const v1::TellReviewResponse& response,
                                       absl::Time now) {
  const std::shared_ptr<const policy::Snapshot> policy = policy_->current();
  const absl::Status receipt =
      CheckReviewReceipt(response, agency_id, own_agency_id_, told.digest,
                         {policy->directory.get(), policy->revocations.get(),
                          now, known_signers_});
  if (!receipt.ok()) return receipt;
  return book_->Acknowledge(agency_id, told, response, now);
}

}  // namespace homeward::federation
