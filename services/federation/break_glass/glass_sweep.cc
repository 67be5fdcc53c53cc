#include "services/federation/break_glass/glass_sweep.h"

#include <cstddef>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "services/federation/break_glass/glass_rows.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"

namespace homeward::federation {
namespace {

// So many rows are erased in one commit.
constexpr size_t kErasedAtOnce = 100;

}  // namespace

absl::Status EraseGlassRows(const storage::DocumentStore& documents,
                            const std::string& own_agency_id,
                            const std::set<Deed>& deeds,
                            storage::Committer* committer) {
  const auto rows = NameGlassRows(documents, own_agency_id);
  if (!rows.ok()) return rows.status();
  storage::Submission submission;
  size_t added = 0;
  for (const GlassRowName& row : *rows) {
    if (deeds.count(row.deed) == 0) continue;
    absl::Status erased =
        documents.Erase(row.kind, row.name, &submission.writes);
    if (!erased.ok()) return erased;
    if (++added % kErasedAtOnce != 0) continue;
    absl::Status committed = storage::CommitAndWait(
        committer, std::exchange(submission, storage::Submission()));
    if (!committed.ok()) return committed;
  }
  if (submission.writes.empty()) return absl::OkStatus();
  return storage::CommitAndWait(committer, std::move(submission));
}

}  // namespace homeward::federation
