#ifndef HOMEWARD_SERVICES_RPC_TLS_MEMORY_FILE_H_
#define HOMEWARD_SERVICES_RPC_TLS_MEMORY_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace homeward::rpc {

// A file that is only in memory, for libraries that read secrets by path. No
// other process and no disk sees it, and nothing of it is left when the
// process ends, however it ends. Move-only.
class MemoryFile {
 public:
  // A file with `bytes`. `name` is for debuggers and holds nothing private.
  //
  // Errors:
  //   INTERNAL  The system gives no memory file or no /proc.
  static absl::StatusOr<MemoryFile> Create(const std::string& name,
                                           absl::string_view bytes);

  MemoryFile(MemoryFile&& other) noexcept;
  MemoryFile& operator=(MemoryFile&& other) noexcept;
  ~MemoryFile();

  // Where this process can read it, as long as this object lives.
  const std::string& path() const { return path_; }

  // Replaces the whole content at once: a reader that opens path() gets the
  // old bytes or the new. Each content has a later modification time than the
  // one before, by a second at least, so that a reader who compares times
  // around reading it twice notices the swap. One caller at a time.
  //
  // Errors:
  //   INTERNAL  As Create(). The old content is kept.
  absl::Status Replace(absl::string_view bytes);

 private:
  MemoryFile(std::string name, int descriptor);

  std::string name_;
  std::string path_;
  int descriptor_ = -1;
  int contents_ = 1;
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_TLS_MEMORY_FILE_H_
