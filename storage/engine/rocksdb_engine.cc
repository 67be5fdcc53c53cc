#include "storage/engine/rocksdb_engine.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "rocksdb/db.h"
#include "rocksdb/snapshot.h"
#include "storage/engine/engine_support.h"
#include "storage/engine/rocksdb_failure.h"
#include "storage/engine/rocksdb_moments.h"
#include "storage/engine/rocksdb_store.h"
#include "storage/waiting/steady_time.h"

namespace homeward::storage {
namespace {

constexpr uint64_t kVersionsPerReserve = 1 << 20;

class RocksDbEngine : public Engine {
 public:
  RocksDbEngine(std::string path, RocksDbOptions options)
      : path_(std::move(path)), options_(std::move(options)) {}
  ~RocksDbEngine() override;

  // Opens the store, for the first time or again. On an error it stays closed
  // and no call is served.
  absl::Status Open();

  absl::StatusOr<std::optional<Versioned>> Get(
      absl::string_view key) const override {
    return GetAt(/*moment=*/nullptr, key);
  }
  absl::StatusOr<std::vector<std::optional<Versioned>>> MultiGet(
      absl::Span<const std::string> keys) const override;
  absl::StatusOr<Page> Scan(const ScanRequest& request) const override {
    return ScanAt(/*moment=*/nullptr, request);
  }
  absl::StatusOr<std::unique_ptr<Snapshot>> NewSnapshot() const override;
  CommitResult Commit(const Batch& batch, Durability durability) override;
  absl::Status Health() override;

  // Reader's calls at `moment`; null: now.
  absl::StatusOr<std::optional<Versioned>> GetAt(const Moment* moment,
                                                 absl::string_view key) const;
  absl::StatusOr<std::vector<std::optional<Versioned>>> MultiGetAt(
      const Moment* moment, absl::Span<const std::string> keys) const;
  absl::StatusOr<Page> ScanAt(const Moment* moment,
                              const ScanRequest& request) const;
  void Release(Moment& moment) const;

 private:
  // Not OK while the store doesn't serve, or if `moment` has expired.
  absl::Status Serving(const Moment* moment) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  void Close() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status OpenAnew() ABSL_EXCLUSIVE_LOCKS_REQUIRED(commit_mutex_, mutex_);
  absl::StatusOr<std::vector<std::string>> Conflicts(const Batch& batch) const
      ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<uint64_t> TakeVersion()
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(commit_mutex_)
          ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  absl::Status SyncBeforeAnotherLog()
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(commit_mutex_)
          ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  // Writes `batch` as the next version, which it returns.
  absl::StatusOr<uint64_t> Write(const Batch& batch, Durability durability)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(commit_mutex_)
          ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  const std::string path_;
  const RocksDbOptions options_;
  const std::shared_ptr<RocksDbFailure> failure_ =
      std::make_shared<RocksDbFailure>();

  // One commit at a time: between its conditions and its writes nothing else
  // may write.
  absl::Mutex commit_mutex_ ABSL_ACQUIRED_BEFORE(mutex_);
  uint64_t next_version_ ABSL_GUARDED_BY(commit_mutex_) = 0;
  uint64_t end_version_ ABSL_GUARDED_BY(commit_mutex_) = 0;
  // Whether the last commit was relaxed.
  bool is_unsynced_ ABSL_GUARDED_BY(commit_mutex_) = false;

  // Shared by calls that use the database, exclusive to close or open it.
  mutable absl::Mutex mutex_;
  std::unique_ptr<rocksdb::DB> db_ ABSL_GUARDED_BY(mutex_);
  mutable RocksDbMoments moments_;
};

class RocksDbSnapshot : public Snapshot {
 public:
  RocksDbSnapshot(const RocksDbEngine& engine, std::unique_ptr<Moment> moment)
      : engine_(engine), moment_(std::move(moment)) {}
  ~RocksDbSnapshot() override { engine_.Release(*moment_); }

  absl::StatusOr<std::optional<Versioned>> Get(
      absl::string_view key) const override {
    return engine_.GetAt(moment_.get(), key);
  }
  absl::StatusOr<std::vector<std::optional<Versioned>>> MultiGet(
      absl::Span<const std::string> keys) const override {
    return engine_.MultiGetAt(moment_.get(), keys);
  }
  absl::StatusOr<Page> Scan(const ScanRequest& request) const override {
    return engine_.ScanAt(moment_.get(), request);
  }

 private:
  const RocksDbEngine& engine_;
  const std::unique_ptr<Moment> moment_;
};

RocksDbEngine::~RocksDbEngine() {
  absl::MutexLock lock(&mutex_);
  // So that a clean stop loses no relaxed commit. What fails here was promised
  // to nobody.
  if (db_ != nullptr) db_->SyncWAL().PermitUncheckedError();
  Close();
}

void RocksDbEngine::Close() {
  if (db_ != nullptr) moments_.ReleaseAll(*db_);
  db_ = nullptr;
}

void RocksDbEngine::Release(Moment& moment) const {
  absl::ReaderMutexLock lock(&mutex_);
  if (moment.at != nullptr) moments_.Release(*db_, moment);
}

absl::Status RocksDbEngine::Open() {
  absl::MutexLock commit_lock(&commit_mutex_);
  absl::MutexLock lock(&mutex_);
  absl::Status opened = OpenAnew();
  // Under the lock: who waits for it must not find a store that is closed and
  // has no failure.
  if (!opened.ok()) failure_->Set(opened);
  return opened;
}

absl::Status RocksDbEngine::OpenAnew() {
  Close();
  failure_->Clear();
  auto db = OpenStore(path_, options_, failure_);
  if (!db.ok()) return db.status();
  auto first = ReserveVersions(**db, kVersionsPerReserve);
  if (!first.ok()) return first.status();
  db_ = *std::move(db);
  next_version_ = *first;
  end_version_ = *first + kVersionsPerReserve;
  return absl::OkStatus();
}

absl::Status RocksDbEngine::Serving(const Moment* moment) const {
  if (moment != nullptr &&
      (moment->at == nullptr ||
       Between(moment->taken, options_.clock()) >= kMaxSnapshotAge)) {
    return SnapshotExpiredError();
  }
  return failure_->Get();
}

absl::Status RocksDbEngine::Health() {
  absl::Status failed;
  {
    // Not while another call opens the store: it has no failure then, and does
    // not serve yet.
    absl::ReaderMutexLock lock(&mutex_);
    failed = failure_->Get();
  }
  if (failed.ok()) return failed;
  absl::Status space = CheckFreeSpace(path_, options_);
  if (!space.ok()) return space;
  return Open();
}

absl::StatusOr<std::optional<Versioned>> RocksDbEngine::GetAt(
    const Moment* moment, absl::string_view key) const {
  absl::Status status = ValidateKey(key);
  if (!status.ok()) return status;
  absl::ReaderMutexLock lock(&mutex_);
  status = Serving(moment);
  if (!status.ok()) return status;
  return ReadRow(*db_, moment == nullptr ? nullptr : moment->at, key);
}

absl::StatusOr<std::vector<std::optional<Versioned>>> RocksDbEngine::MultiGet(
    absl::Span<const std::string> keys) const {
  absl::Status status = ValidateKeys(keys);
  if (!status.ok()) return status;
  absl::ReaderMutexLock lock(&mutex_);
  status = Serving(/*moment=*/nullptr);
  if (!status.ok()) return status;
  // At one moment also without a snapshot, which would take a lock that all
  // threads share: see ReadRows().
  return ReadRows(*db_, /*snapshot=*/nullptr, keys);
}

absl::StatusOr<std::vector<std::optional<Versioned>>> RocksDbEngine::MultiGetAt(
    const Moment* moment, absl::Span<const std::string> keys) const {
  absl::Status status = ValidateKeys(keys);
  if (!status.ok()) return status;
  absl::ReaderMutexLock lock(&mutex_);
  status = Serving(moment);
  if (!status.ok()) return status;
  return ReadRows(*db_, moment == nullptr ? nullptr : moment->at, keys);
}

absl::StatusOr<Page> RocksDbEngine::ScanAt(const Moment* moment,
                                           const ScanRequest& request) const {
  absl::Status status = ValidateScan(request);
  if (!status.ok()) return status;
  absl::ReaderMutexLock lock(&mutex_);
  status = Serving(moment);
  if (!status.ok()) return status;
  return ReadPage(*db_, moment == nullptr ? nullptr : moment->at, request);
}

absl::StatusOr<std::unique_ptr<Snapshot>> RocksDbEngine::NewSnapshot() const {
  const SteadyTime now = options_.clock();
  absl::ReaderMutexLock lock(&mutex_);
  absl::Status status = Serving(/*moment=*/nullptr);
  if (!status.ok()) return status;
  return std::make_unique<RocksDbSnapshot>(*this, moments_.Take(*db_, now));
}

absl::StatusOr<std::vector<std::string>> RocksDbEngine::Conflicts(
    const Batch& batch) const {
  std::vector<std::string> keys;
  for (const Condition& condition : batch.conditions()) {
    keys.push_back(condition.key);
  }
  auto rows = ReadRows(*db_, /*snapshot=*/nullptr, keys);
  if (!rows.ok()) return rows.status();
  std::vector<std::string> conflicts;
  for (size_t i = 0; i < keys.size(); ++i) {
    const std::optional<Versioned>& row = (*rows)[i];
    const std::optional<Version>& expected = batch.conditions()[i].version;
    const bool holds = expected.has_value()
                           ? row.has_value() && row->version == *expected
                           : !row.has_value();
    if (!holds) conflicts.push_back(keys[i]);
  }
  return conflicts;
}

absl::StatusOr<uint64_t> RocksDbEngine::TakeVersion() {
  if (next_version_ == end_version_) {
    auto first = ReserveVersions(*db_, kVersionsPerReserve);
    if (!first.ok()) return first.status();
    next_version_ = *first;
    end_version_ = *first + kVersionsPerReserve;
  }
  return next_version_++;
}

// RocksDB begins another log with a write that finds its buffer full. Of two
// logs that are not synced a power cut may leave the second one alone, and so a
// commit without those before it. It calls a buffer full at 4/5 of its size at
// the earliest (MemTable::ShouldFlushNow): half of it is well before.
absl::Status RocksDbEngine::SyncBeforeAnotherLog() {
  if (!is_unsynced_) return absl::OkStatus();
  uint64_t used = 0;
  if (db_->GetIntProperty(rocksdb::DB::Properties::kCurSizeActiveMemTable,
                          &used) &&
      used < options_.write_buffer_bytes / 2) {
    return absl::OkStatus();
  }
  return SyncLog(*db_);
}

absl::StatusOr<uint64_t> RocksDbEngine::Write(const Batch& batch,
                                              Durability durability) {
  absl::Status status = SyncBeforeAnotherLog();
  if (!status.ok()) return status;
  const auto number = TakeVersion();
  if (!number.ok()) return number.status();
  status = WriteRows(*db_, batch, EncodeVersion(*number), durability);
  if (!status.ok()) return status;
  is_unsynced_ = durability == Durability::kRelaxed;
  return *number;
}

CommitResult RocksDbEngine::Commit(const Batch& batch, Durability durability) {
  absl::Status status = batch.Validate();
  if (!status.ok()) return NotCommitted(status);
  absl::MutexLock commit_lock(&commit_mutex_);
  absl::ReaderMutexLock lock(&mutex_);
  status = Serving(/*moment=*/nullptr);
  if (!status.ok()) return NotCommitted(status);
  auto conflicts = Conflicts(batch);
  if (!conflicts.ok()) return NotCommitted(conflicts.status());
  if (!conflicts->empty()) return Conflicting(*std::move(conflicts));

  const auto number = Write(batch, durability);
  if (!number.ok()) {
    failure_->Set(number.status());
    return NotCommitted(number.status());
  }
  CommitResult result;
  result.outcome = CommitOutcome::kCommitted;
  result.version = Version::FromBytes(EncodeVersion(*number));
  return result;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Engine>> OpenRocksDb(
    const std::string& path, const RocksDbOptions& options) {
  RocksDbOptions complete = options;
  if (complete.clock == nullptr) complete.clock = SteadyNow;
  auto engine = std::make_unique<RocksDbEngine>(path, std::move(complete));
  absl::Status opened = engine->Open();
  if (!opened.ok()) return opened;
  return engine;
}

}  // namespace homeward::storage
