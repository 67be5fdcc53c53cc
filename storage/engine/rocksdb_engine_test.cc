#include "storage/engine/rocksdb_engine.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/base/config.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/engine/rocksdb_options.h"
#include "tests/testing/allocated.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::AllocatedBytes;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;

constexpr char kSecondProcessPath[] = "SECOND_PROCESS_PATH";

// A path with nothing there yet.
std::string FreshPath() {
  static int count = 0;
  const std::string path =
      absl::StrCat(::testing::TempDir(), "/rocksdb_engine", ++count);
  std::filesystem::remove_all(path);
  return path;
}

Batch Put(const std::string& key, const std::string& value) {
  Batch batch;
  batch.Put(key, value);
  return batch;
}

TEST(RocksDbEngineTest, KeepsASecondProcessOut) {
  const std::string path = FreshPath();
  ASSERT_OK_AND_ASSIGN(auto engine, OpenRocksDb(path));
  const auto again = OpenRocksDb(path);
  EXPECT_THAT(again, StatusIs(StatusCode::kFailedPrecondition,
                              HasSubstr("stop it first")));
  ASSERT_EQ(setenv(kSecondProcessPath, path.c_str(), /*replace=*/1), 0);
  const pid_t child = fork();
  if (child == 0) {
    // Another process: RocksDB's own table of open folders doesn't help here.
    execl("/proc/self/exe", "rocksdb_engine_test",
          "--gtest_filter=RocksDbEngineTest.DISABLED_SecondProcess",
          "--gtest_also_run_disabled_tests", nullptr);
    _exit(127);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(engine->Commit(Put("a", "1"), Durability::kDurable).ok());
}

// Run by the test above in a process of its own.
TEST(RocksDbEngineTest, DISABLED_SecondProcess) {
  const char* path = getenv(kSecondProcessPath);
  ASSERT_NE(path, nullptr);
  EXPECT_THAT(OpenRocksDb(path), StatusIs(StatusCode::kFailedPrecondition,
                                          HasSubstr("another process")));
}

TEST(RocksDbEngineTest, ReleasesTheFolderWhenClosed) {
  const std::string path = FreshPath();
  ASSERT_OK(OpenRocksDb(path));
  ASSERT_OK(OpenRocksDb(path));
}

TEST(RocksDbEngineTest, MakesTheFolderForItsOwnerOnly) {
  const std::string path = FreshPath();
  ASSERT_OK(OpenRocksDb(path));
  struct stat found;
  ASSERT_EQ(stat(path.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0700);
}

TEST(RocksDbEngineTest, NamesWhatIsWrongWithThePath) {
  EXPECT_THAT(OpenRocksDb(FreshPath() + "/none/store"),
              StatusIs(StatusCode::kNotFound, HasSubstr("parent")));
  const std::string file = FreshPath();
  std::ofstream(file) << "a file";
  EXPECT_THAT(OpenRocksDb(file + "/store"),
              StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_THAT(OpenRocksDb(file), ::testing::Not(homeward::testing::IsOk()));
}

TEST(RocksDbEngineTest, RefusesTheDatabaseOfSomethingElse) {
  const std::string path = FreshPath();
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* opened = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, path, &opened).ok());
  std::unique_ptr<rocksdb::DB> db(opened);
  ASSERT_TRUE(db->Put(rocksdb::WriteOptions(), "key", "value").ok());
  db = nullptr;
  EXPECT_THAT(OpenRocksDb(path), StatusIs(StatusCode::kFailedPrecondition,
                                          HasSubstr("did not write")));
  ASSERT_TRUE(rocksdb::DB::Open(options, path, &opened).ok());
  db.reset(opened);
  std::string value;
  EXPECT_TRUE(db->Get(rocksdb::ReadOptions(), "key", &value).ok());
  EXPECT_EQ(value, "value");
  EXPECT_TRUE(db->Get(rocksdb::ReadOptions(), "", &value).IsNotFound());
}

TEST(RocksDbEngineTest, RefusesAFormatItDoesNotKnow) {
  const std::string path = FreshPath();
  ASSERT_OK(OpenRocksDb(path));
  rocksdb::DB* opened = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(rocksdb::Options(), path, &opened).ok());
  const std::unique_ptr<rocksdb::DB> db(opened);
  ASSERT_TRUE(
      db->Put(rocksdb::WriteOptions(), "", "homeward store 2\n........").ok());
  ASSERT_TRUE(db->Close().ok());
  EXPECT_THAT(OpenRocksDb(path), StatusIs(StatusCode::kFailedPrecondition));
}

TEST(RocksDbEngineTest, MemoryDiskOutlivesItsEngine) {
  RocksDbOptions options;
  options.disk = NewMemoryDisk();
  for (int opened = 0; opened < 3; ++opened) {
    ASSERT_OK_AND_ASSIGN(auto engine, OpenRocksDb("/store", options));
    ASSERT_OK_AND_ASSIGN(const auto row, engine->Get("a"));
    EXPECT_EQ(row.has_value(), opened > 0);
    EXPECT_TRUE(engine->Commit(Put("a", "1"), Durability::kDurable).ok());
  }
}

// Nothing more can be written to a file of it while `broken`, so a
// store can't be opened either.
class FailingDisk : public rocksdb::EnvWrapper {
 public:
  FailingDisk() : EnvWrapper(rocksdb::Env::Default()) {}

  rocksdb::Status NewWritableFile(const std::string& name,
                                  std::unique_ptr<rocksdb::WritableFile>* file,
                                  const rocksdb::EnvOptions& options) override {
    if (broken) return rocksdb::Status::IOError("broken");
    const rocksdb::Status made =
        EnvWrapper::NewWritableFile(name, file, options);
    if (made.ok()) *file = std::make_unique<File>(std::move(*file), &broken);
    return made;
  }

  std::atomic<bool> broken = false;

 private:
  class File : public rocksdb::WritableFileWrapper {
   public:
    File(std::unique_ptr<rocksdb::WritableFile> target,
         const std::atomic<bool>* broken)
        : WritableFileWrapper(target.get()),
          target_(std::move(target)),
          broken_(broken) {}
    using WritableFileWrapper::Append;
    rocksdb::Status Append(const rocksdb::Slice& data) override {
      if (*broken_) return rocksdb::Status::IOError("broken");
      return WritableFileWrapper::Append(data);
    }

   private:
    const std::unique_ptr<rocksdb::WritableFile> target_;
    const std::atomic<bool>* const broken_;
  };
};

// Readers wait for the lock that reopening holds.
TEST(RocksDbEngineTest, NobodyReadsAStoreThatDidNotReopen) {
  const auto disk = std::make_shared<FailingDisk>();
  RocksDbOptions options;
  options.disk = disk;
  options.write_buffer_bytes = 64 << 10;
  const std::string path = FreshPath();
  ASSERT_OK_AND_ASSIGN(auto engine, OpenRocksDb(path, options));
  ASSERT_TRUE(engine->Commit(Put("a", "1"), Durability::kDurable).ok());
  disk->broken = true;
  ASSERT_FALSE(engine->Commit(Put("a", "2"), Durability::kDurable).ok());
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        EXPECT_THAT(engine->Get("a"), StatusIs(StatusCode::kUnavailable));
      }
    });
  }
  for (int i = 0; i < 100; ++i) {
    EXPECT_THAT(engine->Health(), StatusIs(StatusCode::kUnavailable));
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  disk->broken = false;
  ASSERT_OK(engine->Health());
  ASSERT_OK_AND_ASSIGN(const auto row, engine->Get("a"));
  EXPECT_EQ(row->value, "1");
}

TEST(RocksDbEngineTest, FlippedBitIsFoundNotServed) {
  const std::string path = FreshPath();
  RocksDbOptions options;
  options.write_buffer_bytes = 64 << 10;
  {
    ASSERT_OK_AND_ASSIGN(auto engine, OpenRocksDb(path, options));
    for (int i = 0; i < 100; ++i) {
      const std::string key = absl::StrCat("row", 100 + i);
      ASSERT_TRUE(
          engine->Commit(Put(key, std::string(4096, 'v')), Durability::kDurable)
              .ok());
    }
  }
  ASSERT_OK(OpenRocksDb(path, options));  // Moves all rows into tables.
  int tables = 0;
  for (const auto& file : std::filesystem::directory_iterator(path)) {
    if (file.path().extension() != ".sst") continue;
    std::fstream bytes(file.path(),
                       std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(file.file_size() / 2);
    bytes.put('#');
    ++tables;
  }
  ASSERT_GT(tables, 0);
  ASSERT_OK_AND_ASSIGN(auto engine, OpenRocksDb(path, options));
  EXPECT_THAT(engine->Scan(ScanPrefix("")), StatusIs(StatusCode::kDataLoss));
}

#if !defined(ABSL_HAVE_ADDRESS_SANITIZER) && \
    !defined(ABSL_HAVE_THREAD_SANITIZER)
// A whole node may use 100 MB when idle: tests/benchmark/idle_memory.cc
// measures what is resident.
TEST(RocksDbEngineTest, StaysSmallHoweverMuchIsWrittenAndRead) {
  const int64_t before = AllocatedBytes();
  ASSERT_OK_AND_ASSIGN(auto engine, OpenRocksDb(FreshPath()));
  EXPECT_LT(AllocatedBytes() - before, 16 << 20) << "empty";
  for (int i = 0; i < 120; ++i) {
    Batch batch;
    for (int row = 0; row < 250; ++row) {
      batch.Put(absl::StrCat("row", i * 1000 + row), std::string(4000, 'v'));
    }
    ASSERT_TRUE(engine->Commit(batch, Durability::kRelaxed).ok());
  }
  std::optional<ScanRequest> next = ScanPrefix("");
  while (next.has_value()) {
    ASSERT_OK_AND_ASSIGN(const Page page, engine->Scan(*next));
    next = NextPage(*next, page);
  }
  EXPECT_LT(AllocatedBytes() - before, 64 << 20) << "after 120 MB";
}
#endif

// More keys than RocksDB looks up in one go (32), while its buffer, which they
// fill again and again, is made into tables.
TEST(RocksDbEngineTest, ManyKeysAreReadAtOneMomentWhileOthersCommit) {
  RocksDbOptions options;
  options.write_buffer_bytes = 64 << 10;
  ASSERT_OK_AND_ASSIGN(auto engine, OpenRocksDb(FreshPath(), options));
  std::vector<std::string> keys;
  for (int i = 0; i < 70; ++i) keys.push_back(absl::StrCat("key", i));
  const auto commit = [&](char filler) {
    Batch batch;
    for (const std::string& key : keys) {
      batch.Put(key, std::string(500, filler));
    }
    return engine->Commit(batch, Durability::kRelaxed).status;
  };
  ASSERT_OK(commit('a'));
  std::atomic<bool> ended = false;
  std::thread writer([&] {
    for (int i = 0; i < 200; ++i) EXPECT_OK(commit('b'));
    ended = true;
  });
  while (!ended) {
    const auto rows = engine->MultiGet(keys);
    EXPECT_OK(rows);
    if (!rows.ok()) break;
    EXPECT_TRUE(absl::c_all_of(*rows, [&](const auto& row) {
      return row.has_value() && row->version == (*rows)[0]->version;
    }));
  }
  writer.join();
}

// The canary stands for a name. Rows hold sealed values and blinded keys, yet
// no file but tables and write-ahead logs should ever hold a piece of a row.
TEST(RocksDbEngineTest, KeepsNoLogAndItsOptionsHoldNoKeyAndNoValue) {
  const std::string path = FreshPath();
  RocksDbOptions options;
  options.write_buffer_bytes = 64 << 10;
  for (int opened = 0; opened < 3; ++opened) {
    ASSERT_OK_AND_ASSIGN(auto engine, OpenRocksDb(path, options));
    for (int i = 0; i < 200; ++i) {
      const std::string key = absl::StrCat("canary-key-", i);
      const std::string value = "canary-value" + std::string(4096, 'v');
      ASSERT_TRUE(engine->Commit(Put(key, value), Durability::kRelaxed).ok());
    }
  }
  int options_files = 0;
  for (const auto& file : std::filesystem::directory_iterator(path)) {
    const std::string name = file.path().filename();
    // A log in the folder would end the process when the disk is full.
    EXPECT_FALSE(absl::StartsWith(name, "LOG.") || name == "LOG") << name;
    if (!absl::StartsWith(name, "OPTIONS")) continue;
    std::ifstream stream(file.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_FALSE(absl::StrContains(text, "canary")) << name;
    ++options_files;
  }
  EXPECT_GT(options_files, 0);
}

}  // namespace
}  // namespace homeward::storage
