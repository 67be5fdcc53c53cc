#include "services/federation/copies/signed_withdrawal.h"

#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "auth/identity/caller.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/dsse.h"
#include "storage/copies/copy_key.h"

namespace homeward::federation {
namespace {

constexpr size_t kIdBytes = 16;

absl::Status CheckWithdrawal(const v1::Withdrawal& withdrawal,
                             const auth::Caller& connection,
                             absl::string_view own_agency_id) {
  if (withdrawal.withdrawal_id().size() != kIdBytes) {
    return absl::InvalidArgumentError("withdrawal_id: is not 16 bytes");
  }
  if (withdrawal.owner_agency_id() != connection.agency_id()) {
    return absl::InvalidArgumentError(
        "owner_agency_id: is not the agency of the connection");
  }
  if (withdrawal.recipient_agency_id() != own_agency_id) {
    return absl::InvalidArgumentError(
        "recipient_agency_id: it is for another agency");
  }
  if (withdrawal.copies().empty() ||
      withdrawal.copies_size() > kMaxWithdrawnCopies ||
      !absl::c_all_of(withdrawal.copies(), storage::IsCopyName)) {
    return absl::InvalidArgumentError(
        "copies: are none, too many, or no names of copies");
  }
  return absl::OkStatus();
}

bool IsGone(const v1::DeletedCopy& copy) {
  return copy.state() == v1::COPY_STATE_NEVER_KEPT ||
         (copy.state() == v1::COPY_STATE_ERASED && copy.has_erased_time());
}

}  // namespace

absl::StatusOr<v1::WithdrawRequest> SignWithdrawal(
    const std::string& payload, const SigningIdentity& signer) {
  auto envelope = auth::SignEnvelope(kWithdrawalType, payload, *signer.key);
  if (!envelope.ok()) return envelope.status();
  v1::WithdrawRequest request;
  *request.mutable_withdrawal() = *std::move(envelope);
  request.set_signer_certificate(signer.certificate_der);
  return request;
}

absl::StatusOr<VerifiedWithdrawal> VerifyWithdrawal(
    const v1::WithdrawRequest& request, const auth::Caller& connection,
    absl::string_view own_agency_id, const TrustView& trust) {
  auto signer = VerifySigner(request.signer_certificate(), trust);
  if (!signer.ok()) return signer.status();
  if (signer->caller.node_id().empty() ||
      signer->caller.agency_id() != connection.agency_id() ||
      signer->caller.node_id() != connection.node_id()) {
    return absl::UnauthenticatedError(
        "signer_certificate: is not of the connection's agency and node");
  }
  VerifiedWithdrawal verified;
  absl::Status read = ReadSigned(request.withdrawal(), kWithdrawalType,
                                 signer->key, verified.withdrawal);
  if (!read.ok()) return read;
  absl::Status checked =
      CheckWithdrawal(verified.withdrawal, connection, own_agency_id);
  if (!checked.ok()) return checked;
  verified.digest = auth::Sha256(request.withdrawal().payload());
  return verified;
}

absl::StatusOr<v1::WithdrawResponse> SignReceipt(
    const std::string& payload, const SigningIdentity& signer) {
  auto envelope = auth::SignEnvelope(kReceiptType, payload, *signer.key);
  if (!envelope.ok()) return envelope.status();
  v1::WithdrawResponse response;
  *response.mutable_receipt() = *std::move(envelope);
  response.set_signer_certificate(signer.certificate_der);
  return response;
}

absl::StatusOr<v1::DeletionReceipt> VerifyReceipt(
    const v1::WithdrawResponse& response, const std::string& payload,
    const TrustView& trust) {
  v1::Withdrawal withdrawal;
  absl::Status own = auth::ParseStrictly(payload, withdrawal);
  if (!own.ok()) return own;
  auto signer = VerifySigner(response.signer_certificate(), trust);
  if (!signer.ok()) return signer.status();
  if (signer->caller.node_id().empty() ||
      signer->caller.agency_id() != withdrawal.recipient_agency_id()) {
    return absl::UnauthenticatedError(
        "signer_certificate: is not of a node of the recipient");
  }
  v1::DeletionReceipt receipt;
  absl::Status read =
      ReadSigned(response.receipt(), kReceiptType, signer->key, receipt);
  if (!read.ok()) return read;
  if (receipt.withdrawal_sha256() != auth::Sha256(payload) ||
      receipt.owner_agency_id() != withdrawal.owner_agency_id() ||
      receipt.recipient_agency_id() != withdrawal.recipient_agency_id()) {
    return absl::InvalidArgumentError(
        "withdrawal_sha256: the receipt is for something else");
  }
  if (receipt.copies_size() != withdrawal.copies_size() ||
      !absl::c_all_of(receipt.copies(), IsGone)) {
    return absl::InvalidArgumentError("copies: some are left, or not told of");
  }
  return receipt;
}

}  // namespace homeward::federation
