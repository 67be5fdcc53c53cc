#ifndef HOMEWARD_STORAGE_RECORDS_RECORD_TEST_KIT_H_
#define HOMEWARD_STORAGE_RECORDS_RECORD_TEST_KIT_H_

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/engine/rocksdb_engine.h"
#include "storage/engine/rocksdb_options.h"
#include "storage/keys/blind.h"
#include "storage/keys/keyring.h"
#include "storage/keys/secret.h"
#include "storage/keys/subject_keys.h"
#include "storage/records/record_store.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {

// The records of an agency, on a RocksDB of their own, in memory
// or, for tests that look at the files, on disk.
class RecordTestKit {
 public:
  enum class Disk { kMemory, kReal };

  explicit RecordTestKit(Disk disk = Disk::kMemory,
                         std::string agency_id = "registrar")
      : agency_id_(std::move(agency_id)) {
    std::string folder = ::testing::TempDir() + "/records_XXXXXX";
    EXPECT_NE(mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    if (disk == Disk::kMemory) options_.disk = NewMemoryDisk();
    EXPECT_OK(Keyring::Create(folder_, Root()));
    Open();
  }

  void Close() {
    records_.reset();
    keys_.reset();
    keyring_.reset();
    engine_.reset();
  }

  void Open() {
    auto engine = OpenRocksDb(
        options_.disk == nullptr ? folder_ + "/store" : "/store", options_);
    ASSERT_OK(engine);
    engine_ = *std::move(engine);
    auto keyring = Keyring::Open(folder_, Root());
    ASSERT_OK(keyring);
    keyring_ = *std::move(keyring);
    auto keys = SubjectKeys::Open(engine_.get(), keyring_.get());
    ASSERT_OK(keys);
    keys_ = *std::move(keys);
    auto blind = BlindIndex::Create(Secret(std::string(32, 'b')));
    ASSERT_OK(blind);
    blind_ = std::make_unique<BlindIndex>(*std::move(blind));
    records_ = std::make_unique<RecordStore>(engine_.get(), keys_.get(),
                                             blind_.get(), agency_id_);
  }

  CommitOutcome Commit(const RecordChange& change) {
    return engine_->Commit(change.batch, Durability::kDurable).outcome;
  }

  // Destroys the key of a record and leaves its rows, as in a store that was
  // restored from a copy older than the record's erasure.
  void DestroyKeyOf(absl::string_view record_id) {
    const std::string row = KeyRowOf(record_id);
    const auto before = engine_->Get(row);
    ASSERT_OK(before);
    ASSERT_TRUE(before->has_value());
    ASSERT_OK(keys_->Shred(SubjectOf(record_id)));
    Batch batch;
    batch.Put(row, (*before)->value);
    ASSERT_OK(engine_->Commit(batch, Durability::kDurable).status);
  }

  // Loses the key of a record, which nothing erased, and opens anew.
  void LoseKeyOf(absl::string_view record_id) {
    Batch batch;
    batch.Delete(KeyRowOf(record_id));
    ASSERT_OK(engine_->Commit(batch, Durability::kDurable).status);
    Close();
    Open();
  }

  // The subject whose key seals a record.
  static std::string SubjectOf(absl::string_view record_id) {
    return absl::HexStringToBytes(record_id.substr(record_id.size() - 32));
  }

  const std::string& folder() const { return folder_; }
  Engine* engine() { return engine_.get(); }
  Keyring* keyring() { return keyring_.get(); }
  SubjectKeys* keys() { return keys_.get(); }
  const BlindIndex* blind() { return blind_.get(); }
  RecordStore* records() { return records_.get(); }

 private:
  static std::string KeyRowOf(absl::string_view record_id) {
    return "subject_key/" + SubjectOf(record_id);
  }
  static Secret Root() { return Secret(std::string(32, 'r')); }

  const std::string agency_id_;
  std::string folder_;
  RocksDbOptions options_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<Keyring> keyring_;
  std::unique_ptr<SubjectKeys> keys_;
  std::unique_ptr<BlindIndex> blind_;
  std::unique_ptr<RecordStore> records_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_RECORDS_RECORD_TEST_KIT_H_
