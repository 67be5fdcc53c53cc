#ifndef HOMEWARD_STORAGE_NOTICES_NOTICE_STORE_H_
#define HOMEWARD_STORAGE_NOTICES_NOTICE_STORE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "homeward/v1/notice.pb.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/secret.h"

namespace homeward::storage {

// A notice as the store has it.
struct KnownNotice {
  v1::Notice notice;
  // Of the row that it is in.
  Version version;
};

// Which notices, and in which order.
enum class NoticeTable {
  kWaiting,  // Nobody acknowledged them; the oldest first.
  kDone,     // Somebody did; the newest first.
};

// Which of a table are read.
struct NoticeRange {
  // What happened then or later.
  absl::Time since = absl::InfinitePast();
  // What happened before.
  absl::Time until = absl::InfiniteFuture();
  // Only those after this one, in the order of the table. Empty: from the
  // first.
  std::string after_id = {};
  // At most so many, from 1.
  size_t limit = 100;
};

// Some of them, in the order of their table.
struct NoticePage {
  std::vector<KnownNotice> notices;
  // There may be more after the last.
  bool more = false;
};

// What the own staff must be told, sealed under a key of the node. A row's key
// holds the time and random bytes. Thread-safe. Reads block.
//
// Errors of every read:
//   UNAVAILABLE  The store can't be read; the text says what to do.
//   DATA_LOSS    A row is damaged, or does not open with the node's key.
//
// Source: docs/records.md, "Notices".
class NoticeStore {
 public:
  // `engine` must outlive the store. `key` is 32 bytes.
  NoticeStore(const Engine* engine, Secret key)
      : engine_(engine), key_(std::move(key)) {}

  // An id for what happened at `time`: 32 hexadecimal digits that no other has.
  // Errors: UNAVAILABLE if the system has no random bytes.
  static absl::StatusOr<std::string> NewId(absl::Time time);

  // Adds `notice`, which waits and has an id of NewId(), to `batch`. Errors: as
  // NewId(); RESOURCE_EXHAUSTED if it is larger than a row can be.
  absl::Status Put(const v1::Notice& notice, Batch* batch) const;

  // Adds to `batch` that `waiting` is acknowledged, and is now `done`. The
  // batch conflicts if it does not wait any more. Errors: as Put().
  absl::Status Acknowledge(const KnownNotice& waiting, const v1::Notice& done,
                           Batch* batch) const;

  // Adds to `batch` that `known` of `table` is forgotten. The batch conflicts
  // if it is not there any more.
  void Erase(NoticeTable table, const KnownNotice& known, Batch* batch) const;

  // The notice `id` in `table`. Nothing if there is none, or `id` is no id.
  absl::StatusOr<std::optional<KnownNotice>> Find(NoticeTable table,
                                                  absl::string_view id) const;

  // The next of `table` in `range`.
  absl::StatusOr<NoticePage> List(NoticeTable table,
                                  const NoticeRange& range) const;

 private:
  absl::Status PutRow(NoticeTable table, const v1::Notice& notice,
                      Batch* batch) const;
  absl::StatusOr<v1::Notice> Read(absl::string_view row_key,
                                  absl::string_view sealed) const;

  const Engine* engine_;
  const Secret key_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_NOTICES_NOTICE_STORE_H_
