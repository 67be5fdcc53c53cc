#include "storage/records/term_rebuild.h"

#include <utility>

#include "storage/engine/erase_prefix.h"
#include "storage/records/record_rows.h"

namespace homeward::storage {
namespace {

using ::homeward::internal::v1::TermState;

constexpr size_t kRecordsPerStep = 50;
constexpr size_t kErasedPerStep = 500;

// With those of one more record, and the state, a batch stays within its limit.
constexpr size_t kEnoughOperations =
    kMaxBatchOperations - kMaxTermsPerChange - 1;
static_assert(kEnoughOperations > 0);
// Each record that is written is a condition.
static_assert(kRecordsPerStep <= kMaxBatchConditions);

}  // namespace

TermRebuild::TermRebuild(Engine* engine, const RecordStore* records,
                         const BlindIndex* blind, std::string agency_id,
                         TermRules rules)
    : engine_(engine),
      records_(records),
      blind_(blind),
      agency_id_(std::move(agency_id)),
      rules_(std::move(rules)) {}

absl::StatusOr<TermState> TermRebuild::State() const {
  return ReadTermState(*engine_);
}

absl::StatusOr<bool> TermRebuild::Step(absl::Time now) {
  auto state = State();
  if (!state.ok()) return state.status();
  if (state->built_version() != rules_.version) {
    absl::Status written = Write(*std::move(state), now);
    if (!written.ok()) return written;
    return false;
  }
  if (state->kept_from_version() == rules_.version) return true;
  absl::Status erased = Erase(*std::move(state));
  if (!erased.ok()) return erased;
  return false;
}

absl::Status TermRebuild::Write(TermState state, absl::Time now) {
  if (state.building_version() != rules_.version) {
    state.set_building_version(rules_.version);
    state.clear_last_record_key();
    state.clear_record_count();
  }
  const std::string prefix = HeadRow("");
  ScanRequest request = HeadsAfter(state.last_record_key());
  request.limit = kRecordsPerStep;
  auto page = engine_->Scan(request);
  if (!page.ok()) return page.status();
  Batch batch;
  bool is_whole_page = true;
  for (const Row& row : page->rows) {
    if (batch.operations().size() > kEnoughOperations) {
      is_whole_page = false;
      break;
    }
    const std::string key = row.key.substr(prefix.size());
    auto rows = TermRowsOf(key, now);
    if (!rows.ok()) return rows.status();
    for (const std::string& term : *rows) batch.Put(term, "");
    // One that is erased meanwhile must leave no term behind.
    batch.ExpectVersion(row.key, row.version);
    state.set_last_record_key(key);
    state.set_record_count(state.record_count() + 1);
  }
  if (!is_whole_page || page->cursor.has_value()) {
    return Commit(state, Durability::kRelaxed, std::move(batch));
  }
  // Makes durable what was committed before, too.
  state.set_built_version(rules_.version);
  state.clear_building_version();
  state.clear_last_record_key();
  return Commit(state, Durability::kDurable, std::move(batch));
}

absl::StatusOr<std::vector<std::string>> TermRebuild::TermRowsOf(
    absl::string_view record_key, absl::Time now) const {
  std::vector<std::string> rows;
  auto record =
      records_->Load(RecordId(agency_id_, record_key), rules_.categories, now);
  if (!record.ok()) return record.status();
  if (!record->has_value()) return rows;  // Erased.
  for (const std::string& term : rules_.terms(**record)) {
    rows.push_back(TermRow(blind_->Term(rules_.kind, term), record_key));
  }
  return rows;
}

absl::Status TermRebuild::Erase(TermState state) {
  const std::string kept = TermKindPrefix(blind_->KindPrefix(rules_.kind));
  for (const std::string& kind : rules_.older_kinds) {
    const std::string prefix = TermKindPrefix(blind_->KindPrefix(kind));
    // Once in four thousand million stores; then they stay, and find nothing.
    if (prefix == kept) continue;
    auto erased =
        ErasePrefix(*engine_, prefix, Durability::kRelaxed, kErasedPerStep);
    if (!erased.ok()) return erased.status();
    if (*erased > 0) return absl::OkStatus();
  }
  state.set_kept_from_version(rules_.version);
  return Commit(state, Durability::kDurable, Batch());
}

absl::Status TermRebuild::Commit(const TermState& state, Durability durability,
                                 Batch batch) {
  batch.Put(TermStateRow(), state.SerializeAsString());
  const CommitResult result = engine_->Commit(batch, durability);
  // A record was changed or erased meanwhile: the next step reads it anew.
  if (result.outcome == CommitOutcome::kConflict) return absl::OkStatus();
  return result.status;
}

}  // namespace homeward::storage
