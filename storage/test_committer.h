#ifndef HOMEWARD_STORAGE_TEST_COMMITTER_H_
#define HOMEWARD_STORAGE_TEST_COMMITTER_H_

#include <memory>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "storage/committer.h"
#include "storage/keys/secret.h"
#include "storage/log/audit_log.h"
#include "storage/log/ed25519_for_test.h"
#include "storage/records/record_test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {

// A log on the store of a RecordTestKit, and the committer that writes both.
class TestCommitter {
 public:
  // `kit` must outlive it.
  explicit TestCommitter(RecordTestKit* kit) {
    auto log = AuditLog::Open(kit->engine(),
                              {"front-1", "fed.example/agency/north/1",
                               signer_.NoteKeyNamed("front-1"), signer_.sign(),
                               Secret(std::string(32, 'd')), "audit-details/1",
                               kit->folder() + "/head"});
    EXPECT_OK(log);
    log_ = *std::move(log);
    CommitterOptions options;
    committer_ = std::make_unique<Committer>(kit->engine(), log_.get(),
                                             std::move(options));
  }

  Committer* get() { return committer_.get(); }
  Committer* operator->() { return committer_.get(); }
  const AuditLog& log() const { return *log_; }

 private:
  const TestSigner signer_{std::string(32, 's')};
  std::unique_ptr<AuditLog> log_;
  std::unique_ptr<Committer> committer_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_TEST_COMMITTER_H_
