#include "storage/engine/engine_support.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"

namespace homeward::storage {
namespace {

absl::Status CheckRange(absl::string_view what, size_t value, size_t most) {
  if (value >= 1 && value <= most) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(what, " is ", value, "; it must be 1 to ", most));
}

}  // namespace

absl::Status ValidateKey(absl::string_view key) {
  return CheckRange("the size of a key", key.size(), kMaxKeyBytes);
}

absl::Status ValidateKeys(absl::Span<const std::string> keys) {
  if (keys.size() > kMaxKeysPerMultiGet) {
    return absl::InvalidArgumentError(
        absl::StrCat("MultiGet of ", keys.size(), " keys; ",
                     kMaxKeysPerMultiGet, " is the most, ask in parts"));
  }
  for (const std::string& key : keys) {
    absl::Status status = ValidateKey(key);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status ValidateScan(const ScanRequest& request) {
  for (const std::string* bound : {&request.begin, &request.end}) {
    if (bound->size() <= kMaxKeyBytes) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("a bound of a scan has ", bound->size(), " bytes; ",
                     kMaxKeyBytes, " is the most"));
  }
  absl::Status status =
      CheckRange("the limit of a scan", request.limit, kMaxRowsPerPage);
  if (!status.ok()) return status;
  return CheckRange("max_bytes of a scan", request.max_bytes, kMaxPageBytes);
}

CommitResult NotCommitted(absl::Status status) {
  CommitResult result;
  if (absl::IsInvalidArgument(status)) {
    result.outcome = CommitOutcome::kInvalid;
  } else if (absl::IsResourceExhausted(status)) {
    result.outcome = CommitOutcome::kTooLarge;
  } else {
    result.outcome = CommitOutcome::kUnavailable;
  }
  result.status = std::move(status);
  return result;
}

CommitResult Conflicting(std::vector<std::string> keys) {
  CommitResult result;
  result.outcome = CommitOutcome::kConflict;
  result.status = absl::AbortedError(
      absl::StrCat(keys.size(), " conditions of the batch don't hold: read ",
                   "those rows anew and try again"));
  result.conflicts = std::move(keys);
  return result;
}

bool PageBuilder::Fits(absl::string_view key, size_t value_bytes) {
  if (page_.rows.empty()) return true;
  if (page_.rows.size() < request_.limit &&
      bytes_ + key.size() + value_bytes <= request_.max_bytes) {
    return true;
  }
  page_.cursor = request_.reverse ? page_.rows.back().key : std::string(key);
  return false;
}

void PageBuilder::Add(Row row) {
  bytes_ += row.key.size() + row.value.size();
  page_.rows.push_back(std::move(row));
}

}  // namespace homeward::storage
