#include "services/node/index/index_keeper.h"

#include <utility>

#include "absl/status/statusor.h"
#include "homeward/internal/v1/stored.pb.h"
#include "storage/waiting/steady_time.h"

namespace homeward::node {

IndexKeeper::IndexKeeper(Options options, storage::TermRebuild rebuild,
                         const storage::RecordStore* records)
    : options_(std::move(options)),
      rebuild_(std::move(rebuild)),
      records_(records),
      thread_([this] { Run(); }) {}

IndexKeeper::~IndexKeeper() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  bell_.Ring();
  thread_.join();
}

IndexProgress IndexKeeper::progress() const {
  absl::MutexLock lock(&mutex_);
  return progress_;
}

void IndexKeeper::Run() {
  while (true) {
    const absl::Duration rest = DoPiece();
    if (progress().done) return;
    bell_.WaitFor(rest);
    absl::MutexLock lock(&mutex_);
    if (stopping_) return;
  }
}

absl::Duration IndexKeeper::DoPiece() {
  const storage::SteadyTime began = storage::SteadyNow();
  const absl::StatusOr<bool> done = rebuild_.Step(options_.clock());
  IndexProgress now = progress();
  now.last = done.status();
  if (done.ok()) {
    now.done = *done;
    if (!*done) ++now.pieces;
    const auto state = rebuild_.State();
    if (state.ok()) now.rebuilt = state->record_count();
    const auto records = records_->EstimateCount();
    if (records.ok()) now.records = *records;
  }
  {
    absl::MutexLock lock(&mutex_);
    progress_ = now;
  }
  options_.report(now);
  return done.ok() ? options_.rest * storage::Since(began) : options_.retry;
}

}  // namespace homeward::node
