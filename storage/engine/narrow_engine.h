#ifndef HOMEWARD_STORAGE_ENGINE_NARROW_ENGINE_H_
#define HOMEWARD_STORAGE_ENGINE_NARROW_ENGINE_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "absl/time/time.h"
#include "storage/engine/engine.h"

// An engine for tests that gives no more than engine.h promises, as a
// distributed store would: what runs on it doesn't lean on RocksDB.
namespace homeward::storage {

// How often each thing happens, 0 (never) to 1 (always). All off by default.
struct NarrowFaults {
  double false_conflict = 0;   // A batch with conditions conflicts needlessly.
  double unknown_outcome = 0;  // The answer to a commit is lost; the engine
                               // settles by itself whether it landed.
  double unsettled = 0;        // It can't settle: kUnavailable until Health().
  double short_page = 0;       // A page ends early, with a cursor.
  double early_expiry = 0;     // A snapshot lives less than kMaxSnapshotAge.
};

// Counts of what happened, so that a test can fail when nothing did.
struct NarrowCounts {
  int64_t false_conflicts = 0;
  int64_t unknown_landed = 0;
  int64_t unknown_lost = 0;
  int64_t unsettled = 0;
  int64_t short_pages = 0;
  int64_t early_expiries = 0;
};

struct NarrowOptions {
  uint64_t seed = 1;  // The same seed and calls: the same faults.
  NarrowFaults faults;
  // Times snapshots. Required.
  Clock clock;
  // Called with the time that each call takes, to move a virtual clock. May be
  // empty.
  std::function<void(absl::Duration)> spend;
};

// The rows of a store, and what happened to them. Kept while any pointer to it
// is, also when its engine was closed.
class NarrowDisk;
std::shared_ptr<NarrowDisk> NewNarrowDisk();
NarrowCounts CountsOf(const NarrowDisk& disk);

// Opens the store on `disk`. Versions are ten bytes and in no order.
std::unique_ptr<Engine> OpenNarrow(std::shared_ptr<NarrowDisk> disk,
                                   NarrowOptions options);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_ENGINE_NARROW_ENGINE_H_
