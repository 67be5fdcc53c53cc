#include "services/cli/import/kept_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/cli/file/files.h"

namespace homeward::cli {
namespace {

constexpr int kMostOfOneName = 1000;

}  // namespace

KeptFile::KeptFile(std::string path) : path_(std::move(path)) {}

KeptFile::~KeptFile() { Close(); }

bool KeptFile::Make() {
  const std::filesystem::path first(path_);
  for (int number = 2; number <= kMostOfOneName; ++number) {
    descriptor_ =
        open(path_.c_str(),
             O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kSecretMode);
    if (descriptor_ >= 0) return true;
    if (errno != EEXIST) return false;
    path_ =
        first.parent_path() / absl::StrCat(first.stem().string(), "-", number,
                                           first.extension().string());
  }
  return false;
}

bool KeptFile::Write(absl::string_view bytes) {
  if (!made() && !Make()) return false;
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(written);
  }
  return true;
}

bool KeptFile::Close() {
  if (!made()) return true;
  const bool synced = fsync(descriptor_) == 0;
  const bool closed = close(descriptor_) == 0;
  descriptor_ = -1;
  return synced && closed;
}

}  // namespace homeward::cli
