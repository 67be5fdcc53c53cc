#include "storage/records/match_store.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/keys/seal.h"

namespace homeward::storage {
namespace {

constexpr char kMatches[] = "m/";
constexpr char kChildTerm[] = "match_child";
constexpr uint32_t kSchemaVersion = 1;
// Sealed it stays below kMaxValueBytes.
constexpr size_t kMaxBytes = 60000;

std::string RowOf(absl::string_view term) {
  return absl::StrCat(kMatches, term);
}

SealPlace PlaceOf(absl::string_view term) {
  return {kMatches, term, "decisions", kSchemaVersion, "matches"};
}

}  // namespace

absl::StatusOr<KnownMatches> MatchStore::Find(
    absl::string_view child_key) const {
  const std::string term = blind_->Term(kChildTerm, child_key);
  auto row = engine_->Get(RowOf(term));
  if (!row.ok()) return row.status();
  KnownMatches known;
  if (!row->has_value()) return known;
  auto opened = Unseal(key_, PlaceOf(term), (*row)->value);
  if (!opened.ok()) return opened.status();
  if (!known.matches.ParseFromString(std::string(opened->view()))) {
    return absl::DataLossError("what was decided of matches can't be read");
  }
  known.version = std::move((*row)->version);
  return known;
}

absl::Status MatchStore::Put(absl::string_view child_key,
                             const KnownMatches& known, Batch* batch) const {
  const std::string bytes = known.matches.SerializeAsString();
  if (bytes.size() > kMaxBytes) {
    return absl::FailedPreconditionError(
        "so much is decided of this child's matches that no more has room; "
        "withdraw what doesn't count any more");
  }
  const std::string term = blind_->Term(kChildTerm, child_key);
  auto sealed = Seal(key_, PlaceOf(term), bytes);
  if (!sealed.ok()) return sealed.status();
  const std::string row = RowOf(term);
  if (known.version.has_value()) {
    batch->ExpectVersion(row, *known.version);
  } else {
    batch->ExpectAbsent(row);
  }
  batch->Put(row, *sealed);
  return absl::OkStatus();
}

}  // namespace homeward::storage
