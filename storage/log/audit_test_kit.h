#ifndef HOMEWARD_STORAGE_LOG_AUDIT_TEST_KIT_H_
#define HOMEWARD_STORAGE_LOG_AUDIT_TEST_KIT_H_

#include <unistd.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/engine/rocksdb_engine.h"
#include "storage/engine/rocksdb_options.h"
#include "storage/log/audit_log.h"
#include "storage/log/ed25519_for_test.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {

// A log on RocksDB in memory, which can be closed and opened again, and whose
// rows can be damaged behind its back.
class AuditTestKit {
 public:
  explicit AuditTestKit(absl::string_view name)
      : head_file_(absl::StrCat(::testing::TempDir(), "/head_", name)),
        disk_(NewMemoryDisk()),
        signer_(std::string(32, 's')) {
    unlink(head_file_.c_str());
    OpenEngine();
  }

  void OpenEngine() {
    log_.reset();
    engine_.reset();
    RocksDbOptions options;
    options.disk = disk_;
    absl::StatusOr<std::unique_ptr<Engine>> engine =
        OpenRocksDb("/store", options);
    ASSERT_OK(engine);
    engine_ = *std::move(engine);
  }

  AuditLogOptions Options() const {
    return {"front-1",
            origin(),
            key(),
            signer_.sign(),
            Secret(std::string(32, 'd')),
            "audit-details/1",
            head_file_};
  }

  // Opens the log anew on the store as it is.
  absl::Status OpenLog() {
    log_.reset();
    absl::StatusOr<std::unique_ptr<AuditLog>> log =
        AuditLog::Open(engine_.get(), Options());
    if (!log.ok()) return log.status();
    log_ = *std::move(log);
    return absl::OkStatus();
  }

  // Appends `count` entries.
  void Append(int count) {
    std::vector<AuditEntry> entries;
    for (int i = 0; i < count; ++i) {
      entries.push_back(
          {absl::StrCat("metadata ", next_), absl::StrCat("details ", next_)});
      ++next_;
    }
    Append(entries);
  }
  void Append(const std::vector<AuditEntry>& entries) {
    // More don't fit into one commit.
    constexpr size_t kAtOnce = 200;
    for (size_t i = 0; i < entries.size(); i += kAtOnce) {
      Batch batch;
      absl::StatusOr<StagedAppend> staged =
          log_->Stage(absl::MakeConstSpan(entries).subspan(i, kAtOnce), &batch);
      ASSERT_OK(staged);
      const CommitResult result = engine_->Commit(batch, Durability::kDurable);
      ASSERT_OK(result.status);
      log_->Accept(*std::move(staged), result.version);
    }
  }

  // Appends `entries`, or as many of them, whose details no key opens any more.
  template <typename Entries>
  void AppendUnreadable(const Entries& entries) {
    AuditLogOptions options = Options();
    options.details_key = Secret(std::string(32, 'u'));
    auto other = AuditLog::Open(engine_.get(), std::move(options));
    ASSERT_OK(other);
    std::swap(log_, *other);
    Append(entries);
    std::swap(log_, *other);
    ASSERT_OK(log_->Reload());
  }

  // Appends one entry that Find() finds by `topic`.
  void AppendWithTopic(absl::string_view topic,
                       absl::string_view metadata = "metadata") {
    Append({{std::string(metadata), "details", std::string(topic)}});
    ++next_;
  }

  // Changes the row at `key` as a thief of the disk could: flips a bit of byte
  // `at`, or removes the row.
  void Flip(const std::string& key, size_t at) {
    absl::StatusOr<std::optional<Versioned>> row = engine_->Get(key);
    ASSERT_OK(row);
    ASSERT_TRUE(row->has_value());
    std::string value = (*row)->value;
    ASSERT_LT(at, value.size());
    value[at] = static_cast<char>(value[at] ^ 4);
    Overwrite(key, value);
  }
  void Overwrite(const std::string& key, absl::string_view value) {
    Batch batch;
    batch.Put(key, value);
    ASSERT_OK(engine_->Commit(batch, Durability::kDurable).status);
  }
  void Drop(const std::string& key) {
    Batch batch;
    batch.Delete(key);
    ASSERT_OK(engine_->Commit(batch, Durability::kDurable).status);
  }

  Engine* engine() { return engine_.get(); }
  AuditLog& log() { return *log_; }
  const std::string& head_file() const { return head_file_; }
  NoteKey key() const { return signer_.NoteKeyNamed("front-1"); }
  std::string origin() const { return "rivermark.example/agency/registrar/1"; }
  const TestSigner& signer() const { return signer_; }
  AuditKeys keys() const { return *AuditKeys::Create("front-1"); }

 private:
  const std::string head_file_;
  const std::shared_ptr<rocksdb::Env> disk_;
  const TestSigner signer_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<AuditLog> log_;
  int next_ = 0;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_LOG_AUDIT_TEST_KIT_H_
