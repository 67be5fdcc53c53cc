// Sealed values, the tree, and audit entries made durable on the disk that
// holds TEST_TMPDIR (else /tmp).
//
//   bazel run --config=opt //tests/benchmark:evidence_benchmark

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "benchmark/benchmark.h"
#include "storage/committer.h"
#include "storage/engine/rocksdb_engine.h"
#include "storage/keys/key_wrap.h"
#include "storage/keys/seal.h"
#include "storage/log/audit_log.h"
#include "storage/log/ed25519_for_test.h"
#include "storage/log/merkle.h"

namespace homeward::storage {
namespace {

const SealPlace kPlace = {"child", "c-7", "identity", 1, "c-7"};

Secret Key() { return Secret(std::string(32, 'k')); }

template <typename T>
T Must(absl::StatusOr<T> result) {
  if (!result.ok()) {
    std::cerr << result.status() << "\n";
    std::exit(1);
  }
  return *std::move(result);
}

void BM_Seal(benchmark::State& state) {
  const Secret key = Key();
  const std::string text(static_cast<size_t>(state.range(0)), 't');
  for (auto _ : state) {
    benchmark::DoNotOptimize(Must(Seal(key, kPlace, text)));
  }
}
BENCHMARK(BM_Seal)->Arg(64)->Arg(1024)->Arg(48 << 10);

void BM_Unseal(benchmark::State& state) {
  const Secret key = Key();
  const std::string sealed = Must(
      Seal(key, kPlace, std::string(static_cast<size_t>(state.range(0)), 't')));
  for (auto _ : state) {
    benchmark::DoNotOptimize(Must(Unseal(key, kPlace, sealed)));
  }
}
BENCHMARK(BM_Unseal)->Arg(64)->Arg(1024)->Arg(48 << 10);

void BM_UnwrapKey(benchmark::State& state) {
  const Secret key = Key();
  const std::string wrapped = Must(WrapKey(key, Key(), "c-7"));
  for (auto _ : state) {
    benchmark::DoNotOptimize(Must(UnwrapKey(key, wrapped, "c-7")));
  }
}
BENCHMARK(BM_UnwrapKey);

void BM_AppendLeaf(benchmark::State& state) {
  Frontier frontier;
  const Hash leaf = LeafHash("entry");
  for (auto _ : state) frontier.Append(leaf);
  benchmark::DoNotOptimize(frontier.Root());
}
BENCHMARK(BM_AppendLeaf);

// A log on a store on disk, thrown away at the end.
class DiskLog {
 public:
  DiskLog() : signer_(std::string(32, 's')) {
    const char* folder = std::getenv("TEST_TMPDIR");
    path_ = absl::StrCat(folder == nullptr ? "/tmp" : folder,
                         "/evidence_benchmark.", getpid());
    std::filesystem::remove_all(path_);
    std::filesystem::create_directory(path_);
    engine_ = Must(OpenRocksDb(path_ + "/store"));
    log_ = Must(AuditLog::Open(
        engine_.get(),
        {"front-1", "example/agency/1", signer_.NoteKeyNamed("front-1"),
         signer_.sign(), Key(), "audit-details/1", path_ + "/head"}));
    CommitterOptions options;
    options.stats = [this](const CommitStats& stats) {
      groups_ += stats.group_size > 0 ? 1 : 0;
    };
    committer_ =
        std::make_unique<Committer>(engine_.get(), log_.get(), options);
  }
  ~DiskLog() {
    committer_.reset();
    log_.reset();
    engine_.reset();
    std::filesystem::remove_all(path_);
  }

  Committer& committer() { return *committer_; }
  AuditLog& log() { return *log_; }
  int64_t groups() const { return groups_; }

 private:
  std::string path_;
  const TestSigner signer_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<AuditLog> log_;
  int64_t groups_ = 0;
  std::unique_ptr<Committer> committer_;
};

// Entries a second, each synced, with `range(0)` calls in flight.
void BM_SyncedEntries(benchmark::State& state) {
  DiskLog disk;
  absl::Mutex mutex;
  int64_t in_flight = 0;
  const Submission submission{{},
                              {{std::string(200, 'm'), std::string(400, 'd')}}};
  for (auto _ : state) {
    absl::MutexLock lock(&mutex);
    const auto free = [&] { return in_flight < state.range(0); };
    mutex.Await(absl::Condition(&free));
    ++in_flight;
    const absl::Status submitted =
        disk.committer().Submit(submission, [&](SubmissionResult result) {
          if (!result.status.ok()) std::exit(1);
          absl::MutexLock done(&mutex);
          --in_flight;
        });
    if (!submitted.ok()) std::exit(1);
  }
  disk.committer().Drain();
  state.SetItemsProcessed(state.iterations());
  state.counters["entries_per_sync"] =
      static_cast<double>(state.iterations()) /
      static_cast<double>(std::max<int64_t>(1, disk.groups()));
}
BENCHMARK(BM_SyncedEntries)->Arg(1)->Arg(8)->Arg(32)->Arg(256)->UseRealTime();

void BM_InclusionProof(benchmark::State& state) {
  DiskLog disk;
  for (int i = 0; i < 400; ++i) {
    Submission submission;
    for (int j = 0; j < 250; ++j) submission.entries.push_back({"m", "d"});
    if (!disk.committer().Submit(submission, [](SubmissionResult) {}).ok()) {
      std::exit(1);
    }
  }
  disk.committer().Drain();
  const uint64_t size = disk.log().Current().size;
  uint64_t index = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(Must(disk.log().InclusionProof(index, size)));
    index = (index + 7919) % size;
  }
  state.counters["entries"] = static_cast<double>(size);
}
BENCHMARK(BM_InclusionProof);

}  // namespace
}  // namespace homeward::storage

BENCHMARK_MAIN();
