#ifndef HOMEWARD_STORAGE_ENGINE_ENGINE_FOR_TEST_H_
#define HOMEWARD_STORAGE_ENGINE_ENGINE_FOR_TEST_H_

#include <memory>
#include <utility>

#include "gtest/gtest.h"
#include "storage/engine/engine.h"
#include "storage/engine/rocksdb_engine.h"
#include "storage/engine/rocksdb_options.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {

// A new, empty store in memory, which ends with its engine.
inline std::unique_ptr<Engine> NewEngineForTest() {
  RocksDbOptions options;
  options.disk = NewMemoryDisk();
  auto engine = OpenRocksDb("/store", options);
  EXPECT_OK(engine);
  return *std::move(engine);
}

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_ENGINE_ENGINE_FOR_TEST_H_
