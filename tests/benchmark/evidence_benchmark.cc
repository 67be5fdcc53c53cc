// Sealed values, the tree, and audit entries made durable on the disk that
// holds TEST_TMPDIR (else /tmp).
//
//   bazel run --config=opt //tests/benchmark:evidence_benchmark

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>

#include "absl/synchronization/mutex.h"
#include "benchmark/benchmark.h"
#include "storage/committer.h"
#include "storage/keys/key_wrap.h"
#include "storage/keys/seal.h"
#include "storage/log/merkle.h"
#include "tests/benchmark/disk_log.h"

namespace homeward::storage {
namespace {

using ::homeward::benchmark::DiskLog;

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

void BM_Seal(::benchmark::State& state) {
  const Secret key = Key();
  const std::string text(static_cast<size_t>(state.range(0)), 't');
  for (auto _ : state) {
    ::benchmark::DoNotOptimize(Must(Seal(key, kPlace, text)));
  }
}
BENCHMARK(BM_Seal)->Arg(64)->Arg(1024)->Arg(48 << 10);

void BM_Unseal(::benchmark::State& state) {
  const Secret key = Key();
  const std::string sealed = Must(
      Seal(key, kPlace, std::string(static_cast<size_t>(state.range(0)), 't')));
  for (auto _ : state) {
    ::benchmark::DoNotOptimize(Must(Unseal(key, kPlace, sealed)));
  }
}
BENCHMARK(BM_Unseal)->Arg(64)->Arg(1024)->Arg(48 << 10);

void BM_UnwrapKey(::benchmark::State& state) {
  const Secret key = Key();
  const std::string wrapped = Must(WrapKey(key, Key(), "c-7"));
  for (auto _ : state) {
    ::benchmark::DoNotOptimize(Must(UnwrapKey(key, wrapped, "c-7")));
  }
}
BENCHMARK(BM_UnwrapKey);

void BM_AppendLeaf(::benchmark::State& state) {
  Frontier frontier;
  const Hash leaf = LeafHash("entry");
  for (auto _ : state) frontier.Append(leaf);
  ::benchmark::DoNotOptimize(frontier.Root());
}
BENCHMARK(BM_AppendLeaf);

// Entries a second, each synced, with `range(0)` calls in flight.
void BM_SyncedEntries(::benchmark::State& state) {
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

void BM_InclusionProof(::benchmark::State& state) {
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
    ::benchmark::DoNotOptimize(Must(disk.log().InclusionProof(index, size)));
    index = (index + 7919) % size;
  }
  state.counters["entries"] = static_cast<double>(size);
}
BENCHMARK(BM_InclusionProof);

}  // namespace
}  // namespace homeward::storage

BENCHMARK_MAIN();
