// When a document is to be looked at: rows `j/<kind><microsecond><name>`.

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/big_endian.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/records/document_store.h"

namespace homeward::storage {
namespace {

constexpr char kTimes[] = "j/";

std::string TimeBytes(absl::Time time) {
  return Be64(
      static_cast<uint64_t>(std::max<int64_t>(0, absl::ToUnixMicros(time))));
}

}  // namespace

void DocumentStore::Schedule(absl::string_view kind, absl::string_view name,
                             absl::Time time, Batch* batch) const {
  batch->Put(
      absl::StrCat(kTimes, blind_->KindPrefix(kind), TimeBytes(time), name),
      "");
}

void DocumentStore::Unschedule(absl::string_view kind, const DueDocument& due,
                               Batch* batch) const {
  batch->Delete(absl::StrCat(kTimes, blind_->KindPrefix(kind),
                             TimeBytes(due.time), due.name));
}

absl::StatusOr<DocumentStore::DuePage> DocumentStore::DueBy(
    absl::string_view kind, absl::Time now, const std::string& place,
    size_t limit) const {
  const std::string prefix = absl::StrCat(kTimes, blind_->KindPrefix(kind));
  ScanRequest request = ScanPrefix(prefix);
  if (!place.empty()) request.begin = place;
  request.end = absl::StrCat(prefix, TimeBytes(now + absl::Microseconds(1)));
  request.limit = limit;
  if (request.begin >= request.end) return DuePage();
  const auto page = engine_->Scan(request);
  if (!page.ok()) return page.status();
  DuePage due;
  for (const Row& row : page->rows) {
    absl::string_view rest = row.key;
    rest.remove_prefix(prefix.size());
    uint64_t micros = 0;
    if (!ConsumeBigEndian(&rest, &micros)) {
      ++due.damaged;
      continue;
    }
    due.documents.push_back(
        {std::string(rest),
         absl::FromUnixMicros(static_cast<int64_t>(micros))});
  }
  due.next = page->cursor.value_or("");
  return due;
}

}  // namespace homeward::storage
