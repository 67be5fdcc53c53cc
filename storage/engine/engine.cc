#include "storage/engine/engine.h"

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace homeward::storage {
namespace {

// Marks the status of an expired snapshot.
constexpr absl::string_view kSnapshotExpiredUrl =
    "homeward.storage/SnapshotExpired";

}  // namespace

ScanRequest ScanPrefix(absl::string_view prefix) {
  ScanRequest request;
  request.begin = std::string(prefix);
  request.end = std::string(prefix);
  // The least key above all that start with the prefix: drop trailing 0xff
  // bytes, then add one. Nothing left means that there is no such key.
  while (!request.end.empty() && request.end.back() == '\xff') {
    request.end.pop_back();
  }
  if (!request.end.empty()) ++request.end.back();
  return request;
}

std::optional<ScanRequest> NextPage(const ScanRequest& request,
                                    const Page& page) {
  if (!page.cursor.has_value()) return std::nullopt;
  ScanRequest next = request;
  (request.reverse ? next.end : next.begin) = *page.cursor;
  return next;
}

absl::Status SnapshotExpiredError() {
  absl::Status status = absl::FailedPreconditionError(
      absl::StrCat("the snapshot is older than ",
                   absl::FormatDuration(kMaxSnapshotAge), ": take a new one"));
  status.SetPayload(kSnapshotExpiredUrl, absl::Cord());
  return status;
}

bool IsSnapshotExpired(const absl::Status& status) {
  return status.code() == absl::StatusCode::kFailedPrecondition &&
         status.GetPayload(kSnapshotExpiredUrl).has_value();
}

}  // namespace homeward::storage
