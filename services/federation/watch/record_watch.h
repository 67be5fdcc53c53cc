#ifndef HOMEWARD_SERVICES_FEDERATION_WATCH_RECORD_WATCH_H_
#define HOMEWARD_SERVICES_FEDERATION_WATCH_RECORD_WATCH_H_

#include <atomic>
#include <cstddef>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/mou/enum_set.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/notice.pb.h"
#include "services/federation/desk/desk.h"
#include "storage/committer.h"
#include "storage/records/document_store.h"
#include "storage/records/record_store.h"
#include "storage/walk/record_walk.h"

namespace homeward::federation {

// From the beginning of one walk through all records to that of the next.
inline constexpr absl::Duration kWatchEvery = absl::Hours(24);

// What a topic finds of one record.
enum class Finding {
  kTell,    // The desk must be told, unless it was.
  kLeave,   // Nothing changes.
  kForget,  // What the desk was told is over. It is told anew if it comes back.
};

// Something of which the desk is told by the passing of time.
struct WatchTopic {
  // Under which it stands in the store of whom the desk was told: of this topic
  // alone, and always the same.
  std::string name;
  // What of a record is needed to judge.
  auth::CategorySet categories;
  // Called on one thread at a time. Must not block.
  std::function<Finding(const internal::v1::StoredRecord& record,
                        absl::Time now)>
      judge;
  // What the desk is told; the time, the agency and the record are added.
  v1::Notice notice;
  // How long after the desk was told it is told again, as long as the topic
  // says so.
  absl::Duration again = absl::InfiniteDuration();
  // Of how many records the desk is told in one walk: those that are left have
  // their turn in later ones.
  int most_a_walk = std::numeric_limits<int>::max();
};

// Looks at each own record once a day, and tells the desk of those of which a
// topic says so: once, or again after some time. Whom it told of, and how far
// it is, stands in the store. Thread-compatible, but for Damaged().
class RecordWatch {
 public:
  // What it reads and writes. All must outlive it.
  struct Parts {
    const storage::RecordWalk* walk = nullptr;
    const storage::RecordStore* records = nullptr;
    const storage::DocumentStore* documents = nullptr;
    Desk* desk = nullptr;
    storage::Committer* committer = nullptr;
  };

  RecordWatch(std::string agency_id, Parts parts,
              std::vector<WatchTopic> topics);

  // Takes up what an earlier process left. Call it before the first Step().
  // Blocks. Errors: those of storage::DocumentStore::List().
  absl::Status Restore();

  // Looks at the next `limit` records, and tells the desk of those whose time
  // has come, each in a commit of its own. Returns whether there is more to do
  // now: false until the next walk is due. Blocks.
  //
  // Errors: those of the store. What was not looked at is, the next time.
  absl::StatusOr<bool> Step(absl::Time now, size_t limit);

  // How many records could not be read, since they are damaged: those of the
  // last whole walk, or of this one once they are more. Any thread.
  size_t Damaged() const { return damaged_; }

 private:
  // A topic, and of which records the desk was told, when.
  struct Watched {
    WatchTopic topic;
    std::map<std::string, absl::Time> told = {};
    // Those of `told` that this walk came to.
    std::set<std::string> seen = {};
    // Of how many this walk told.
    int told_now = 0;
  };

  // Looks at one record.
  absl::Status Look(const std::string& record_id, absl::Time now);
  // Does what `finding` asks for.
  absl::Status Heed(Finding finding, const std::string& record_id,
                    absl::Time now, Watched& watched);
  absl::Status Tell(const std::string& record_id, absl::Time now,
                    Watched& watched);
  absl::Status Forget(const std::string& record_id, Watched& watched);
  // The next walk begins at the first record.
  absl::Status EndWalk();
  // Keeps how far this walk is.
  absl::Status KeepPlace();

  const std::string agency_id_;
  const Parts parts_;
  std::vector<v1::Category> categories_;
  std::vector<Watched> watched_;
  // Whether this walk sees all records: one that an earlier process began did
  // not.
  bool whole_ = false;
  // The last record that was looked at. Empty: none of this walk.
  std::string place_;
  absl::Time began_ = absl::InfinitePast();
  // Damaged ones that this walk came to.
  size_t damaged_now_ = 0;
  std::atomic<size_t> damaged_ = 0;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_WATCH_RECORD_WATCH_H_
