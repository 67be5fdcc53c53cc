#ifndef HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_REVIEW_TELLER_H_
#define HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_REVIEW_TELLER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/break_glass/glass_book.h"
#include "services/federation/courier/courier.h"
#include "services/federation/signed/known_signers.h"
#include "services/policy/policy.h"

namespace homeward::federation {

// Tells the reviews of what own staff did to every agency that was asked, again
// and again until its signed receipt has come. Thread-safe.
class ReviewTeller {
 public:
  // `own_agency_id` is the own agency. The pointers must outlive it. Does
  // nothing before its courier does.
  ReviewTeller(std::string own_agency_id, Courier::Options courier,
               GlassBook* book, policy::Policy* policy,
               KnownSigners* known_signers);

  // Who carries it: to start, to stop and to nudge.
  Courier& courier() { return courier_; }

 private:
  absl::StatusOr<Courier::Letter> Next(const std::string& agency_id);
  absl::Status Acknowledge(const std::string& agency_id,
                           const VerifiedReview& told,
                           const v1::TellReviewResponse& response,
                           absl::Time now);

  const std::string own_agency_id_;
  GlassBook* const book_;
  policy::Policy* const policy_;
  KnownSigners* const known_signers_;
  Courier courier_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_REVIEW_TELLER_H_
