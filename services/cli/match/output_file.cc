#include "services/cli/match/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <ostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "homeward/v1/error.pb.h"
#include "services/cli/exit_code.h"
#include "services/cli/file/files.h"
#include "services/cli/on_interrupt.h"
#include "services/rpc/error_detail.h"

namespace homeward::cli {
namespace {

constexpr size_t kBufferBytes = size_t{1} << 16;

std::string Unfinished(const std::string& path) {
  return absl::StrCat(path, ".part");
}

absl::Status CantWrite(const std::string& path, int error) {
  const std::string text =
      absl::StrCat("can't write ", path, ": ", std::strerror(error));
  if (error != ENOSPC && error != EDQUOT) return absl::InternalError(text);
  return rpc::DetailedError(absl::StatusCode::kFailedPrecondition,
                            "HW-DISK-001", text, v1::FAULT_CALLER,
                            "df -h; make room, then type it again");
}

// Taking its name would replace a device, a pipe or a link by a file.
absl::Status CheckTakable(const std::string& path) {
  struct stat present;
  if (lstat(path.c_str(), &present) != 0 || S_ISREG(present.st_mode)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat(
      path, " is there and no regular file: name a new file, or - to write to ",
      "the command's output"));
}

// What `path` leads to, through links too. Nothing if that is no regular file:
// no other is replaced.
std::optional<struct stat> RegularFile(const std::string& path) {
  struct stat found;
  const int failed =
      path == "-" ? fstat(STDIN_FILENO, &found) : stat(path.c_str(), &found);
  if (failed != 0 || !S_ISREG(found.st_mode)) return std::nullopt;
  return found;
}

bool IsSameFile(const std::string& path, const std::string& other) {
  const auto a = RegularFile(path);
  const auto b = RegularFile(other);
  return a.has_value() && b.has_value() && a->st_dev == b->st_dev &&
         a->st_ino == b->st_ino;
}

// What Ctrl-C removes: a command writes one file at a time.
char unfinished[PATH_MAX];

void RemoveAndEnd(int number) {
  unlink(unfinished);
  std::signal(number, SIG_DFL);
  std::raise(number);
}

std::unique_ptr<OnInterrupt> RemoveOnInterrupt(const std::string& path) {
  if (path.size() >= sizeof(unfinished)) return nullptr;
  path.copy(unfinished, path.size());
  unfinished[path.size()] = '\0';
  return std::make_unique<OnInterrupt>(RemoveAndEnd);
}

}  // namespace

absl::Status CheckOutput(const std::string& path,
                         const std::vector<InputFile>& inputs) {
  constexpr char kNext[] =
      "name another file after --output, or - to write to the terminal";
  if (path == "-") return absl::OkStatus();
  for (const InputFile& input : inputs) {
    if (input.path.empty()) continue;
    if (IsSameFile(path, input.path)) {
      return UsageError(absl::StrCat("--output and ", input.option,
                                     " are one file: it would be replaced"),
                        kNext);
    }
    if (IsSameFile(Unfinished(path), input.path)) {
      return UsageError(
          absl::StrCat("results are first written beside --output, with .part "
                       "after its name, and that is the file of ",
                       input.option),
          kNext);
    }
  }
  return CheckTakable(path);
}

OutputFile::OutputFile(Context* context, std::string path)
    : context_(context), path_(std::move(path)) {}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : context_(other.context_),
      path_(std::move(other.path_)),
      buffer_(std::move(other.buffer_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      error_(other.error_),
      on_interrupt_(std::move(other.on_interrupt_)) {}

absl::StatusOr<OutputFile> OutputFile::Make(Context* context,
                                            const std::string& path) {
  OutputFile file(context, path == "-" ? "" : path);
  if (!file.path_.empty()) {
    absl::Status takable = CheckTakable(path);
    if (!takable.ok()) return takable;
    unlink(Unfinished(path).c_str());
    file.descriptor_ =
        open(Unfinished(path).c_str(),
             O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kSecretMode);
    if (file.descriptor_ < 0) return CantWrite(path, errno);
    file.on_interrupt_ = RemoveOnInterrupt(Unfinished(path));
  }
  return file;
}

OutputFile::~OutputFile() {
  if (descriptor_ < 0) return;
  on_interrupt_.reset();
  close(descriptor_);
  unlink(Unfinished(path_).c_str());
}

void OutputFile::Flush() {
  if (path_.empty()) {
    *context_->out << buffer_;
    buffer_.clear();
    return;
  }
  absl::string_view rest = buffer_;
  while (!rest.empty() && error_ == 0) {
    const ssize_t written = write(descriptor_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<size_t>(written));
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
  buffer_.clear();
}

void OutputFile::Write(absl::string_view bytes) {
  buffer_.append(bytes.data(), bytes.size());
  if (buffer_.size() >= kBufferBytes) Flush();
}

absl::Status OutputFile::Close() {
  Flush();
  if (path_.empty()) return absl::OkStatus();
  on_interrupt_.reset();
  if (error_ == 0 && fsync(descriptor_) != 0) error_ = errno;
  if (close(std::exchange(descriptor_, -1)) != 0 && error_ == 0) error_ = errno;
  if (error_ == 0 && rename(Unfinished(path_).c_str(), path_.c_str()) != 0) {
    error_ = errno;
  }
  if (error_ == 0) return absl::OkStatus();
  unlink(Unfinished(path_).c_str());
  return CantWrite(path_, error_);
}

}  // namespace homeward::cli
