#include "storage/walk/record_walk.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/records/record_rows.h"

namespace homeward::storage {

absl::StatusOr<std::vector<std::string>> RecordWalk::Next(
    absl::string_view after_id, size_t limit) const {
  const std::string prefix = HeadRow("");
  ScanRequest request = ScanPrefix(prefix);
  request.limit = limit;
  if (!after_id.empty()) {
    const auto key = RecordKey(agency_id_, after_id);
    if (!key.has_value()) {
      return absl::InvalidArgumentError("after_id: no record's id");
    }
    // The first key after that of the last record.
    request.begin = HeadRow(*key) + std::string(1, '\0');
  }
  const auto page = engine_->Scan(request);
  if (!page.ok()) return page.status();
  std::vector<std::string> ids;
  for (const Row& row : page->rows) {
    ids.push_back(RecordId(agency_id_, row.key.substr(prefix.size())));
  }
  return ids;
}

}  // namespace homeward::storage
