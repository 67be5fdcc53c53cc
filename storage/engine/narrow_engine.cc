#include "storage/engine/narrow_engine.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "storage/engine/engine_support.h"
#include "storage/engine/narrow_disk.h"
#include "storage/waiting/steady_time.h"

namespace homeward::storage {
namespace {

constexpr absl::Duration kCallTime = absl::Milliseconds(1);

class NarrowEngine : public Engine {
 public:
  NarrowEngine(std::shared_ptr<NarrowDisk> disk, NarrowOptions options)
      : disk_(std::move(disk)),
        options_(std::move(options)),
        random_(options_.seed) {}

  absl::StatusOr<std::optional<Versioned>> Get(
      absl::string_view key) const override {
    return GetAt(/*moment=*/std::nullopt, key);
  }
  absl::StatusOr<std::vector<std::optional<Versioned>>> MultiGet(
      absl::Span<const std::string> keys) const override {
    return MultiGetAt(/*moment=*/std::nullopt, keys);
  }
  absl::StatusOr<Page> Scan(const ScanRequest& request) const override {
    return ScanAt(/*moment=*/std::nullopt, request);
  }
  absl::StatusOr<std::unique_ptr<Snapshot>> NewSnapshot() const override;
  CommitResult Commit(const Batch& batch, Durability durability) override;
  absl::Status Health() override;

  // A moment of the disk that may be read until an instant.
  struct Moment {
    uint64_t number = 0;
    SteadyTime expiry;
  };

  // Reader's calls; without a moment, now.
  absl::StatusOr<std::optional<Versioned>> GetAt(std::optional<Moment> moment,
                                                 absl::string_view key) const;
  absl::StatusOr<std::vector<std::optional<Versioned>>> MultiGetAt(
      std::optional<Moment> moment, absl::Span<const std::string> keys) const;
  absl::StatusOr<Page> ScanAt(std::optional<Moment> moment,
                              ScanRequest request) const;

 private:
  void Spend() const {
    if (options_.spend != nullptr) options_.spend(kCallTime);
  }
  bool Happens(double odds) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(disk_->mutex()) {
    return std::uniform_real_distribution<>(0, 1)(random_) < odds;
  }
  // The number of the moment to read, if it may be read.
  absl::StatusOr<uint64_t> Readable(std::optional<Moment> moment) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(disk_->mutex());
  CommitResult CommitOnce(const Batch& batch)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(disk_->mutex());

  const std::shared_ptr<NarrowDisk> disk_;
  const NarrowOptions options_;
  mutable std::mt19937_64 random_ ABSL_GUARDED_BY(disk_->mutex());
  bool unsettled_ ABSL_GUARDED_BY(disk_->mutex()) = false;
};

class NarrowSnapshot : public Snapshot {
 public:
  NarrowSnapshot(const NarrowEngine& engine, NarrowEngine::Moment moment)
      : engine_(engine), moment_(moment) {}

  absl::StatusOr<std::optional<Versioned>> Get(
      absl::string_view key) const override {
    return engine_.GetAt(moment_, key);
  }
  absl::StatusOr<std::vector<std::optional<Versioned>>> MultiGet(
      absl::Span<const std::string> keys) const override {
    return engine_.MultiGetAt(moment_, keys);
  }
  absl::StatusOr<Page> Scan(const ScanRequest& request) const override {
    return engine_.ScanAt(moment_, request);
  }

 private:
  const NarrowEngine& engine_;
  const NarrowEngine::Moment moment_;
};

absl::Status Unsettled() {
  return absl::UnavailableError(
      "the outcome of a commit isn't known; Health() settles it");
}

absl::StatusOr<uint64_t> NarrowEngine::Readable(
    std::optional<Moment> moment) const {
  if (unsettled_) return Unsettled();
  if (!moment.has_value()) return disk_->moment();
  if (options_.clock() >= moment->expiry) return SnapshotExpiredError();
  return moment->number;
}

absl::StatusOr<std::optional<Versioned>> NarrowEngine::GetAt(
    std::optional<Moment> moment, absl::string_view key) const {
  absl::Status status = ValidateKey(key);
  if (!status.ok()) return status;
  Spend();
  absl::MutexLock lock(&disk_->mutex());
  const auto number = Readable(moment);
  if (!number.ok()) return number.status();
  return disk_->RowAt(key, *number);
}

absl::StatusOr<std::vector<std::optional<Versioned>>> NarrowEngine::MultiGetAt(
    std::optional<Moment> moment, absl::Span<const std::string> keys) const {
  absl::Status status = ValidateKeys(keys);
  if (!status.ok()) return status;
  Spend();
  absl::MutexLock lock(&disk_->mutex());
  const auto number = Readable(moment);
  if (!number.ok()) return number.status();
  std::vector<std::optional<Versioned>> rows;
  for (const std::string& key : keys)
    rows.push_back(disk_->RowAt(key, *number));
  return rows;
}

absl::StatusOr<Page> NarrowEngine::ScanAt(std::optional<Moment> moment,
                                          ScanRequest request) const {
  absl::Status status = ValidateScan(request);
  if (!status.ok()) return status;
  Spend();
  absl::MutexLock lock(&disk_->mutex());
  const auto number = Readable(moment);
  if (!number.ok()) return number.status();
  if (request.limit > 1 && Happens(options_.faults.short_page)) {
    ++disk_->counts().short_pages;
    request.limit =
        std::uniform_int_distribution<size_t>(1, request.limit - 1)(random_);
  }
  return disk_->PageAt(request, *number);
}

absl::StatusOr<std::unique_ptr<Snapshot>> NarrowEngine::NewSnapshot() const {
  Spend();
  absl::MutexLock lock(&disk_->mutex());
  if (unsettled_) return Unsettled();
  absl::Duration life = kMaxSnapshotAge;
  if (Happens(options_.faults.early_expiry)) {
    ++disk_->counts().early_expiries;
    life *= std::uniform_real_distribution<>(0, 1)(random_);
  }
  return std::make_unique<NarrowSnapshot>(
      *this, Moment{disk_->moment(), After(options_.clock(), life)});
}

// Landed or not, the answer of the first try may be lost. A real engine sends
// the batch again with a row that tells its own first try from another's.
CommitResult NarrowEngine::CommitOnce(const Batch& batch) {
  std::vector<std::string> conflicts = disk_->Conflicts(batch);
  if (!conflicts.empty()) return Conflicting(std::move(conflicts));
  CommitResult result;
  result.outcome = CommitOutcome::kCommitted;
  result.version = disk_->NewVersion();
  disk_->Apply(batch, result.version, options_.clock());
  return result;
}

CommitResult NarrowEngine::Commit(const Batch& batch,
                                  Durability /*durability*/) {
  absl::Status status = batch.Validate();
  if (!status.ok()) return NotCommitted(status);
  Spend();
  absl::MutexLock lock(&disk_->mutex());
  if (unsettled_) return NotCommitted(Unsettled());
  if (!batch.conditions().empty() && Happens(options_.faults.false_conflict)) {
    ++disk_->counts().false_conflicts;
    return Conflicting({batch.conditions().front().key});
  }
  const bool unsettled = Happens(options_.faults.unsettled);
  if (!unsettled && !Happens(options_.faults.unknown_outcome)) {
    return CommitOnce(batch);
  }
  const bool landed = Happens(0.5);
  const CommitResult lost = landed ? CommitOnce(batch) : CommitResult();
  if (unsettled) {
    ++disk_->counts().unsettled;
    unsettled_ = true;
    return NotCommitted(Unsettled());
  }
  ++(landed ? disk_->counts().unknown_landed : disk_->counts().unknown_lost);
  return landed ? lost : CommitOnce(batch);
}

absl::Status NarrowEngine::Health() {
  absl::MutexLock lock(&disk_->mutex());
  unsettled_ = false;
  return absl::OkStatus();
}

}  // namespace

std::unique_ptr<Engine> OpenNarrow(std::shared_ptr<NarrowDisk> disk,
                                   NarrowOptions options) {
  return std::make_unique<NarrowEngine>(std::move(disk), std::move(options));
}

}  // namespace homeward::storage
