#include "services/cli/file/files.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "homeward/v1/error.pb.h"
#include "services/rpc/error_detail.h"

namespace homeward::cli {
namespace {

absl::Status SystemError(absl::string_view verb, const std::string& path,
                         int error) {
  const std::string text =
      absl::StrCat("can't ", verb, " ", path, ": ", std::strerror(error));
  if (error == ENOENT) return absl::NotFoundError(text);
  if (error == ENOSPC || error == EDQUOT) {
    return rpc::DetailedError(absl::StatusCode::kFailedPrecondition,
                              "HW-DISK-001", text, v1::FAULT_OWN_NODE,
                              "df -h; make room, then type it again");
  }
  return absl::InternalError(text);
}

// Closes a file descriptor.
class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  ~Descriptor() {
    if (value_ >= 0) close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return value_; }

 private:
  const int value_;
};

// Writes and syncs all of `bytes`; 0 or the system's error.
int WriteAll(int descriptor, absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(written);
  }
  return fsync(descriptor) == 0 ? 0 : errno;
}

// 0 or the system's error.
int Rename(const char* from, const char* to) {
  return rename(from, to) == 0 ? 0 : errno;
}

// EEXIST if `to` is there.
int RenameToNew(const char* from, const char* to) {
  if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return 0;
  // EINVAL: a file system that knows no such renaming.
  return errno == EINVAL ? Rename(from, to) : errno;
}

// Writes `bytes` to a file of its own beside `path` and renames it; 0 or the
// system's error, and nothing is left of it.
int WriteStaged(const std::string& path, absl::string_view bytes, mode_t mode,
                int (*rename_it)(const char*, const char*)) {
  std::string staged = absl::StrCat(path, ".XXXXXX");
  int error = 0;
  {
    const Descriptor file(mkostemp(staged.data(), O_CLOEXEC));
    if (file.get() < 0) return errno;
    error = fchmod(file.get(), mode) == 0 ? WriteAll(file.get(), bytes) : errno;
  }
  if (error == 0) error = rename_it(staged.c_str(), path.c_str());
  if (error != 0) unlink(staged.c_str());
  return error;
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path,
                                     size_t max_bytes) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return SystemError("read", path, errno);
  std::string bytes;
  char buffer[8192];
  while (true) {
    const ssize_t count = read(file.get(), buffer, sizeof(buffer));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return SystemError("read", path, errno);
    if (count == 0) break;
    bytes.append(buffer, count);
    if (bytes.size() > max_bytes) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, " has over ", max_bytes, " bytes"));
    }
  }
  OPENSSL_cleanse(buffer, sizeof(buffer));
  return bytes;
}

absl::StatusOr<std::string> ReadStream(std::istream& stream, size_t max_bytes) {
  std::string bytes;
  char buffer[8192];
  while (stream.read(buffer, sizeof(buffer)) || stream.gcount() > 0) {
    bytes.append(buffer, stream.gcount());
    if (bytes.size() > max_bytes) {
      return absl::InvalidArgumentError(
          absl::StrCat("standard input has over ", max_bytes, " bytes"));
    }
  }
  return bytes;
}

absl::Status WriteFile(const std::string& path, absl::string_view bytes,
                       mode_t mode) {
  const int error = WriteStaged(path, bytes, mode, Rename);
  return error == 0 ? absl::OkStatus() : SystemError("write", path, error);
}

absl::Status WriteNewFile(const std::string& path, absl::string_view bytes,
                          mode_t mode) {
  const int error =
      Exists(path) ? EEXIST : WriteStaged(path, bytes, mode, RenameToNew);
  if (error == 0) return absl::OkStatus();
  if (error != EEXIST) return SystemError("write", path, error);
  return absl::AlreadyExistsError(
      absl::StrCat(path, " is there already; it was not touched"));
}

absl::Status MakeFolder(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return absl::OkStatus();
  std::filesystem::create_directories(path, error);
  if (error) return SystemError("make", path, error.value());
  if (chmod(path.c_str(), 0700) != 0) return SystemError("make", path, errno);
  return absl::OkStatus();
}

bool Exists(const std::string& path) {
  struct stat info;
  return lstat(path.c_str(), &info) == 0;
}

std::string JoinPath(absl::string_view folder, absl::string_view name) {
  if (folder.empty() || absl::StartsWith(name, "/")) return std::string(name);
  return absl::StrCat(folder, "/", name);
}

}  // namespace homeward::cli
