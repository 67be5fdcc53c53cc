#include "services/cli/mou/mou_to_sign.h"

#include <cstddef>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "auth/mou/mou.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"

namespace homeward::cli {
namespace {

constexpr size_t kFingerprintBytes = 16;

}  // namespace

absl::StatusOr<const v1::MouSummary*> NextToSign(
    const v1::ListMousResponse& mous, absl::string_view mou_id,
    absl::string_view agency_id) {
  bool known = false;
  const v1::MouSummary* next = nullptr;
  for (const v1::MouSummary& summary : mous.mous()) {
    if (summary.mou().mou_id() != mou_id) continue;
    known = true;
    if (absl::c_linear_search(summary.missing_agency_ids(), agency_id) &&
        (next == nullptr || summary.mou().version() < next->mou().version())) {
      next = &summary;
    }
  }
  if (next != nullptr) return next;
  if (known) {
    return absl::FailedPreconditionError(absl::StrCat(
        agency_id, " has signed every version of this MOU that its node has"));
  }
  return absl::NotFoundError("the node has no MOU of this id");
}

absl::StatusOr<v1::Mou> MouToSign(const v1::Envelope& envelope,
                                  absl::string_view mou_id) {
  v1::Mou mou;
  if (envelope.payload_type() != auth::kMouPayloadType) {
    return absl::InvalidArgumentError("what the node has is no MOU");
  }
  const absl::Status read = auth::ParseStrictly(envelope.payload(), mou);
  if (!read.ok()) return read;
  const std::vector<auth::Finding> findings =
      auth::CheckMou(mou, auth::MouKind::kMou);
  if (!findings.empty()) {
    return absl::InvalidArgumentError(auth::FindingsText(findings));
  }
  if (mou.mou_id() != mou_id) {
    return absl::InvalidArgumentError("what the node has is another MOU");
  }
  return mou;
}

std::string MouFingerprint(const v1::Envelope& envelope) {
  return auth::Sha256(envelope.payload()).substr(0, kFingerprintBytes);
}

}  // namespace homeward::cli
