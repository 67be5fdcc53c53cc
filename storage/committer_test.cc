#include "storage/committer.h"

#include <atomic>
#include <thread>
#include <type_traits>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "storage/audit_receipt.h"
#include "storage/engine/narrow_engine.h"
#include "storage/log/audit_test_kit.h"
#include "storage/log/audit_verify.h"
#include "storage/log/merkle.h"
#include "storage/waiting/steady_time.h"
#include "tests/testing/clock_ahead.h"
#include "tests/testing/patience.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::Eventually;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;

Submission Entry(absl::string_view metadata) {
  Submission submission;
  submission.entries.push_back({std::string(metadata), "details"});
  return submission;
}

// Nobody but the Committer can make a receipt.
static_assert(!std::is_default_constructible_v<AuditReceipt>);
static_assert(!std::is_constructible_v<AuditReceipt, uint64_t, Hash, uint64_t,
                                       Hash, uint64_t>);

// Stands before an engine, and can hold commits back or fail them.
class Gate : public Engine {
 public:
  explicit Gate(Engine* engine) : engine_(engine) {}

  absl::StatusOr<std::optional<Versioned>> Get(
      absl::string_view key) const override {
    return engine_->Get(key);
  }
  absl::StatusOr<std::vector<std::optional<Versioned>>> MultiGet(
      absl::Span<const std::string> keys) const override {
    return engine_->MultiGet(keys);
  }
  absl::StatusOr<Page> Scan(const ScanRequest& request) const override {
    return engine_->Scan(request);
  }
  absl::StatusOr<std::unique_ptr<Snapshot>> NewSnapshot() const override {
    return engine_->NewSnapshot();
  }
  absl::Status Health() override { return engine_->Health(); }

  CommitResult Commit(const Batch& batch, Durability durability) override {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&open_));
    ++commits_;
    if (durability != Durability::kDurable) ++relaxed_;
    CommitResult result;
    if (land_) result = engine_->Commit(batch, durability);
    if (fail_) {
      result = CommitResult();
      result.status = absl::UnavailableError("the disk is full");
    }
    return result;
  }

  void Set(bool open, bool fail, bool land) {
    absl::MutexLock lock(&mutex_);
    open_ = open;
    fail_ = fail;
    land_ = land;
  }
  int commits() const {
    absl::MutexLock lock(&mutex_);
    return commits_;
  }
  int relaxed() const {
    absl::MutexLock lock(&mutex_);
    return relaxed_;
  }

 private:
  Engine* const engine_;
  mutable absl::Mutex mutex_;
  bool open_ = true;
  bool fail_ = false;
  bool land_ = true;
  int commits_ = 0;
  int relaxed_ = 0;
};

// All of it holds while the clock is wrong: no wait goes by it.
class CommitterTest : public ::testing::Test {
 protected:
  CommitterTest()
      : kit_(::testing::UnitTest::GetInstance()->current_test_info()->name()),
        gate_(kit_.engine()) {
    EXPECT_TRUE(homeward::testing::ClockIsAhead());
    auto log = AuditLog::Open(&gate_, kit_.Options());
    EXPECT_OK(log);
    log_ = *std::move(log);
    Start(Options());
  }

  CommitterOptions Options() {
    CommitterOptions options;
    options.stats = [this](const CommitStats& stats) {
      absl::MutexLock lock(&mutex_);
      stats_.push_back(stats);
    };
    return options;
  }

  void Start(CommitterOptions options) {
    committer_.reset();
    committer_ =
        std::make_unique<Committer>(&gate_, log_.get(), std::move(options));
  }

  // Submits and waits.
  SubmissionResult Commit(Submission submission) {
    SubmissionResult result;
    absl::Notification done;
    absl::Status submitted =
        committer_->Submit(std::move(submission), [&](SubmissionResult r) {
          result = std::move(r);
          done.Notify();
        });
    if (!submitted.ok()) {
      result.status = submitted;
      return result;
    }
    done.WaitForNotification();
    return result;
  }

  AuditVerdict Verify() {
    const auto verdict = VerifyAuditLog(
        gate_, {"front-1", kit_.origin(), kit_.key(), {}, nullptr});
    EXPECT_OK(verdict);
    return *verdict;
  }

  size_t LargestGroup() {
    absl::MutexLock lock(&mutex_);
    size_t largest = 0;
    for (const CommitStats& stats : stats_) {
      largest = std::max(largest, stats.group_size);
    }
    return largest;
  }

  AuditTestKit kit_;
  Gate gate_;
  std::unique_ptr<AuditLog> log_;
  absl::Mutex mutex_;
  std::vector<CommitStats> stats_;
  std::unique_ptr<Committer> committer_;
};

TEST_F(CommitterTest, AReceiptProvesTheEntry) {
  ASSERT_OK(Commit(Entry("first")).status);
  const SubmissionResult result = Commit(Entry("second"));
  ASSERT_OK(result.status);
  ASSERT_EQ(result.receipts.size(), 1u);
  const AuditReceipt& receipt = result.receipts[0];
  EXPECT_EQ(receipt.index(), 1u);
  EXPECT_EQ(receipt.tree_size(), 2u);
  EXPECT_EQ(receipt.group(), 1u);
  ASSERT_OK_AND_ASSIGN(const auto proof, log_->InclusionProof(1, 2));
  EXPECT_THAT(
      VerifyInclusion(receipt.leaf_hash(), 1, 2, proof, receipt.tree_root()),
      IsOk());
  EXPECT_EQ(gate_.relaxed(), 0);
}

TEST_F(CommitterTest, WritesAndEntriesLandTogether) {
  Submission submission = Entry("m");
  submission.writes.Put("row", "value");
  submission.writes.ExpectAbsent("row");
  const SubmissionResult result = Commit(submission);
  ASSERT_OK(result.status);
  const auto row = kit_.engine()->Get("row");
  ASSERT_OK(row);
  EXPECT_EQ((*row)->value, "value");
  EXPECT_EQ((*row)->version, result.version);
  // The same again conflicts, and leaves no entry.
  EXPECT_THAT(Commit(submission).status, StatusIs(StatusCode::kAborted));
  EXPECT_EQ(log_->Current().size, 1u);
  Submission writes_only;
  writes_only.writes.Put("other", "value");
  const SubmissionResult plain = Commit(writes_only);
  EXPECT_OK(plain.status);
  EXPECT_TRUE(plain.receipts.empty());
}

TEST_F(CommitterTest, WhatFollowsACommitHappensOnceBeforeItIsToldAndOnlyThen) {
  std::vector<int> calls;
  Submission submission = Entry("m");
  submission.writes.Put("row", "value");
  submission.writes.ExpectAbsent("row");
  submission.committed.push_back([&] { calls.push_back(1); });
  submission.committed.push_back([&] { calls.push_back(2); });
  absl::Notification done;
  std::vector<int> before;
  ASSERT_OK(committer_->Submit(submission, [&](const SubmissionResult&) {
    before = calls;
    done.Notify();
  }));
  done.WaitForNotification();
  EXPECT_THAT(before, ::testing::ElementsAre(1, 2));
  EXPECT_THAT(Commit(submission).status, StatusIs(StatusCode::kAborted));
  gate_.Set(/*open=*/true, /*fail=*/true, /*land=*/false);
  Submission other = Entry("m");
  other.committed.push_back([&] { calls.push_back(3); });
  EXPECT_THAT(Commit(other).status, StatusIs(StatusCode::kUnavailable));
  EXPECT_THAT(calls, ::testing::ElementsAre(1, 2));
}

TEST_F(CommitterTest, ManyShareOneCommitAndOneConflictFailsAlone) {
  Submission seed;
  seed.writes.Put("taken", "1");
  ASSERT_OK(Commit(seed).status);
  gate_.Set(/*open=*/false, /*fail=*/false, /*land=*/true);
  std::atomic<int> ok{0};
  std::atomic<int> aborted{0};
  const auto count = [&](SubmissionResult result) {
    if (result.status.ok()) {
      EXPECT_EQ(result.receipts.size(), 1u);
      ++ok;
    } else {
      EXPECT_THAT(result.status, StatusIs(StatusCode::kAborted));
      EXPECT_TRUE(result.receipts.empty());
      ++aborted;
    }
  };
  for (int i = 0; i < 40; ++i) {
    Submission submission = Entry(absl::StrCat("m", i));
    const std::string key = i % 10 == 3 ? "taken" : absl::StrCat("row", i);
    submission.writes.Put(key, "2");
    submission.writes.ExpectAbsent(key);
    ASSERT_OK(committer_->Submit(submission, count));
  }
  gate_.Set(/*open=*/true, /*fail=*/false, /*land=*/true);
  committer_->Drain();
  EXPECT_EQ(ok, 36);
  EXPECT_EQ(aborted, 4);
  EXPECT_EQ(log_->Current().size, 36u);
  EXPECT_GT(LargestGroup(), 5u);
  EXPECT_LT(gate_.commits(), 20);
  EXPECT_TRUE(Verify().ok());
}

TEST_F(CommitterTest, WaitsForWhatIsComingUntilTheGroupIsFull) {
  CommitterOptions options = Options();
  options.max_wait = absl::Hours(1);
  options.more_coming = [] { return true; };
  Start(std::move(options));
  for (size_t i = 0; i < kFullGroup; ++i) {
    ASSERT_OK(committer_->Submit(Entry(absl::StrCat(i)), [](const auto&) {}));
  }
  committer_->Drain();
  EXPECT_EQ(LargestGroup(), kFullGroup);
  EXPECT_EQ(gate_.commits(), 1);
}

TEST_F(CommitterTest, DoesNotWaitForeverForWhatNeverComes) {
  CommitterOptions options = Options();
  options.max_wait = absl::Milliseconds(1);
  options.more_coming = [] { return true; };
  Start(std::move(options));
  std::atomic<bool> done{false};
  ASSERT_OK(committer_->Submit(Entry("alone"), [&](SubmissionResult result) {
    done = result.status.ok();
  }));
  EXPECT_TRUE(Eventually([&] { return done.load(); }));
}

// Each thread adds one to the same counter row, 25 times, by read, condition
// and repeat: no increment may be lost.
TEST_F(CommitterTest, ConcurrentIncrementsAreNotLost) {
  Submission seed;
  seed.writes.Put("counter", "0");
  ASSERT_OK(Commit(seed).status);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([this] {
      for (int added = 0; added < 25;) {
        const auto row = gate_.Get("counter");
        ASSERT_OK(row);
        Submission submission = Entry("increment");
        submission.writes.Put("counter",
                              absl::StrCat(std::stoi((*row)->value) + 1));
        submission.writes.ExpectVersion("counter", (*row)->version);
        const absl::Status status = Commit(submission).status;
        if (status.ok()) ++added;
        ASSERT_TRUE(status.ok() || absl::IsAborted(status)) << status;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ((*gate_.Get("counter"))->value, "100");
  EXPECT_EQ(log_->Current().size, 100u);
  EXPECT_TRUE(Verify().ok());
}

TEST_F(CommitterTest, AFullDiskFailsEverySubmissionAndTheTreeStays) {
  ASSERT_OK(Commit(Entry("before")).status);
  const Checkpoint before = log_->Current();
  gate_.Set(/*open=*/true, /*fail=*/true, /*land=*/false);
  const SubmissionResult failed = Commit(Entry("during"));
  EXPECT_THAT(failed.status,
              StatusIs(StatusCode::kUnavailable, HasSubstr("full")));
  EXPECT_TRUE(failed.receipts.empty());
  EXPECT_EQ(log_->Current().root, before.root);
  gate_.Set(/*open=*/true, /*fail=*/false, /*land=*/true);
  const SubmissionResult after = Commit(Entry("after"));
  ASSERT_OK(after.status);
  EXPECT_EQ(after.receipts[0].index(), 1u);
  EXPECT_TRUE(Verify().ok());
}

TEST_F(CommitterTest, IsWritableAgainWhenACommitWasMadeThoughNobodySubmits) {
  CommitterOptions options = Options();
  options.sign_every = absl::Milliseconds(5);
  Start(std::move(options));
  EXPECT_TRUE(committer_->IsWritable());
  ASSERT_OK(Commit(Entry("before")).status);
  gate_.Set(true, /*fail=*/true, /*land=*/false);
  EXPECT_TRUE(committer_->IsWritable());
  EXPECT_THAT(Commit(Entry("lost")).status, StatusIs(StatusCode::kUnavailable));
  EXPECT_FALSE(committer_->IsWritable());
  // It tries, and is not writable because the engine could be read anew.
  const int tried = gate_.commits();
  while (gate_.commits() < tried + 3) {
    EXPECT_FALSE(committer_->IsWritable());
    absl::SleepFor(absl::Milliseconds(1));
  }
  EXPECT_FALSE(committer_->IsWritable());
  gate_.Set(true, /*fail=*/false, /*land=*/true);
  EXPECT_TRUE(Eventually([&] { return committer_->IsWritable(); }));
  // From then on nothing is tried.
  const int made = gate_.commits();
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_LT(gate_.commits() - made, 3);  // Signing may be one.
  ASSERT_OK(Commit(Entry("after")).status);
  EXPECT_EQ(Verify().size, 2u);
}

TEST_F(CommitterTest, ACommitThatIsMadeSaysWritableAtOnce) {
  CommitterOptions options = Options();
  options.sign_every = absl::Hours(1);
  Start(std::move(options));
  gate_.Set(true, /*fail=*/true, /*land=*/false);
  EXPECT_THAT(Commit(Entry("lost")).status, StatusIs(StatusCode::kUnavailable));
  EXPECT_FALSE(committer_->IsWritable());
  gate_.Set(true, /*fail=*/false, /*land=*/true);
  ASSERT_OK(Commit(Entry("made")).status);
  EXPECT_TRUE(committer_->IsWritable());
}

// The commit landed, but its outcome never came back.
TEST_F(CommitterTest, AnUnknownOutcomeThatLandedIsReadBackBeforeTheNext) {
  ASSERT_OK(Commit(Entry("before")).status);
  gate_.Set(/*open=*/true, /*fail=*/true, /*land=*/true);
  EXPECT_THAT(Commit(Entry("lost")).status, StatusIs(StatusCode::kUnavailable));
  gate_.Set(/*open=*/true, /*fail=*/false, /*land=*/true);
  const SubmissionResult after = Commit(Entry("after"));
  ASSERT_OK(after.status);
  EXPECT_EQ(after.receipts[0].index(), 2u);
  EXPECT_TRUE(Verify().ok());
}

TEST_F(CommitterTest, ShedsWhenTheQueueIsFull) {
  CommitterOptions options = Options();
  options.max_queue = 3;
  Start(options);
  gate_.Set(/*open=*/false, /*fail=*/false, /*land=*/true);
  int accepted = 0;
  std::atomic<int> done{0};
  absl::Status refused;
  for (int i = 0; i < 20; ++i) {
    const absl::Status status =
        committer_->Submit(Entry("m"), [&done](SubmissionResult) { ++done; });
    if (status.ok()) ++accepted;
    if (!status.ok()) refused = status;
  }
  EXPECT_THAT(refused, StatusIs(StatusCode::kResourceExhausted,
                                HasSubstr("overloaded")));
  EXPECT_GE(accepted, 3);
  EXPECT_LT(accepted, 20);
  gate_.Set(/*open=*/true, /*fail=*/false, /*land=*/true);
  committer_->Drain();
  EXPECT_EQ(done, accepted);
}

TEST_F(CommitterTest, StopFinishesWhatIsQueuedSignsAndRefusesMore) {
  std::atomic<int> done{0};
  for (int i = 0; i < 10; ++i) {
    ASSERT_OK(committer_->Submit(Entry("m"), [&done](SubmissionResult result) {
      EXPECT_OK(result.status);
      ++done;
    }));
  }
  committer_->Stop();
  EXPECT_EQ(done, 10);
  EXPECT_THAT(Commit(Entry("late")).status, StatusIs(StatusCode::kUnavailable));
  ASSERT_OK_AND_ASSIGN(
      const Checkpoint head,
      OpenCheckpoint(log_->SignedHead(), kit_.key(), kit_.origin()));
  EXPECT_EQ(head.size, 10u);
}

TEST_F(CommitterTest, SignsSoonAfterActivityThoughNothingFollows) {
  CommitterOptions options = Options();
  options.sign_every = absl::Milliseconds(20);
  Start(options);
  ASSERT_OK(Commit(Entry("m")).status);
  ASSERT_OK(Commit(Entry("m")).status);
  EXPECT_TRUE(Eventually([&] { return log_->SignedSize() == 2; }));
}

// Else a store that is cut short before the first head would look new.
TEST_F(CommitterTest, TheFirstEntriesAreSignedForBeforeTheyAreAcknowledged) {
  ASSERT_OK(Commit(Entry("m")).status);
  AuditTestKit cut("cut_short");
  EXPECT_THAT(AuditLog::Open(cut.engine(), kit_.Options()),
              StatusIs(StatusCode::kDataLoss, HasSubstr("rolled back")));
}

TEST_F(CommitterTest, AReplacedFrontStops) {
  ASSERT_OK(Commit(Entry("mine")).status);
  ASSERT_OK(kit_.OpenLog());
  kit_.Append(1);
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(Commit(Entry("mine")).status,
                StatusIs(StatusCode::kFailedPrecondition));
  }
  EXPECT_TRUE(Verify().ok());
}

TEST_F(CommitterTest, RefusesWhatCanNeverFit) {
  Submission submission;
  submission.writes.Put("", "value");
  EXPECT_THAT(Commit(submission).status,
              StatusIs(StatusCode::kInvalidArgument));
}

// On an engine that conflicts needlessly and loses answers.
TEST(CommitterOnNarrowEngineTest, KeepsEveryAcknowledgedEntry) {
  AuditTestKit kit("narrow");
  const auto disk = NewNarrowDisk();
  NarrowOptions narrow;
  narrow.seed = 5;
  narrow.clock = SteadyNow;
  narrow.faults.false_conflict = 0.3;
  narrow.faults.unknown_outcome = 0.1;
  narrow.faults.unsettled = 0.1;
  const auto engine = OpenNarrow(disk, narrow);
  ASSERT_OK_AND_ASSIGN(const auto log,
                       AuditLog::Open(engine.get(), kit.Options()));
  CommitterOptions options;
  Committer committer(engine.get(), log.get(), options);
  std::atomic<uint64_t> acknowledged{0};
  // At least 200 commits: one in ten is not settled, so without any there is
  // less than one chance in a thousand million.
  for (int i = 0; i < 600; ++i) {
    ASSERT_OK(committer.Submit(Entry(absl::StrCat("m", i)),
                               [&acknowledged](SubmissionResult result) {
                                 if (result.status.ok()) ++acknowledged;
                               }));
    if (i % 3 == 0) committer.Drain();
  }
  committer.Stop();
  const NarrowCounts counts = CountsOf(*disk);
  EXPECT_GT(counts.false_conflicts, 0);
  EXPECT_GT(counts.unsettled, 0);
  EXPECT_GT(acknowledged, 100u);
  ASSERT_OK(engine->Health());
  ASSERT_OK_AND_ASSIGN(
      const AuditVerdict verdict,
      VerifyAuditLog(*engine,
                     {"front-1", kit.origin(), kit.key(), {}, nullptr}));
  EXPECT_TRUE(verdict.ok()) << verdict.problem;
  EXPECT_GE(verdict.size, acknowledged);
}

}  // namespace
}  // namespace homeward::storage
