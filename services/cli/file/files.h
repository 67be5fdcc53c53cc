#ifndef HOMEWARD_SERVICES_CLI_FILE_FILES_H_
#define HOMEWARD_SERVICES_CLI_FILE_FILES_H_

#include <sys/types.h>

#include <istream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Files as the command reads and writes them. Errors name the path and what
// the system says, never what a file holds.
namespace homeward::cli {

// Modes: secrets for their owner alone, documents for everybody.
inline constexpr mode_t kSecretMode = 0600;
inline constexpr mode_t kPublicMode = 0644;

// The bytes of the file `path`, at most `max_bytes`.
//
// Errors:
//   NOT_FOUND           It isn't there.
//   PERMISSION_DENIED   It can't be read (exit code 1, not "denied").
//   RESOURCE_EXHAUSTED  It is longer.
//   INTERNAL            The system says something else.
absl::StatusOr<std::string> ReadFile(const std::string& path,
                                     size_t max_bytes = size_t{16} << 20);

// The bytes of `stream`, as ReadFile().
absl::StatusOr<std::string> ReadStream(std::istream& stream,
                                       size_t max_bytes = size_t{16} << 20);

// Writes `path` whole or not at all: to a file of its own beside it, synced,
// then renamed over it. It has `mode` from its first byte on. Of several at
// once the last one counts.
//
// Errors:
//   RESOURCE_EXHAUSTED  The disk is full (HW-DISK-001).
//   INTERNAL            The system says something else.
absl::Status WriteFile(const std::string& path, absl::string_view bytes,
                       mode_t mode);

// As WriteFile(), but refuses to replace a file: of several at once one writes,
// on a file system that knows RENAME_NOREPLACE.
//
// Errors: as WriteFile(), and
//   ALREADY_EXISTS  `path` is there.
absl::Status WriteNewFile(const std::string& path, absl::string_view bytes,
                          mode_t mode);

// Makes the folder `path`, its parents too, with mode 0700. There already is
// no error.
absl::Status MakeFolder(const std::string& path);

bool Exists(const std::string& path);

// `folder/name`, or `name` when it is absolute or `folder` is empty.
std::string JoinPath(absl::string_view folder, absl::string_view name);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_FILE_FILES_H_
