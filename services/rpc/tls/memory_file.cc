#include "services/rpc/tls/memory_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace homeward::rpc {
namespace {

absl::Status Failed(absl::string_view what) {
  return absl::InternalError(
      absl::StrCat("memory file: ", what, ": ", strerror(errno)));
}

absl::Status Fill(int descriptor, absl::string_view bytes, int seconds) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return Failed("write");
    bytes.remove_prefix(written);
  }
  const struct timespec times[2] = {{seconds, 0}, {seconds, 0}};
  if (futimens(descriptor, times) != 0) return Failed("time");
  return absl::OkStatus();
}

// A descriptor of a new file with `bytes`, last modified `seconds` after 1970.
absl::StatusOr<int> Open(const std::string& name, absl::string_view bytes,
                         int seconds) {
  const int descriptor = memfd_create(name.c_str(), MFD_CLOEXEC);
  if (descriptor < 0) return Failed("create");
  absl::Status filled = Fill(descriptor, bytes, seconds);
  if (!filled.ok()) {
    close(descriptor);
    return filled;
  }
  return descriptor;
}

}  // namespace

absl::StatusOr<MemoryFile> MemoryFile::Create(const std::string& name,
                                              absl::string_view bytes) {
  const absl::StatusOr<int> descriptor = Open(name, bytes, 1);
  if (!descriptor.ok()) return descriptor.status();
  MemoryFile file(name, *descriptor);
  if (access(file.path().c_str(), R_OK) != 0) return Failed(file.path());
  return file;
}

MemoryFile::MemoryFile(std::string name, int descriptor)
    : name_(std::move(name)),
      path_(absl::StrCat("/proc/self/fd/", descriptor)),
      descriptor_(descriptor) {}

MemoryFile::MemoryFile(MemoryFile&& other) noexcept {
  *this = std::move(other);
}

MemoryFile& MemoryFile::operator=(MemoryFile&& other) noexcept {
  std::swap(name_, other.name_);
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(contents_, other.contents_);
  return *this;
}

MemoryFile::~MemoryFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

absl::Status MemoryFile::Replace(absl::string_view bytes) {
  const absl::StatusOr<int> fresh = Open(name_, bytes, contents_ + 1);
  if (!fresh.ok()) return fresh.status();
  const int result = dup3(*fresh, descriptor_, O_CLOEXEC);
  absl::Status status = result < 0 ? Failed("swap") : absl::OkStatus();
  close(*fresh);
  if (status.ok()) ++contents_;
  return status;
}

}  // namespace homeward::rpc
