#ifndef HOMEWARD_STORAGE_ENGINE_ROCKSDB_OPTIONS_H_
#define HOMEWARD_STORAGE_ENGINE_ROCKSDB_OPTIONS_H_

#include <cstddef>
#include <memory>

#include "storage/engine/engine.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace homeward::storage {

// A disk in memory. Stores on it are kept while any pointer to it is, also when
// their engine was closed.
std::shared_ptr<rocksdb::Env> NewMemoryDisk();

struct RocksDbOptions {
  // Where the store lives. Null: the file system of the machine.
  std::shared_ptr<rocksdb::Env> disk;
  // Times snapshots. Empty: the machine's steady clock.
  Clock clock;
  // Memory: blocks read, and rows not yet in a table (twice that at times).
  size_t cache_bytes = 16 << 20;
  size_t write_buffer_bytes = 8 << 20;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_ENGINE_ROCKSDB_OPTIONS_H_
