#include "storage/stopping.h"

#include "absl/status/status.h"
#include "absl/strings/cord.h"

namespace homeward::storage {
namespace {

constexpr char kStoppingUrl[] = "homeward.storage.stopping";

}  // namespace

absl::Status StoppingError() {
  absl::Status status = absl::UnavailableError("the node is stopping");
  status.SetPayload(kStoppingUrl, absl::Cord());
  return status;
}

bool IsStopping(const absl::Status& status) {
  return status.GetPayload(kStoppingUrl).has_value();
}

}  // namespace homeward::storage
