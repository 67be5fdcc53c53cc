#ifndef HOMEWARD_TESTS_BENCHMARK_DISK_LOG_H_
#define HOMEWARD_TESTS_BENCHMARK_DISK_LOG_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "storage/committer.h"
#include "storage/engine/engine.h"
#include "storage/log/audit_log.h"
#include "storage/log/ed25519_for_test.h"

namespace homeward::benchmark {

// An audit log on a store on the disk that holds TEST_TMPDIR (else /tmp), with
// its committer; thrown away at the end. Ends the program when it can't be
// made.
class DiskLog {
 public:
  // `more_coming` is as of storage::CommitterOptions.
  explicit DiskLog(std::function<bool()> more_coming = nullptr);
  ~DiskLog();

  storage::Committer& committer() { return *committer_; }
  storage::AuditLog& log() { return *log_; }
  // Commits so far, each with its sync.
  int64_t groups() const { return groups_; }

 private:
  std::string path_;
  const storage::TestSigner signer_;
  std::unique_ptr<storage::Engine> engine_;
  std::unique_ptr<storage::AuditLog> log_;
  std::atomic<int64_t> groups_ = 0;
  std::unique_ptr<storage::Committer> committer_;
};

}  // namespace homeward::benchmark

#endif  // HOMEWARD_TESTS_BENCHMARK_DISK_LOG_H_
