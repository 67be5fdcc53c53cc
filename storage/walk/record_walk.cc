#include "storage/walk/record_walk.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/records/record_rows.h"

namespace homeward::storage {

absl::StatusOr<std::vector<std::string>> RecordWalk::Next(
    absl::string_view after_id, size_t limit) const {
  std::string after;
  if (!after_id.empty()) {
    auto key = RecordKey(agency_id_, after_id);
    if (!key.has_value()) {
      return absl::InvalidArgumentError("after_id: no record's id");
    }
    after = *std::move(key);
  }
  ScanRequest request = HeadsAfter(after);
  request.limit = limit;
  const std::string prefix = HeadRow("");
  const auto page = engine_->Scan(request);
  if (!page.ok()) return page.status();
  std::vector<std::string> ids;
  for (const Row& row : page->rows) {
    ids.push_back(RecordId(agency_id_, row.key.substr(prefix.size())));
  }
  return ids;
}

}  // namespace homeward::storage
