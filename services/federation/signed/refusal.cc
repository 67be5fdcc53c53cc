#include "services/federation/signed/refusal.h"

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "homeward/v1/evidence.pb.h"

namespace homeward::federation {
namespace {

constexpr absl::string_view kUrl = "homeward.v1.Refusal";

}  // namespace

absl::Status Refused(v1::Refusal refusal, absl::Status status) {
  if (RefusalOf(status) == v1::REFUSAL_UNSPECIFIED) {
    status.SetPayload(kUrl, absl::Cord(v1::Refusal_Name(refusal)));
  }
  return status;
}

v1::Refusal RefusalOf(const absl::Status& status) {
  const absl::optional<absl::Cord> name = status.GetPayload(kUrl);
  v1::Refusal refusal = v1::REFUSAL_UNSPECIFIED;
  if (name.has_value()) v1::Refusal_Parse(std::string(*name), &refusal);
  return refusal;
}

}  // namespace homeward::federation
