#ifndef HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_WITHDRAWER_H_
#define HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_WITHDRAWER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/courier/courier.h"
#include "services/federation/signed/known_signers.h"
#include "services/federation/signed/signer.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "services/policy/policy.h"

namespace homeward::federation {

// Tells each recipient what is taken back from it, again and again until its
// signed receipt has come. Thread-safe.
class Withdrawer {
 public:
  // The pointers must outlive it. Does nothing before its courier does.
  Withdrawer(SignerFinder signers, Courier::Options courier,
             WithdrawalBook* book, policy::Policy* policy,
             KnownSigners* known_signers);

  // Who carries it: to start, to stop and to nudge.
  Courier& courier() { return courier_; }

 private:
  absl::StatusOr<Courier::Letter> Next(const std::string& agency_id);
  absl::Status Acknowledge(const WithdrawalBook::Open& told,
                           const v1::WithdrawResponse& response,
                           absl::Time now);

  const SignerFinder signers_;
  WithdrawalBook* const book_;
  policy::Policy* const policy_;
  KnownSigners* const known_signers_;
  Courier courier_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_WITHDRAWER_H_
