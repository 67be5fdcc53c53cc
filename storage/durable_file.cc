#include "storage/durable_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace homeward::storage {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  bool ok() const { return fd_ >= 0; }
  int get() const { return fd_; }

 private:
  const int fd_;
};

absl::Status Refused(absl::string_view what, const std::string& path) {
  const int error = errno;
  const std::string text =
      absl::StrCat("can't ", what, " ", path, ": ", std::strerror(error));
  if (error == ENOENT) return absl::NotFoundError(text);
  return absl::UnavailableError(text);
}

bool WriteAll(int fd, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

absl::StatusOr<std::string> ReadOpen(const Descriptor& file,
                                     const std::string& path,
                                     size_t max_bytes) {
  // One byte more than allowed tells a file that is too long.
  std::string bytes(max_bytes + 1, '\0');
  size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got =
        read(file.get(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Refused("read", path);
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  if (size > max_bytes) {
    return absl::ResourceExhaustedError(
        absl::StrCat(path, " has more than ", max_bytes, " bytes"));
  }
  bytes.resize(size);
  return bytes;
}

absl::Status SyncFolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string folder =
      slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const Descriptor opened(open(folder.c_str(), O_RDONLY | O_CLOEXEC));
  if (!opened.ok() || fsync(opened.get()) != 0) return Refused("sync", folder);
  return absl::OkStatus();
}

// Zeroes what `file` holds. Its name may be gone already.
void Overwrite(const Descriptor& file) {
  struct stat info;
  if (!file.ok() || fstat(file.get(), &info) != 0) return;
  if (lseek(file.get(), 0, SEEK_SET) != 0) return;
  if (WriteAll(file.get(), std::string(info.st_size, '\0'))) {
    fsync(file.get());
  }
}

}  // namespace

absl::StatusOr<std::string> ReadSmallFile(const std::string& path,
                                          size_t max_bytes) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.ok()) return Refused("open", path);
  return ReadOpen(file, path, max_bytes);
}

absl::StatusOr<std::string> ReadPrivateFile(const std::string& path,
                                            size_t max_bytes) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.ok()) return Refused("open", path);
  struct stat info;
  if (fstat(file.get(), &info) != 0) return Refused("look at", path);
  if (!S_ISREG(info.st_mode) || info.st_uid != geteuid() ||
      (info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::FailedPreconditionError(absl::StrCat(
        path,
        " must be a file that only this process's user may read: run "
        "chmod 600 on it, and chown it to that user"));
  }
  return ReadOpen(file, path, max_bytes);
}

absl::Status ReplaceFile(const std::string& path, absl::string_view bytes) {
  const std::string fresh = absl::StrCat(path, ".new");
  // A crash may have left one behind, with any mode.
  unlink(fresh.c_str());
  {
    const Descriptor file(
        open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file.ok()) return Refused("create", fresh);
    if (!WriteAll(file.get(), bytes)) return Refused("write", fresh);
    if (fsync(file.get()) != 0) return Refused("sync", fresh);
  }
  if (rename(fresh.c_str(), path.c_str()) != 0) return Refused("rename", fresh);
  return SyncFolderOf(path);
}

absl::Status ReplaceFileAndWipeOld(const std::string& path,
                                   absl::string_view bytes) {
  // Opened before the rename takes its name away.
  const Descriptor old(open(path.c_str(), O_WRONLY | O_CLOEXEC));
  absl::Status replaced = ReplaceFile(path, bytes);
  if (replaced.ok()) Overwrite(old);
  return replaced;
}

}  // namespace homeward::storage
