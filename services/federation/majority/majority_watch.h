#ifndef HOMEWARD_SERVICES_FEDERATION_MAJORITY_MAJORITY_WATCH_H_
#define HOMEWARD_SERVICES_FEDERATION_MAJORITY_MAJORITY_WATCH_H_

#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/federation/desk/desk.h"
#include "storage/committer.h"
#include "storage/records/document_store.h"
#include "storage/records/record_store.h"
#include "storage/walk/record_walk.h"

namespace homeward::federation {

// How long before a child surely is of age the desk is told: four months.
// Source: docs/mou.md, "The desk".
inline constexpr absl::Duration kMajorityNotice = absl::Hours(24 * 120);

// From the beginning of one walk through all records to that of the next.
inline constexpr absl::Duration kMajorityWalkEvery = absl::Hours(24);

// Tells the desk once of each own child who soon is of age (P-MAJORITY), by the
// age that decides of permits: in doubt she is a child, and nobody is told.
// Whom it told of, and how far it is, stands in the store. Thread-compatible.
class MajorityWatch {
 public:
  // What it reads and writes. All must outlive it.
  struct Parts {
    const storage::RecordWalk* walk = nullptr;
    const storage::RecordStore* records = nullptr;
    const storage::DocumentStore* documents = nullptr;
    Desk* desk = nullptr;
    storage::Committer* committer = nullptr;
  };

  MajorityWatch(std::string agency_id, Parts parts)
      : agency_id_(std::move(agency_id)), parts_(parts) {}

  // Takes up what an earlier process left. Call it before the first Step().
  // Blocks. Errors: those of storage::DocumentStore::List().
  absl::Status Restore();

  // Looks at the next `limit` records, and tells the desk of those whose time
  // has come, each in a commit of its own. Returns whether there is more to do
  // now: false until the next walk is due. Blocks.
  //
  // Errors: those of the store. What was not looked at is, the next time.
  absl::StatusOr<bool> Step(absl::Time now, size_t limit);

 private:
  // Looks at one record.
  absl::Status Look(const std::string& record_id, absl::Time now);
  // The next walk begins at the first record.
  absl::Status EndWalk();
  // Keeps how far this walk is.
  absl::Status KeepPlace();
  absl::Status Forget(const std::string& record_id);

  const std::string agency_id_;
  const Parts parts_;
  // Of whom the desk was told and who is still a child.
  std::set<std::string> told_;
  // Those of `told_` that this walk came to, and whether it saw them all: one
  // that an earlier process began did not.
  std::set<std::string> seen_;
  bool whole_ = false;
  // The last record that was looked at. Empty: none of this walk.
  std::string place_;
  absl::Time began_ = absl::InfinitePast();
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_MAJORITY_MAJORITY_WATCH_H_
