#include "auth/mou/signed_mou.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "auth/signing/digest.h"

namespace homeward::auth {
namespace {

absl::StatusOr<v1::Mou> Read(const std::string& payload, MouKind kind) {
  v1::Mou mou;
  if (!mou.ParseFromString(payload)) {
    return absl::InvalidArgumentError(
        "the payload is not an MOU; ask the sender for the file again");
  }
  const std::vector<Finding> findings = CheckMou(mou, kind);
  if (!findings.empty()) {
    return absl::InvalidArgumentError(FindingsText(findings));
  }
  return mou;
}

}  // namespace

absl::StatusOr<SignedMou> VerifyMou(const v1::Envelope& envelope,
                                    PartyKeys keys) {
  if (envelope.payload_type() != kMouPayloadType) {
    return absl::InvalidArgumentError(absl::StrCat(
        "this is not an MOU; its payload_type must be ", kMouPayloadType));
  }
  if (envelope.payload().size() > kMaxPayloadBytes) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the MOU has more than ", kMaxPayloadBytes, " bytes; split it"));
  }
  auto mou = Read(envelope.payload(), MouKind::kMou);
  if (!mou.ok()) return mou.status();
  std::vector<std::string> missing;
  for (const std::string& party : mou->party_agency_ids()) {
    const auto verified =
        VerifyEnvelope(envelope, kMouPayloadType, keys(party), 1);
    if (absl::IsInvalidArgument(verified.status())) return verified.status();
    if (!verified.ok()) missing.push_back(party);
  }
  return SignedMou({*std::move(mou), MouKind::kMou, Sha256(envelope.payload()),
                    std::move(missing)});
}

absl::StatusOr<SignedMou> ReadCharter(const VerifiedPayload& charter) {
  if (charter.payload_type() != kCharterPayloadType) {
    return absl::InvalidArgumentError(
        absl::StrCat("this is not a charter; its payload_type must be ",
                     kCharterPayloadType));
  }
  auto mou = Read(charter.payload(), MouKind::kCharter);
  if (!mou.ok()) return mou.status();
  return SignedMou(
      {*std::move(mou), MouKind::kCharter, Sha256(charter.payload()), {}});
}

absl::Status CheckFollows(const SignedMou& previous, const SignedMou& next) {
  const v1::Mou& before = previous.mou();
  const v1::Mou& after = next.mou();
  if (after.mou_id() != before.mou_id()) {
    return absl::FailedPreconditionError(
        absl::StrCat(after.mou_id(), " is another MOU than ", before.mou_id()));
  }
  if (after.version() != before.version() + 1) {
    return absl::FailedPreconditionError(
        absl::StrCat(after.mou_id(), " version ", after.version(),
                     " does not follow version ", before.version(),
                     "; sign it as version ", before.version() + 1));
  }
  if (!SameBytes(after.previous_sha256(), previous.sha256())) {
    return absl::FailedPreconditionError(
        absl::StrCat(after.mou_id(), " version ", after.version(),
                     " was written for another text of version ",
                     before.version(), "; set previous_sha256 to ",
                     absl::BytesToHexString(previous.sha256())));
  }
  return absl::OkStatus();
}

}  // namespace homeward::auth
