#include "services/federation/copies/withdrawer.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/federation/copies/signed_withdrawal.h"
#include "services/policy/state.h"

namespace homeward::federation {

Withdrawer::Withdrawer(Options options, Courier::Options courier,
                       WithdrawalBook* book, policy::Policy* policy,
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
                },
                [this](absl::Time now) { return book_->Expand(now); }}) {}

void Withdrawer::Tell(const std::string& agency_id, absl::Time now,
                      const std::function<void(Courier::Take)>& done) {
  const std::optional<WithdrawalBook::Open> open = book_->OldestOf(agency_id);
  const auto heard = [this, done, told = open.value_or(WithdrawalBook::Open())](
                         absl::StatusOr<v1::WithdrawResponse> response) {
    // A take is called by the courier only, which is a part of this.
    done([this, told, response = std::move(response)](absl::Time then) {
      return Acknowledge(told, response, then);
    });
  };
  if (!open.has_value())
    return heard(absl::UnavailableError("nothing is open"));
  const auto signer = options_.signers("");
  if (!signer.has_value()) {
    return heard(absl::UnavailableError("the node has no valid certificate"));
  }
  const auto request = SignWithdrawal(open->payload, *signer);
  if (!request.ok()) return heard(request.status());
  const std::shared_ptr<Peer> peer = peers_(agency_id);
  if (peer == nullptr) {
    return heard(absl::UnavailableError("the directory lists no node"));
  }
  peer->Withdraw(*request, now + options_.timeout, heard);
}

absl::Status Withdrawer::Acknowledge(
    const WithdrawalBook::Open& told,
    const absl::StatusOr<v1::WithdrawResponse>& response, absl::Time now) {
  if (!response.ok()) return response.status();
  const std::shared_ptr<const policy::Snapshot> policy = policy_->current();
  const auto receipt =
      VerifyReceipt(*response, told.payload,
                    {policy->directory.get(), policy->revocations.get(), now,
                     known_signers_});
  if (!receipt.ok()) return receipt.status();
  return book_->Acknowledge(told.withdrawal_id, *response, *receipt, now);
}

}  // namespace homeward::federation
