#ifndef HOMEWARD_STORAGE_ENGINE_ENGINE_H_
#define HOMEWARD_STORAGE_ENGINE_ENGINE_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "storage/engine/batch.h"
#include "storage/waiting/steady_time.h"

// The ordered key-value store under everything, and all that may be asked of
// it. Keys are in unsigned bytewise order. On purpose there are no locks,
// merges, counters, watches, atomic range deletes, column families or commit
// order across keys: a distributed engine must fit behind this header.
//
// Calls block. Never make them on a gRPC thread.
namespace homeward::storage {

// Tells how time passes. It must never go back.
using Clock = std::function<SteadyTime()>;

struct Versioned {
  std::string value;
  Version version;
};

struct Row {
  std::string key;
  std::string value;
  Version version;
};

// Which rows to read: those with `begin` <= key < `end`.
struct ScanRequest {
  std::string begin;             // Empty: from the first key.
  std::string end;               // Empty: to the last key.
  size_t limit = 1000;           // Rows; 1 to kMaxRowsPerPage.
  size_t max_bytes = 256 << 10;  // Keys and values; 1 to kMaxPageBytes.
  bool reverse = false;          // From the last key down.
};

struct Page {
  // In order, or in reverse. May be fewer than asked for though more exist, but
  // not empty then: a single row over `max_bytes` comes alone.
  std::vector<Row> rows;
  // Where the next page starts. Absent: there is nothing more in the range.
  std::optional<std::string> cursor;
};

// The request of all rows whose key starts with `prefix` (empty: all rows).
ScanRequest ScanPrefix(absl::string_view prefix);

// The request of the page after `page`, which answered `request`; none after
// the last one.
std::optional<ScanRequest> NextPage(const ScanRequest& request,
                                    const Page& page);

// Reads of one moment. Thread-safe. Errors of every call:
//   INVALID_ARGUMENT     A key, range or limit outside what is written above.
//   UNAVAILABLE          The store can't be read; the text says what to do.
//   DATA_LOSS            The store is damaged: restore a backup.
//   FAILED_PRECONDITION  Snapshots only: it has expired; see
//                        IsSnapshotExpired(). Start again with a new one.
class Reader {
 public:
  virtual ~Reader() = default;

  // The row, or nothing if there is none.
  virtual absl::StatusOr<std::optional<Versioned>> Get(
      absl::string_view key) const = 0;

  // Like Get() for up to 1,000 keys, all at one moment, in the order of `keys`.
  // Prefer it to several Get(): on some engines each call is a round trip.
  virtual absl::StatusOr<std::vector<std::optional<Versioned>>> MultiGet(
      absl::Span<const std::string> keys) const = 0;

  // The next rows of a range, at one moment. Pages of an Engine are each at
  // their own moment; those of a Snapshot all at the same.
  virtual absl::StatusOr<Page> Scan(const ScanRequest& request) const = 0;
};

// A moment of the whole store, for at most kMaxSnapshotAge on every engine.
// Must be destroyed before its engine.
class Snapshot : public Reader {};

// What an expired Snapshot answers, and whether `status` is that.
absl::Status SnapshotExpiredError();
bool IsSnapshotExpired(const absl::Status& status);

enum class Durability {
  kDurable,  // Survives a kill and a power cut once Commit() has returned.
  kRelaxed,  // May be lost in them, but whole, and never before an older one.
};

enum class CommitOutcome {
  kCommitted,    // Done. Every later read, from any front, sees it.
  kConflict,     // A condition didn't hold (rarely: may not have); nothing
                 // happened. Read anew, then decide.
  kTooLarge,     // Over a limit; nothing happened. Cut the batch.
  kUnavailable,  // Not known to have happened, and the store is not serving:
                 // see Health(). Once it serves again, reads say whether it
                 // did.
  kInvalid,  // A bug of the caller, see Batch::Validate(); nothing happened.
};

struct CommitResult {
  CommitOutcome outcome = CommitOutcome::kUnavailable;
  Version version;                     // kCommitted: that of each row put.
  std::vector<std::string> conflicts;  // kConflict: keys, as in the batch.
  absl::Status status;                 // OK only if kCommitted; for the log:
                                       // holds no key and no value.
  bool ok() const { return outcome == CommitOutcome::kCommitted; }
};

// A store. Thread-safe. Destroying it closes it; other threads must be done.
class Engine : public Reader {
 public:
  // Checks the conditions and makes the writes, in one step and all or nothing.
  // Serializable against every other commit. An empty batch commits.
  virtual CommitResult Commit(const Batch& batch, Durability durability) = 0;

  // Captures this moment. Errors: UNAVAILABLE, as for reads.
  virtual absl::StatusOr<std::unique_ptr<Snapshot>> NewSnapshot() const = 0;

  // OK while the store can commit. Otherwise UNAVAILABLE, with what to do; each
  // call also tries to bring the store back, so poll it every few seconds.
  virtual absl::Status Health() = 0;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_ENGINE_ENGINE_H_
