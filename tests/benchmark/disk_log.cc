#include "tests/benchmark/disk_log.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/engine/rocksdb_engine.h"
#include "storage/keys/secret.h"
#include "tests/benchmark/must.h"

namespace homeward::benchmark {

using storage::AuditLog;
using storage::CommitStats;
using storage::Committer;

DiskLog::DiskLog(std::function<bool()> more_coming)
    : signer_(std::string(32, 's')) {
  static std::atomic<int> made = 0;
  const char* folder = std::getenv("TEST_TMPDIR");
  path_ = absl::StrCat(folder == nullptr ? "/tmp" : folder, "/disk_log.",
                       getpid(), ".", made++);
  std::filesystem::remove_all(path_);
  std::filesystem::create_directory(path_);
  engine_ = Must(storage::OpenRocksDb(path_ + "/store"), "open a store");
  log_ = Must(AuditLog::Open(engine_.get(),
                             {"front-1", "example/agency/1",
                              signer_.NoteKeyNamed("front-1"), signer_.sign(),
                              storage::Secret(std::string(32, 'k')),
                              "audit-details/1", path_ + "/head"}),
              "open a log");
  storage::CommitterOptions options;
  options.more_coming = std::move(more_coming);
  options.stats = [this](const CommitStats& stats) {
    groups_ += stats.group_size > 0 ? 1 : 0;
  };
  committer_ = std::make_unique<Committer>(engine_.get(), log_.get(), options);
}

DiskLog::~DiskLog() {
  committer_.reset();
  log_.reset();
  engine_.reset();
  std::filesystem::remove_all(path_);
}

}  // namespace homeward::benchmark
