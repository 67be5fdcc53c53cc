// The engine over RocksDB on the disk that holds TEST_TMPDIR (else /tmp).
//
//   bazel run --config=opt //tests/benchmark:engine_benchmark

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "benchmark/benchmark.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/engine/rocksdb_engine.h"

namespace homeward::storage {
namespace {

constexpr int kRows = 100000;
constexpr size_t kValueBytes = 256;

std::string KeyOf(int row) { return absl::StrCat("row/", 10000000 + row); }

std::string StorePath() {
  const char* folder = getenv("TEST_TMPDIR");
  return absl::StrCat(folder == nullptr ? "/tmp" : folder, "/engine_benchmark.",
                      getpid());
}

// One store with kRows rows, for all benchmarks of the process.
Engine& SharedEngine() {
  static const std::unique_ptr<Engine> engine = [] {
    auto opened = OpenRocksDb(StorePath());
    if (!opened.ok()) {
      std::cerr << opened.status() << "\n";
      std::exit(1);
    }
    for (int row = 0; row < kRows; row += 1000) {
      Batch batch;
      for (int i = row; i < row + 1000; ++i) {
        batch.Put(KeyOf(i), std::string(kValueBytes, 'v'));
      }
      if (!(*opened)->Commit(batch, Durability::kRelaxed).ok()) std::exit(1);
    }
    return *std::move(opened);
  }();
  return *engine;
}

void BM_Get(benchmark::State& state) {
  Engine& engine = SharedEngine();
  std::minstd_rand random(state.thread_index() + 1);
  for (auto _ : state) {
    const auto row = engine.Get(KeyOf(random() % kRows));
    if (!row.ok() || !row->has_value()) state.SkipWithError("no row");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Get)->ThreadRange(1, 2)->UseRealTime();

void BM_MultiGet(benchmark::State& state) {
  Engine& engine = SharedEngine();
  std::minstd_rand random(1);
  for (auto _ : state) {
    std::vector<std::string> keys;
    for (int i = 0; i < state.range(0); ++i) {
      keys.push_back(KeyOf(random() % kRows));
    }
    const auto rows = engine.MultiGet(keys);
    if (!rows.ok()) state.SkipWithError("no rows");
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_MultiGet)->Arg(1)->Arg(10)->Arg(100);

void BM_Scan(benchmark::State& state) {
  Engine& engine = SharedEngine();
  std::minstd_rand random(1);
  for (auto _ : state) {
    ScanRequest request;
    request.begin = KeyOf(random() % (kRows / 2));
    request.limit = state.range(0);
    const auto page = engine.Scan(request);
    if (!page.ok()) state.SkipWithError("no page");
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_Scan)->Arg(10)->Arg(100);

void Commit(benchmark::State& state, Durability durability) {
  Engine& engine = SharedEngine();
  std::minstd_rand random(state.thread_index() + 1);
  for (auto _ : state) {
    Batch batch;
    for (int i = 0; i < state.range(0); ++i) {
      batch.Put(KeyOf(random() % kRows), std::string(kValueBytes, 'w'));
    }
    if (!engine.Commit(batch, durability).ok()) state.SkipWithError("failed");
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
void BM_CommitDurable(benchmark::State& state) {
  Commit(state, Durability::kDurable);
}
BENCHMARK(BM_CommitDurable)
    ->Arg(1)
    ->Arg(10)
    ->Arg(100)
    ->Arg(1000)
    ->UseRealTime();
void BM_CommitRelaxed(benchmark::State& state) {
  Commit(state, Durability::kRelaxed);
}
BENCHMARK(BM_CommitRelaxed)->Arg(1)->Arg(100)->UseRealTime();

// A batch like that of one answer: four rows, three conditions.
void BM_CommitWithConditions(benchmark::State& state) {
  Engine& engine = SharedEngine();
  static int64_t number = 0;  // Over all runs: keys must be new.
  for (auto _ : state) {
    const auto mou = engine.Get(KeyOf(1));
    if (!mou.ok() || !mou->has_value()) {
      state.SkipWithError("no row");
      break;
    }
    Batch batch;
    for (int i = 0; i < 4; ++i) {
      const std::string key = absl::StrCat("log/", getpid(), "/", ++number);
      batch.Put(key, std::string(kValueBytes, 'l'));
      if (i < 2) batch.ExpectAbsent(key);
    }
    batch.ExpectVersion(KeyOf(1), (*mou)->version);
    if (!engine.Commit(batch, Durability::kDurable).ok()) {
      state.SkipWithError("failed");
    }
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_CommitWithConditions)->UseRealTime();

}  // namespace
}  // namespace homeward::storage

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  std::filesystem::remove_all(homeward::storage::StorePath());
  return 0;
}
