#include "storage/engine/rocksdb_options.h"

#include <memory>

#include "rocksdb/env.h"

namespace homeward::storage {

std::shared_ptr<rocksdb::Env> NewMemoryDisk() {
  return std::shared_ptr<rocksdb::Env>(
      rocksdb::NewMemEnv(rocksdb::Env::Default()));
}

}  // namespace homeward::storage
