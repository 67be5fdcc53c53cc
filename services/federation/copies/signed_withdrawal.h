#ifndef HOMEWARD_SERVICES_FEDERATION_COPIES_SIGNED_WITHDRAWAL_H_
#define HOMEWARD_SERVICES_FEDERATION_COPIES_SIGNED_WITHDRAWAL_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "auth/identity/caller.h"
#include "homeward/v1/peer_service.pb.h"
#include "homeward/v1/withdrawal.pb.h"
#include "services/federation/signed/signer.h"

// What an owner takes back, and the receipt for it, signed. Pure.
namespace homeward::federation {

inline constexpr absl::string_view kWithdrawalType =
    "application/vnd.homeward.withdrawal.v1+protobuf";
inline constexpr absl::string_view kReceiptType =
    "application/vnd.homeward.deletion-receipt.v1+protobuf";

inline constexpr int kMaxWithdrawnCopies = 500;

// `payload`, the bytes of a Withdrawal, signed by `signer`. INTERNAL if OpenSSL
// fails.
absl::StatusOr<v1::WithdrawRequest> SignWithdrawal(
    const std::string& payload, const SigningIdentity& signer);

// A withdrawal whose signature and addresses hold.
struct VerifiedWithdrawal {
  v1::Withdrawal withdrawal;
  // SHA-256 of the signed bytes, 32 bytes.
  std::string digest;
};

// Verifies a withdrawal that came over the connection of `connection`, for the
// agency `own_agency_id`. The signer must be of the connection's agency and
// node.
//
// Errors:
//   UNAUTHENTICATED   A signature or certificate does not hold.
//   INVALID_ARGUMENT  It is malformed, or meant for another agency.
// The text is for the own log: tell the peer nothing.
absl::StatusOr<VerifiedWithdrawal> VerifyWithdrawal(
    const v1::WithdrawRequest& request, const auth::Caller& connection,
    absl::string_view own_agency_id, const TrustView& trust);

// `payload`, the bytes of a DeletionReceipt, signed by `signer`. INTERNAL if
// OpenSSL fails.
absl::StatusOr<v1::WithdrawResponse> SignReceipt(const std::string& payload,
                                                 const SigningIdentity& signer);

// Verifies that `response` is the receipt of the recipient of the withdrawal
// whose signed bytes are `payload`, and that no copy is left. Errors: as
// VerifyWithdrawal().
absl::StatusOr<v1::DeletionReceipt> VerifyReceipt(
    const v1::WithdrawResponse& response, const std::string& payload,
    const TrustView& trust);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_COPIES_SIGNED_WITHDRAWAL_H_
