#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "storage/commit_group.h"
#include "storage/committer.h"
#include "storage/durable_file.h"
#include "storage/engine/rocksdb_engine.h"
#include "storage/keys/secret.h"
#include "storage/log/audit_log.h"
#include "storage/log/audit_verify.h"
#include "storage/log/ed25519_for_test.h"
#include "tests/testing/status_matchers.h"

// A process that appends is killed (SIGKILL) at a random moment, again and
// again, on a store on disk: whatever it acknowledged must be there.
namespace homeward::storage {
namespace {

constexpr int kKills = 12;
constexpr absl::string_view kOrigin = "example/agency/1";

AuditLogOptions OptionsIn(const std::string& folder) {
  const TestSigner signer(std::string(32, 's'));
  return {"front-1",
          std::string(kOrigin),
          signer.NoteKeyNamed("front-1"),
          signer.sign(),
          Secret(std::string(32, 'd')),
          "audit-details/1",
          folder + "/head"};
}

// Appends until killed, and tells the index of each receipt through `pipe`.
[[noreturn]] void AppendUntilKilled(const std::string& folder, int pipe) {
  auto engine = OpenRocksDb(folder + "/store");
  if (!engine.ok()) _exit(1);
  auto log = AuditLog::Open(engine->get(), OptionsIn(folder));
  if (!log.ok()) _exit(2);
  CommitterOptions options;
  options.sign_every = absl::Milliseconds(5);
  Committer committer(engine->get(), log->get(), options);
  for (int i = 0;; ++i) {
    Submission submission;
    submission.entries.push_back({absl::StrCat("m", i), "d"});
    submission.writes.Put(absl::StrCat("row", i % 100), absl::StrCat(i));
    const absl::Status submitted =
        committer.Submit(submission, [pipe](SubmissionResult result) {
          if (!result.status.ok()) _exit(3);
          const uint64_t index = result.receipts[0].index();
          if (write(pipe, &index, sizeof(index)) != sizeof(index)) _exit(4);
        });
    if (!submitted.ok()) absl::SleepFor(absl::Milliseconds(1));
  }
}

// Starts one, kills it after `life`, and returns how many entries it
// acknowledged in all: the largest index told, and one.
uint64_t RunAndKill(const std::string& folder, absl::Duration life) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    AppendUntilKilled(folder, ends[1]);
  }
  close(ends[1]);
  uint64_t acknowledged = 0;
  uint64_t index = 0;
  const absl::Time end = absl::Now() + life;
  bool killed = false;
  while (read(ends[0], &index, sizeof(index)) == sizeof(index)) {
    acknowledged = index + 1;
    if (!killed && absl::Now() >= end) {
      kill(child, SIGKILL);
      killed = true;  // What is still in the pipe was acknowledged too.
    }
  }
  close(ends[0]);
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status))
      << "it ended by itself: " << WEXITSTATUS(status);
  return acknowledged;
}

TEST(CommitterKillTest, WhatWasAcknowledgedSurvivesAndVerifies) {
  std::string folder = ::testing::TempDir() + "/committer_kill_XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  uint64_t before = 0;
  for (int i = 0; i < kKills; ++i) {
    const uint64_t acknowledged =
        RunAndKill(folder, absl::Milliseconds(10 + 13 * i));
    EXPECT_GT(acknowledged, before) << "it did no work";
    before = acknowledged;
    ASSERT_OK_AND_ASSIGN(const auto engine, OpenRocksDb(folder + "/store"));
    ASSERT_OK_AND_ASSIGN(const auto log,
                         AuditLog::Open(engine.get(), OptionsIn(folder)));
    EXPECT_GE(log->Current().size, acknowledged);
    AuditVerifyRequest request{
        "front-1", std::string(kOrigin), OptionsIn(folder).key, {}, nullptr};
    const auto head = ReadSmallFile(folder + "/head", 10000);
    if (head.ok()) request.checkpoints.push_back(*head);
    ASSERT_OK_AND_ASSIGN(const AuditVerdict verdict,
                         VerifyAuditLog(*engine, request));
    EXPECT_TRUE(verdict.ok()) << verdict.problem;
    EXPECT_EQ(verdict.size, log->Current().size);
  }
}

}  // namespace
}  // namespace homeward::storage
