#include "services/federation/withdrawal/withdrawer.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/federation/copies/signed_withdrawal.h"
#include "services/federation/peer.h"
#include "services/policy/state.h"

namespace homeward::federation {

Withdrawer::Withdrawer(SignerFinder signers, Courier::Options courier,
                       WithdrawalBook* book, policy::Policy* policy,
                       KnownSigners* known_signers)
    : signers_(std::move(signers)),
      book_(book),
      policy_(policy),
      known_signers_(known_signers),
      courier_(
          std::move(courier),
          {[this] { return book_->Debtors(); },
           [this](const std::string& agency_id) { return Next(agency_id); },
           [this](absl::Time now) { return book_->Expand(now); }}) {}

absl::StatusOr<Courier::Letter> Withdrawer::Next(const std::string& agency_id) {
  const std::optional<WithdrawalBook::Open> open = book_->OldestOf(agency_id);
  if (!open.has_value()) return absl::UnavailableError("nothing is open");
  const auto signer = signers_("");
  if (!signer.has_value()) {
    return absl::UnavailableError("the node has no valid certificate");
  }
  auto request = SignWithdrawal(open->payload, *signer);
  if (!request.ok()) return request.status();
  return [this, told = *open, request = *std::move(request)](
             Peer& peer, absl::Time deadline,
             std::function<void(Courier::Take)> done) {
    // A take is called by the courier only, which is a part of this.
    peer.Withdraw(
        request, deadline,
        Courier::Taken<v1::WithdrawResponse>(
            std::move(done),
            [this, told](const v1::WithdrawResponse& response, absl::Time now) {
              return Acknowledge(told, response, now);
            }));
  };
}

absl::Status Withdrawer::Acknowledge(const WithdrawalBook::Open& told,
                                     const v1::WithdrawResponse& response,
                                     absl::Time now) {
  const std::shared_ptr<const policy::Snapshot> policy = policy_->current();
  const auto receipt =
      VerifyReceipt(response, told.payload,
                    {policy->directory.get(), policy->revocations.get(), now,
                     known_signers_});
  if (!receipt.ok()) return receipt.status();
  return book_->Acknowledge(told.withdrawal_id, response, *receipt, now);
}

}  // namespace homeward::federation
