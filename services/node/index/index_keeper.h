#ifndef HOMEWARD_SERVICES_NODE_INDEX_INDEX_KEEPER_H_
#define HOMEWARD_SERVICES_NODE_INDEX_INDEX_KEEPER_H_

#include <cstdint>
#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/records/record_store.h"
#include "storage/records/term_rebuild.h"
#include "storage/waiting/doorbell.h"

namespace homeward::node {

// How far the terms of a node's records are at the present version.
struct IndexProgress {
  // All are, and no older ones are left.
  bool done = false;
  // Pieces of work that this run did; 0 where there was nothing to do.
  int64_t pieces = 0;
  // How many records were written anew, in all runs.
  int64_t rebuilt = 0;
  // About how many there are.
  double records = 0;
  // What became of the last piece. Not OK: it is tried again.
  absl::Status last;
};

// Writes the terms of a node's records anew where they are of older rules, on a
// thread of its own, piece by piece, and rests after each, by the steady clock:
// no call waits for it. Goes on where the run before ended, and ends once all
// is done.
class IndexKeeper {
 public:
  struct Options {
    std::function<absl::Time()> clock;
    // So many times as long as a piece took the keeper rests after it: with 4
    // it takes a fifth of one core.
    double rest = 4;
    // How soon a piece that failed is tried again.
    absl::Duration retry = absl::Minutes(1);
    // Told after each piece, and once when there was nothing to do; on the
    // keeper's thread.
    std::function<void(const IndexProgress&)> report;
  };

  // Begins at once. `records` and what `rebuild` works on must outlive it.
  IndexKeeper(Options options, storage::TermRebuild rebuild,
              const storage::RecordStore* records);

  // Ends the thread, after the piece that is under way.
  ~IndexKeeper();

  IndexKeeper(const IndexKeeper&) = delete;
  IndexKeeper& operator=(const IndexKeeper&) = delete;

  // Any thread.
  IndexProgress progress() const;

 private:
  void Run();
  // Does a piece; returns how long to rest. Nothing once all is done.
  absl::Duration DoPiece();

  const Options options_;
  storage::TermRebuild rebuild_;
  const storage::RecordStore* const records_;
  mutable absl::Mutex mutex_;
  IndexProgress progress_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  // Rung when it is to end.
  storage::Doorbell bell_;
  std::thread thread_;  // Last: it uses all of the above.
};

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_INDEX_INDEX_KEEPER_H_
