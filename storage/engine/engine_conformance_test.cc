#include "storage/engine/engine_conformance.h"

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "rocksdb/env.h"
#include "storage/engine/engine.h"
#include "storage/engine/narrow_engine.h"
#include "storage/engine/rocksdb_engine.h"
#include "storage/engine/rocksdb_options.h"

namespace homeward::storage {
namespace {

class RocksDbPlace : public EngineUnderTest {
 public:
  RocksDbPlace(std::string path, std::shared_ptr<rocksdb::Env> disk)
      : path_(std::move(path)), disk_(std::move(disk)) {}

  absl::StatusOr<std::unique_ptr<Engine>> Open(Clock clock) override {
    RocksDbOptions options;
    options.disk = disk_;
    options.clock = std::move(clock);
    options.write_buffer_bytes = 64 << 10;  // So that rows reach tables.
    return OpenRocksDb(path_, options);
  }

 private:
  const std::string path_;
  const std::shared_ptr<rocksdb::Env> disk_;
};

std::unique_ptr<EngineUnderTest> OnDisk() {
  static int count = 0;
  const std::string path =
      absl::StrCat(::testing::TempDir(), "/store", ++count);
  std::filesystem::remove_all(path);
  return std::make_unique<RocksDbPlace>(path, nullptr);
}

std::unique_ptr<EngineUnderTest> InMemory() {
  return std::make_unique<RocksDbPlace>("/store", NewMemoryDisk());
}

class NarrowPlace : public EngineUnderTest {
 public:
  explicit NarrowPlace(NarrowFaults faults) : faults_(faults) {}

  absl::StatusOr<std::unique_ptr<Engine>> Open(Clock clock) override {
    NarrowOptions options;
    options.seed = ++seed_;
    options.faults = faults_;
    options.clock = std::move(clock);
    return OpenNarrow(disk_, options);
  }

 private:
  const NarrowFaults faults_;
  const std::shared_ptr<NarrowDisk> disk_ = NewNarrowDisk();
  uint64_t seed_ = 0;
};

std::unique_ptr<EngineUnderTest> Narrow() {
  return std::make_unique<NarrowPlace>(NarrowFaults());
}

// All that an engine may do to its callers and still keep its promises. A
// conflict that needn't be would hide which keys really conflict, so it has
// tests of its own.
std::unique_ptr<EngineUnderTest> NarrowAndRough() {
  NarrowFaults faults;
  faults.unknown_outcome = 0.3;
  faults.short_page = 0.5;
  return std::make_unique<NarrowPlace>(faults);
}

INSTANTIATE_TEST_SUITE_P(
    Engines, EngineConformanceTest,
    ::testing::Values(EngineKind{"RocksDbOnDisk", OnDisk},
                      EngineKind{"RocksDbInMemory", InMemory},
                      EngineKind{"Narrow", Narrow},
                      EngineKind{"NarrowAndRough", NarrowAndRough}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace homeward::storage
