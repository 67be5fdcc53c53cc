#include "storage/engine/erase_prefix.h"

#include <algorithm>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"

namespace homeward::storage {
namespace {

// Keys of 1,024 bytes stay below the bytes that a batch may have.
constexpr size_t kRowsPerBatch = 500;

}  // namespace

absl::StatusOr<size_t> ErasePrefix(Engine& engine, absl::string_view prefix,
                                   Durability durability, size_t most) {
  if (prefix.empty()) {
    return absl::InvalidArgumentError(
        "an empty prefix would erase the whole store: name what to erase");
  }
  size_t erased = 0;
  std::optional<ScanRequest> next = ScanPrefix(prefix);
  while (next.has_value() && erased < most) {
    next->limit = std::min(kRowsPerBatch, most - erased);
    next->max_bytes = kMaxPageBytes;
    const auto page = engine.Scan(*next);
    if (!page.ok()) return page.status();
    Batch batch;
    for (const Row& row : page->rows) batch.Delete(row.key);
    if (!batch.empty()) {
      const CommitResult result = engine.Commit(batch, durability);
      if (!result.ok()) return result.status;
    }
    erased += page->rows.size();
    next = NextPage(*next, *page);
  }
  return erased;
}

}  // namespace homeward::storage
