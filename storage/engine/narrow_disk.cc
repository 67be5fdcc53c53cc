#include "storage/engine/narrow_disk.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/engine/engine_support.h"
#include "storage/waiting/steady_time.h"

namespace homeward::storage {
namespace {

const NarrowCell* CellAt(const std::vector<NarrowCell>& cells,
                         uint64_t moment) {
  for (auto cell = cells.rbegin(); cell != cells.rend(); ++cell) {
    if (cell->moment <= moment) return &*cell;
  }
  return nullptr;
}

// Drops cells that a later one covered so long ago that no snapshot lives from
// before.
void Forget(std::vector<NarrowCell>& cells, SteadyTime now) {
  size_t first = 0;
  while (first + 1 < cells.size() &&
         Between(cells[first + 1].written, now) > kMaxSnapshotAge) {
    ++first;
  }
  cells.erase(cells.begin(), cells.begin() + first);
}

}  // namespace

std::optional<Versioned> NarrowDisk::RowAt(absl::string_view key,
                                           uint64_t moment) const {
  const auto row = rows_.find(std::string(key));
  if (row == rows_.end()) return std::nullopt;
  const NarrowCell* cell = CellAt(row->second, moment);
  return cell == nullptr ? std::nullopt : cell->row;
}

Page NarrowDisk::PageAt(const ScanRequest& request, uint64_t moment) const {
  PageBuilder page(request);
  if (!request.end.empty() && request.end <= request.begin) {
    return page.Finish();
  }
  const auto first = rows_.lower_bound(request.begin);
  const auto last =
      request.end.empty() ? rows_.end() : rows_.lower_bound(request.end);
  auto at = request.reverse ? last : first;
  while (at != (request.reverse ? first : last)) {
    if (request.reverse) --at;
    const NarrowCell* cell = CellAt(at->second, moment);
    if (cell != nullptr && cell->row.has_value()) {
      if (!page.Fits(at->first, cell->row->value.size())) break;
      page.Add(Row{at->first, cell->row->value, cell->row->version});
    }
    if (!request.reverse) ++at;
  }
  return page.Finish();
}

std::vector<std::string> NarrowDisk::Conflicts(const Batch& batch) const {
  std::vector<std::string> conflicts;
  for (const Condition& condition : batch.conditions()) {
    const std::optional<Versioned> row = RowAt(condition.key, moment_);
    std::optional<Version> version;
    if (row.has_value()) version = row->version;
    if (version != condition.version) conflicts.push_back(condition.key);
  }
  return conflicts;
}

void NarrowDisk::Apply(const Batch& batch, const Version& version,
                       SteadyTime now) {
  ++moment_;
  for (const Operation& operation : batch.operations()) {
    std::vector<NarrowCell>& cells = rows_[operation.key];
    if (!cells.empty() && cells.back().moment == moment_) cells.pop_back();
    NarrowCell cell{moment_, now, std::nullopt};
    if (operation.value.has_value()) {
      cell.row = Versioned{*operation.value, version};
    }
    cells.push_back(std::move(cell));
    Forget(cells, now);
  }
}

Version NarrowDisk::NewVersion() {
  // An odd multiplier visits every 64-bit number once, in an order that nobody
  // can take for time.
  const uint64_t number = ++versions_ * 0x9e3779b97f4a7c15u;
  std::string bytes = "nv";
  for (int shift = 0; shift < 64; shift += 8) {
    bytes.push_back(static_cast<char>(number >> shift & 0xff));
  }
  return Version::FromBytes(bytes);
}

std::shared_ptr<NarrowDisk> NewNarrowDisk() {
  return std::make_shared<NarrowDisk>();
}

NarrowCounts CountsOf(const NarrowDisk& disk) {
  absl::MutexLock lock(&disk.mutex());
  return disk.counts();
}

}  // namespace homeward::storage
