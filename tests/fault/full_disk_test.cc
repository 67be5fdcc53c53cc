// Fills the disk of a store: a real one (tmpfs of 12 MiB, in a namespace of
// user and mounts), then a file system that refuses writes, which can also lose
// a write that was to be synced.

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rocksdb/env.h"
#include "rocksdb/file_system.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/engine/rocksdb_engine.h"
#include "storage/engine/rocksdb_options.h"
#include "tests/testing/status_matchers.h"

namespace homeward::testing {
namespace {

using ::absl::StatusCode;
using storage::Batch;
using storage::CommitOutcome;
using storage::CommitResult;
using storage::Durability;
using storage::Engine;
using ::testing::HasSubstr;

Batch BatchOf(int number) {
  Batch batch;
  batch.Put(absl::StrCat("row/", number), std::string(60000, 'v'));
  return batch;
}

// Commits until one fails; returns how many didn't.
int FillUp(Engine& engine, CommitResult& failed) {
  for (int number = 0; number < 10000; ++number) {
    failed = engine.Commit(BatchOf(number), Durability::kDurable);
    if (!failed.ok()) return number;
  }
  return -1;
}

// The rows that FillUp() committed are there, and the next one may be.
void ExpectRows(const Engine& engine, int count) {
  for (int number = 0; number < count; ++number) {
    ASSERT_OK_AND_ASSIGN(const auto row,
                         engine.Get(absl::StrCat("row/", number)));
    EXPECT_TRUE(row.has_value()) << number << " of " << count;
  }
}

// Runs first and once: a process with threads can't make the namespace.
bool MountSmallDisk(const std::string& path, const std::string& size) {
  if (geteuid() != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
  if (geteuid() == 0 && unshare(CLONE_NEWNS) != 0) return false;
  mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
  mkdir(path.c_str(), 0700);
  return mount("tmpfs", path.c_str(), "tmpfs", 0, size.c_str()) == 0;
}

TEST(FullDiskTest, AnswersUnavailableAndComesBackWhenThereIsSpace) {
  const std::string folder = ::testing::TempDir() + "/small_disk";
  if (!MountSmallDisk(folder, "size=12m")) {
    GTEST_SKIP() << "this user may not mount a tmpfs";
  }
  std::ofstream(folder + "/other") << std::string(6 << 20, 'x');
  storage::RocksDbOptions options;
  options.write_buffer_bytes = 1 << 20;
  ASSERT_OK_AND_ASSIGN(auto engine,
                       storage::OpenRocksDb(folder + "/store", options));
  ASSERT_OK(engine->Health());

  CommitResult failed;
  const int count = FillUp(*engine, failed);
  ASSERT_GT(count, 10);
  EXPECT_EQ(failed.outcome, CommitOutcome::kUnavailable);
  EXPECT_THAT(failed.status,
              StatusIs(StatusCode::kUnavailable, HasSubstr("free space")));
  EXPECT_THAT(engine->Health(), StatusIs(StatusCode::kUnavailable));
  EXPECT_THAT(engine->Get("row/0"), StatusIs(StatusCode::kUnavailable));
  EXPECT_THAT(engine->NewSnapshot(), StatusIs(StatusCode::kUnavailable));
  EXPECT_EQ(engine->Commit(BatchOf(1), Durability::kDurable).outcome,
            CommitOutcome::kUnavailable);

  ASSERT_EQ(std::remove((folder + "/other").c_str()), 0);
  ASSERT_OK(engine->Health());
  ExpectRows(*engine, count);
  EXPECT_TRUE(engine->Commit(BatchOf(0), Durability::kDurable).ok());
  engine = nullptr;
  ASSERT_OK_AND_ASSIGN(engine,
                       storage::OpenRocksDb(folder + "/store", options));
  ExpectRows(*engine, count);
}

// What goes wrong with writes to write-ahead logs.
enum class Trouble { kNone, kFull, kFailedSync };

class TroubledFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  TroubledFile(std::unique_ptr<rocksdb::FSWritableFile> file,
               const std::atomic<Trouble>& trouble)
      : FSWritableFileOwnerWrapper(std::move(file)), trouble_(trouble) {}

  using FSWritableFileOwnerWrapper::Append;
  rocksdb::IOStatus Append(const rocksdb::Slice& bytes,
                           const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override {
    if (trouble_ != Trouble::kFull) {
      return FSWritableFileOwnerWrapper::Append(bytes, options, debug);
    }
    // As a real disk does, it takes what fits.
    const rocksdb::Slice some(bytes.data(), bytes.size() / 2);
    rocksdb::IOStatus status =
        FSWritableFileOwnerWrapper::Append(some, options, debug);
    if (!status.ok()) return status;
    return rocksdb::IOStatus::NoSpace("no space in this test");
  }
  rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                         rocksdb::IODebugContext* debug) override {
    if (trouble_ == Trouble::kFailedSync) {
      return rocksdb::IOStatus::IOError("a sync that fails in this test");
    }
    return FSWritableFileOwnerWrapper::Sync(options, debug);
  }

 private:
  const std::atomic<Trouble>& trouble_;
};

class TroubledFileSystem : public rocksdb::FileSystemWrapper {
 public:
  using FileSystemWrapper::FileSystemWrapper;

  const char* Name() const override { return "TroubledFileSystem"; }
  void Set(Trouble trouble) { trouble_ = trouble; }

  rocksdb::IOStatus NewWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* file,
      rocksdb::IODebugContext* debug) override {
    std::unique_ptr<rocksdb::FSWritableFile> opened;
    rocksdb::IOStatus status =
        FileSystemWrapper::NewWritableFile(path, options, &opened, debug);
    if (status.ok()) {
      *file = std::make_unique<TroubledFile>(std::move(opened), trouble_);
    }
    return status;
  }

 private:
  std::atomic<Trouble> trouble_ = Trouble::kNone;
};

class TroubleTest : public ::testing::TestWithParam<Trouble> {};

TEST_P(TroubleTest, StopsServingUntilTheDiskIsWell) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/troubled",
                                        static_cast<int>(GetParam()));
  std::filesystem::remove_all(path);
  const auto disk = std::make_shared<TroubledFileSystem>(
      rocksdb::Env::Default()->GetFileSystem());
  storage::RocksDbOptions options;
  options.disk = rocksdb::NewCompositeEnv(disk);
  ASSERT_OK_AND_ASSIGN(auto engine, storage::OpenRocksDb(path, options));
  for (int round = 0; round < 3; ++round) {
    ASSERT_TRUE(engine->Commit(BatchOf(round), Durability::kDurable).ok());
    ASSERT_OK_AND_ASSIGN(auto snapshot, engine->NewSnapshot());
    disk->Set(GetParam());
    EXPECT_EQ(engine->Commit(BatchOf(99), Durability::kDurable).outcome,
              CommitOutcome::kUnavailable);
    EXPECT_THAT(engine->Health(), StatusIs(StatusCode::kUnavailable));
    EXPECT_THAT(engine->Get("row/0"), StatusIs(StatusCode::kUnavailable));
    disk->Set(Trouble::kNone);
    EXPECT_THAT(engine->Get("row/0"), StatusIs(StatusCode::kUnavailable));
    ASSERT_OK(engine->Health());
    EXPECT_TRUE(storage::IsSnapshotExpired(snapshot->Get("row/0").status()));
    snapshot = nullptr;
    ExpectRows(*engine, round + 1);
    // Whether the commit that failed is there is settled now, for good.
    ASSERT_OK_AND_ASSIGN(const auto row, engine->Get("row/99"));
    engine = nullptr;
    ASSERT_OK_AND_ASSIGN(engine, storage::OpenRocksDb(path, options));
    ASSERT_OK_AND_ASSIGN(const auto later, engine->Get("row/99"));
    EXPECT_EQ(row.has_value(), later.has_value());
  }
}

INSTANTIATE_TEST_SUITE_P(Troubles, TroubleTest,
                         ::testing::Values(Trouble::kFull,
                                           Trouble::kFailedSync),
                         [](const auto& info) -> std::string {
                           return info.param == Trouble::kFull ? "Full"
                                                               : "FailedSync";
                         });

}  // namespace
}  // namespace homeward::testing
