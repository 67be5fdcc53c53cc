#include "tests/fault/crash_file_system.h"

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "rocksdb/env.h"
#include "rocksdb/file_system.h"
#include "tests/fault/power_cut.h"

namespace homeward::testing {
namespace {

using rocksdb::FileOptions;
using rocksdb::FSDirectory;
using rocksdb::FSWritableFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

IOStatus PowerLost() { return IOStatus::IOError("the power is out"); }

IOStatus Refused() {
  return IOStatus::NotSupported("not in this model of a disk");
}

class CrashFile : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  CrashFile(CrashFileSystem& system, std::shared_ptr<FileOnDisk> file,
            std::unique_ptr<FSWritableFile> target)
      : FSWritableFileOwnerWrapper(std::move(target)),
        system_(system),
        file_(std::move(file)) {}

  IOStatus Append(const Slice& bytes, const IOOptions& options,
                  IODebugContext* debug) override {
    IOStatus status = system_.Append(*file_, bytes);
    if (!status.ok()) return status;
    return FSWritableFileOwnerWrapper::Append(bytes, options, debug);
  }
  IOStatus Append(const Slice& bytes, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& /*verification*/,
                  IODebugContext* debug) override {
    return Append(bytes, options, debug);
  }
  IOStatus Truncate(uint64_t size, const IOOptions& options,
                    IODebugContext* debug) override {
    IOStatus status = system_.Truncate(*file_, size);
    if (!status.ok()) return status;
    return FSWritableFileOwnerWrapper::Truncate(size, options, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    IOStatus status = system_.Sync(*file_);
    if (!status.ok()) return status;
    return FSWritableFileOwnerWrapper::Sync(options, debug);
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }

 private:
  CrashFileSystem& system_;
  const std::shared_ptr<FileOnDisk> file_;
};

class CrashFolder : public FSDirectory {
 public:
  explicit CrashFolder(CrashFileSystem& system) : system_(system) {}

  IOStatus Fsync(const IOOptions& /*options*/,
                 IODebugContext* /*debug*/) override {
    return system_.SyncFolder();
  }

 private:
  CrashFileSystem& system_;
};

// Shares the life of the memory's Env with its file system.
std::shared_ptr<rocksdb::FileSystem> NewMemory() {
  const std::shared_ptr<rocksdb::Env> env(
      rocksdb::NewMemEnv(rocksdb::Env::Default()));
  return std::shared_ptr<rocksdb::FileSystem>(env, env->GetFileSystem().get());
}

}  // namespace

CrashFileSystem::CrashFileSystem(uint64_t seed)
    : FileSystemWrapper(NewMemory()), random_(seed) {}

void CrashFileSystem::CrashAt(int64_t number) {
  absl::MutexLock lock(&mutex_);
  crash_at_ = number;
}

bool CrashFileSystem::crashed() const {
  absl::MutexLock lock(&mutex_);
  return crashed_;
}

int64_t CrashFileSystem::operations() const {
  absl::MutexLock lock(&mutex_);
  return operations_;
}

CrashFileSystem::Fate CrashFileSystem::Next() {
  if (crashed_) return Fate::kTooLate;
  crashed_ = ++operations_ == crash_at_;
  return crashed_ ? Fate::kInterrupted : Fate::kHappens;
}

void CrashFileSystem::Restart(PowerCut cut) {
  absl::MutexLock lock(&mutex_);
  for (const auto& [path, file] : folder_.now()) {
    target()->DeleteFile(path, IOOptions(), nullptr).PermitUncheckedError();
  }
  for (const auto& [path, bytes] : folder_.Cut(cut, random_)) {
    std::unique_ptr<FSWritableFile> file;
    IOStatus status =
        target()->NewWritableFile(path, FileOptions(), &file, nullptr);
    if (status.ok()) status = file->Append(bytes, IOOptions(), nullptr);
    if (status.ok()) status = file->Close(IOOptions(), nullptr);
    if (!status.ok()) abort();  // Memory never fails.
  }
  operations_ = 0;
  crash_at_ = std::nullopt;
  crashed_ = false;
}

IOStatus CrashFileSystem::Append(FileOnDisk& file, const Slice& bytes) {
  absl::MutexLock lock(&mutex_);
  const Fate fate = Next();
  if (fate == Fate::kTooLate) return PowerLost();
  file.Append(absl::string_view(bytes.data(), bytes.size()));
  return fate == Fate::kHappens ? IOStatus::OK() : PowerLost();
}

IOStatus CrashFileSystem::Truncate(FileOnDisk& file, uint64_t size) {
  absl::MutexLock lock(&mutex_);
  if (Next() != Fate::kHappens) return PowerLost();
  file.Truncate(size);
  return IOStatus::OK();
}

IOStatus CrashFileSystem::Sync(FileOnDisk& file) {
  absl::MutexLock lock(&mutex_);
  if (Next() != Fate::kHappens) return PowerLost();
  file.Sync();
  return IOStatus::OK();
}

IOStatus CrashFileSystem::SyncFolder() {
  absl::MutexLock lock(&mutex_);
  if (Next() != Fate::kHappens) return PowerLost();
  folder_.Sync();
  return IOStatus::OK();
}

IOStatus CrashFileSystem::NewWritableFile(const std::string& path,
                                          const FileOptions& options,
                                          std::unique_ptr<FSWritableFile>* file,
                                          IODebugContext* debug) {
  absl::MutexLock lock(&mutex_);
  const Fate fate = Next();
  if (fate == Fate::kTooLate) return PowerLost();
  std::shared_ptr<FileOnDisk> made = folder_.Create(path);
  if (fate == Fate::kInterrupted) return PowerLost();
  std::unique_ptr<FSWritableFile> opened;
  IOStatus status = target()->NewWritableFile(path, options, &opened, debug);
  if (!status.ok()) return status;
  *file =
      std::make_unique<CrashFile>(*this, std::move(made), std::move(opened));
  return status;
}

IOStatus CrashFileSystem::NewDirectory(const std::string& /*path*/,
                                       const IOOptions& /*options*/,
                                       std::unique_ptr<FSDirectory>* directory,
                                       IODebugContext* /*debug*/) {
  *directory = std::make_unique<CrashFolder>(*this);
  return IOStatus::OK();
}

IOStatus CrashFileSystem::DeleteFile(const std::string& path,
                                     const IOOptions& options,
                                     IODebugContext* debug) {
  absl::MutexLock lock(&mutex_);
  if (folder_.Has(path)) {
    const Fate fate = Next();
    if (fate == Fate::kTooLate) return PowerLost();
    folder_.Delete(path);
    // The bytes stay in the model: the cut may bring the name back.
  }
  IOStatus status = target()->DeleteFile(path, options, debug);
  return crashed_ ? PowerLost() : status;
}

IOStatus CrashFileSystem::RenameFile(const std::string& from,
                                     const std::string& to,
                                     const IOOptions& options,
                                     IODebugContext* debug) {
  absl::MutexLock lock(&mutex_);
  if (folder_.Has(from)) {
    const Fate fate = Next();
    if (fate == Fate::kTooLate) return PowerLost();
    folder_.Rename(from, to);
  }
  IOStatus status = target()->RenameFile(from, to, options, debug);
  return crashed_ ? PowerLost() : status;
}

IOStatus CrashFileSystem::ReopenWritableFile(
    const std::string& /*path*/, const FileOptions& /*options*/,
    std::unique_ptr<FSWritableFile>* /*file*/, IODebugContext* /*debug*/) {
  return Refused();
}

IOStatus CrashFileSystem::ReuseWritableFile(
    const std::string& /*path*/, const std::string& /*old*/,
    const FileOptions& /*options*/, std::unique_ptr<FSWritableFile>* /*file*/,
    IODebugContext* /*debug*/) {
  return Refused();
}

IOStatus CrashFileSystem::NewRandomRWFile(
    const std::string& /*path*/, const FileOptions& /*options*/,
    std::unique_ptr<rocksdb::FSRandomRWFile>* /*file*/,
    IODebugContext* /*debug*/) {
  return Refused();
}

IOStatus CrashFileSystem::Truncate(const std::string& /*path*/, size_t /*size*/,
                                   const IOOptions& /*options*/,
                                   IODebugContext* /*debug*/) {
  return Refused();
}

IOStatus CrashFileSystem::LinkFile(const std::string& /*from*/,
                                   const std::string& /*to*/,
                                   const IOOptions& /*options*/,
                                   IODebugContext* /*debug*/) {
  return Refused();
}

}  // namespace homeward::testing
