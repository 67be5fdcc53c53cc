#include "storage/erasing/record_eraser.h"

#include <limits>
#include <optional>
#include <string>

#include "storage/engine/erase_prefix.h"
#include "storage/records/record_rows.h"

namespace homeward::storage {

absl::Status RecordEraser::Remove(absl::string_view record_id,
                                  Batch* batch) const {
  const std::optional<std::string> key = RecordKey(agency_id_, record_id);
  if (!key.has_value()) {
    return absl::NotFoundError("this node has no such record");
  }
  const std::string row = HeadRow(*key);
  auto head = engine_->Get(row);
  if (!head.ok()) return head.status();
  if (!head->has_value()) {
    return absl::NotFoundError("this node has no such record");
  }
  batch->ExpectVersion(row, (*head)->version);
  batch->Delete(row);
  return absl::OkStatus();
}

void RecordEraser::RemoveTerms(absl::string_view record_id,
                               const std::vector<IndexTerm>& terms,
                               Batch* batch) const {
  const std::optional<std::string> key = RecordKey(agency_id_, record_id);
  if (!key.has_value()) return;
  for (const IndexTerm& term : terms) {
    batch->Delete(TermRow(blind_->Term(term.kind, term.value), *key));
  }
}

absl::Status RecordEraser::Destroy(absl::string_view record_id) const {
  const std::optional<std::string> key = RecordKey(agency_id_, record_id);
  if (!key.has_value()) return absl::OkStatus();
  // The key first: what is only deleted still stands in old files.
  absl::Status destroyed = keys_->ShredAll({*key});
  for (const std::string& rows :
       {SegmentPrefix(*key), AttachmentsPrefix(*key)}) {
    const auto erased = ErasePrefix(*engine_, rows, Durability::kDurable,
                                    std::numeric_limits<size_t>::max());
    destroyed.Update(erased.status());
  }
  return destroyed;
}

absl::StatusOr<std::vector<std::string>> RecordEraser::ErasedOfSource(
    absl::string_view source_record_id) const {
  std::vector<std::string> erased;
  for (int place = 0; place < kMaxRecordsOfSource; ++place) {
    const std::string term =
        blind_->Term(SourceKind(kSourceTerm, place), source_record_id);
    const auto row = engine_->Get(SourceRow(term));
    if (!row.ok()) return row.status();
    if (!row->has_value()) break;
    const auto head = engine_->Get(HeadRow((*row)->value));
    if (!head.ok()) return head.status();
    if (!head->has_value()) {
      erased.push_back(RecordId(agency_id_, (*row)->value));
    }
  }
  return erased;
}

}  // namespace homeward::storage
