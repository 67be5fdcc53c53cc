// Cuts the power of a store at every write, sync, rename and delete of one
// workload, and looks at what is left. What Commit() promised must be there:
// all that it called durable, each batch whole, none out of order.

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "rocksdb/env.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/engine/rocksdb_engine.h"
#include "storage/engine/rocksdb_options.h"
#include "tests/fault/crash_file_system.h"
#include "tests/fault/power_cut.h"

namespace homeward::testing {
namespace {

using storage::Batch;
using storage::CommitResult;
using storage::Durability;
using storage::Engine;

using Rows = std::map<std::string, std::string>;

constexpr int kCommits = 60;
constexpr char kHead[] = "head";  // Written by every commit: its number.

bool IsDurable(int number) { return number % 3 != 1; }

// Batch `number` of the workload. Large enough that tables are written and
// merged on the way.
Batch BatchOf(int number) {
  Batch batch;
  batch.Put(kHead, absl::StrCat(number));
  for (int row = 0; row < 3; ++row) {
    const std::string key = absl::StrCat("row/", (number * 7 + row) % 20);
    batch.Put(key,
              absl::StrCat(number, "/", std::string(3000, 'a' + number % 26)));
  }
  batch.Delete(absl::StrCat("row/", (number * 11) % 20));
  return batch;
}

// The rows after each number of commits.
std::vector<Rows> ExpectedStates() {
  std::vector<Rows> states(1);
  for (int number = 1; number <= kCommits; ++number) {
    Rows rows = states.back();
    const Batch batch = BatchOf(number);
    for (const auto& operation : batch.operations()) {
      if (operation.value.has_value()) {
        rows[operation.key] = *operation.value;
      } else {
        rows.erase(operation.key);
      }
    }
    states.push_back(std::move(rows));
  }
  return states;
}

// RocksDB sleeps a second after a failure in the background; here it naps.
class ShortSleep : public rocksdb::EnvWrapper {
 public:
  using EnvWrapper::EnvWrapper;

  void SleepForMicroseconds(int micros) override {
    EnvWrapper::SleepForMicroseconds(std::min(micros, 100));
  }
};

enum class Commits {
  kMixed,    // Two of three are durable.
  kRelaxed,  // None is: any may be lost, with all that follow it.
  kLying,    // Those that are called durable aren't: a planted bug.
};

// A machine with one store, and what was promised of it.
class Machine {
 public:
  Machine(uint64_t seed, Commits commits)
      : commits_(commits),
        disk_(std::make_shared<CrashFileSystem>(seed)),
        env_(std::make_shared<ShortSleep>(rocksdb::NewCompositeEnv(disk_))) {}

  CrashFileSystem& disk() { return *disk_; }

  absl::StatusOr<std::unique_ptr<Engine>> Open() {
    storage::RocksDbOptions options;
    options.disk = env_;
    options.cache_bytes = 64 << 10;
    options.write_buffer_bytes = 64 << 10;
    return storage::OpenRocksDb("/store", options);
  }

  // Runs the workload until its end or the crash.
  void Run() {
    auto engine = Open();
    if (!engine.ok()) return;
    for (int number = 1; number <= kCommits; ++number) {
      tried_ = number;
      const bool durable = commits_ != Commits::kRelaxed && IsDurable(number);
      const CommitResult result = (*engine)->Commit(
          BatchOf(number), durable && commits_ != Commits::kLying
                               ? Durability::kDurable
                               : Durability::kRelaxed);
      if (!result.ok()) return;
      committed_ = number;
      if (durable) promised_ = number;
      versions_.insert(result.version.bytes());
    }
  }

  // What is wrong with the store that is left; empty if nothing.
  std::string Check(const std::vector<Rows>& states) {
    auto engine = Open();
    if (!engine.ok()) return engine.status().ToString();
    Rows rows;
    std::optional<storage::ScanRequest> next = storage::ScanPrefix("");
    while (next.has_value()) {
      const auto page = (*engine)->Scan(*next);
      if (!page.ok()) return page.status().ToString();
      for (const auto& row : page->rows) rows[row.key] = row.value;
      next = storage::NextPage(*next, *page);
    }
    if (rows.count(kHead) > 0 && !absl::SimpleAtoi(rows[kHead], &found_)) {
      return "the head isn't a number";
    }
    if (found_ < promised_) {
      return absl::StrCat("durable commit ", promised_, " is lost, only ",
                          found_, " are left");
    }
    if (found_ > tried_) return "a commit that nobody made";
    if (rows != states[found_]) {
      return absl::StrCat("rows aren't those of commit ", found_);
    }
    const CommitResult more =
        (*engine)->Commit(BatchOf(1), Durability::kDurable);
    if (!more.ok()) return more.status.ToString();
    if (versions_.count(more.version.bytes()) > 0) return "a version came back";
    return "";
  }

  bool lost_relaxed() const { return found_ < committed_; }
  bool kept_unfinished() const { return found_ > committed_; }

 private:
  const Commits commits_;
  const std::shared_ptr<CrashFileSystem> disk_;
  const std::shared_ptr<rocksdb::Env> env_;
  int tried_ = 0;      // The last commit begun.
  int committed_ = 0;  // The last one that returned.
  int promised_ = 0;   // The last durable one that returned.
  int found_ = 0;      // The last one that was left.
  std::set<std::string> versions_;
};

// The number of operations of the workload without a crash.
int64_t CountOperations(Commits commits) {
  Machine machine(/*seed=*/0, commits);
  machine.Run();
  return machine.disk().operations();
}

struct Sweep {
  int points = 0;
  int fired = 0;
  int lost_relaxed = 0;
  int kept_unfinished = 0;
  std::vector<std::string> faults;
};

// Crashes at every `stride`th operation, with `cut`; then again with another
// seed, until there were `least` crashes: what runs in the background makes
// operations more or less.
Sweep RunSweep(PowerCut cut, int stride, Commits commits, int least = 0) {
  const std::vector<Rows> states = ExpectedStates();
  const int64_t operations = CountOperations(commits);
  Sweep sweep;
  for (int64_t seed = 1;
       seed <= operations || (sweep.fired < least && seed <= 10 * operations);
       seed += stride) {
    const int64_t point = (seed - 1) % operations + 1;
    Machine machine(seed, commits);
    machine.disk().CrashAt(point);
    machine.Run();
    ++sweep.points;
    if (machine.disk().crashed()) ++sweep.fired;
    machine.disk().Restart(cut);
    const std::string fault = machine.Check(states);
    if (!fault.empty()) {
      sweep.faults.push_back(absl::StrCat("crash at ", point, ": ", fault));
    }
    if (machine.lost_relaxed()) ++sweep.lost_relaxed;
    if (machine.kept_unfinished()) ++sweep.kept_unfinished;
  }
  std::cout << sweep.points << " points of " << operations << " operations, "
            << sweep.fired << " fired, " << sweep.lost_relaxed
            << " lost relaxed commits, " << sweep.kept_unfinished
            << " kept an unfinished one\n";
  return sweep;
}

class CrashSweepTest : public ::testing::TestWithParam<PowerCut> {};

TEST_P(CrashSweepTest, KeepsWhatWasPromised) {
  const Sweep sweep =
      RunSweep(GetParam(), /*stride=*/1, Commits::kMixed, /*least=*/200);
  for (const std::string& fault : sweep.faults) ADD_FAILURE() << fault;
  EXPECT_GE(sweep.fired, 200) << "too few crashes happened";
  EXPECT_GT(sweep.lost_relaxed, 0) << "the cut took nothing: is it a cut?";
}

// RocksDB begins another log now and then, and what is lost of the one before
// must not leave a hole.
TEST_P(CrashSweepTest, NoRelaxedCommitIsLeftWithoutThoseBeforeIt) {
  const Sweep sweep = RunSweep(GetParam(), /*stride=*/1, Commits::kRelaxed);
  for (const std::string& fault : sweep.faults) ADD_FAILURE() << fault;
  EXPECT_GT(sweep.lost_relaxed, 0) << "the cut took nothing: is it a cut?";
}

// A bug planted on purpose must be found, or the sweep proves nothing.
TEST_P(CrashSweepTest, FindsAnEngineThatDoesNotSync) {
  const Sweep sweep = RunSweep(GetParam(), /*stride=*/5, Commits::kLying);
  EXPECT_GT(sweep.faults.size(), sweep.points / 10);
}

INSTANTIATE_TEST_SUITE_P(Cuts, CrashSweepTest,
                         ::testing::Values(PowerCut::kSyncedOnly,
                                           PowerCut::kTornWrite,
                                           PowerCut::kReordered),
                         [](const auto& info) -> std::string {
                           switch (info.param) {
                             case PowerCut::kSyncedOnly:
                               return "SyncedOnly";
                             case PowerCut::kTornWrite:
                               return "TornWrite";
                             case PowerCut::kReordered:
                               return "Reordered";
                           }
                         });

// The power also fails while the store recovers from the first cut.
TEST(CrashInRecoveryTest, KeepsWhatWasPromised) {
  const std::vector<Rows> states = ExpectedStates();
  const int64_t operations = CountOperations(Commits::kMixed);
  int fired = 0;
  for (int64_t point = 20; point <= operations; point += operations / 8) {
    for (int64_t second = 1; second <= 30; second += 2) {
      Machine machine(/*seed=*/point * 100 + second, Commits::kMixed);
      machine.disk().CrashAt(point);
      machine.Run();
      machine.disk().Restart(PowerCut::kTornWrite);
      machine.disk().CrashAt(second);
      machine.Open().status().IgnoreError();
      if (machine.disk().crashed()) ++fired;
      machine.disk().Restart(PowerCut::kTornWrite);
      EXPECT_EQ(machine.Check(states), "")
          << "crash at " << point << ", then at " << second;
    }
  }
  EXPECT_GE(fired, 60);
}

}  // namespace
}  // namespace homeward::testing
