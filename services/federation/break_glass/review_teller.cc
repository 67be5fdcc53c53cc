#include "services/federation/break_glass/review_teller.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/federation/break_glass/signed_review.h"
#include "services/policy/state.h"

namespace homeward::federation {

ReviewTeller::ReviewTeller(Options options, Courier::Options courier,
                           GlassBook* book, policy::Policy* policy,
                           KnownSigners* known_signers, PeerFinder peers)
    : options_(std::move(options)),
      book_(book),
      policy_(policy),
      known_signers_(known_signers),
      peers_(std::move(peers)),
      courier_(std::move(courier),
               {[this] { return book_->Debtors(); },
                [this](const std::string& agency_id, absl::Time now,
                       const std::function<void(Courier::Take)>& done) {
                  Tell(agency_id, now, done);
                }}) {}

void ReviewTeller::Tell(const std::string& agency_id, absl::Time now,
                        const std::function<void(Courier::Take)>& done) {
  const std::optional<VerifiedReview> open = book_->OpenOf(agency_id);
  const auto heard = [this, done, agency_id,
                      told = open.value_or(VerifiedReview())](
                         absl::StatusOr<v1::TellReviewResponse> response) {
    // A take is called by the courier only, which is a part of this.
    done([this, agency_id, told,
          response = std::move(response)](absl::Time then) {
      return Acknowledge(agency_id, told, response, then);
    });
  };
  if (!open.has_value())
    return heard(absl::UnavailableError("nothing is open"));
  const std::shared_ptr<Peer> peer = peers_(agency_id);
  if (peer == nullptr) {
    return heard(absl::UnavailableError("the directory lists no node"));
  }
  v1::TellReviewRequest request;
  *request.mutable_review() = open->envelope;
  peer->TellReview(request, now + options_.timeout, heard);
}

absl::Status ReviewTeller::Acknowledge(
    const std::string& agency_id, const VerifiedReview& told,
    const absl::StatusOr<v1::TellReviewResponse>& response, absl::Time now) {
  if (!response.ok()) return response.status();
  const std::shared_ptr<const policy::Snapshot> policy = policy_->current();
  const absl::Status receipt =
      CheckReviewReceipt(*response, agency_id, options_.agency_id, told.digest,
                         {policy->directory.get(), policy->revocations.get(),
                          now, known_signers_});
  if (!receipt.ok()) return receipt;
  return book_->Acknowledge(agency_id, told, *response, now);
}

}  // namespace homeward::federation
