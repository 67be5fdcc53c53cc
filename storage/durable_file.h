#ifndef HOMEWARD_STORAGE_DURABLE_FILE_H_
#define HOMEWARD_STORAGE_DURABLE_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Small files that must be whole after a kill or a power cut, and that only
// their owner may read. Errors name the file, and what the system said.
// Thread-safe for different files.
namespace homeward::storage {

// The content of `path`.
//
// Errors:
//   NOT_FOUND            There is no such file.
//   RESOURCE_EXHAUSTED   It has more than `max_bytes`.
//   UNAVAILABLE          It can't be read.
absl::StatusOr<std::string> ReadSmallFile(const std::string& path,
                                          size_t max_bytes);

// Like ReadSmallFile(), for a file that holds a secret: FAILED_PRECONDITION
// unless it is a regular file of this process's user that nobody else may read
// or write (mode 0600 or stricter). The caller wipes the result.
absl::StatusOr<std::string> ReadPrivateFile(const std::string& path,
                                            size_t max_bytes);

// Makes `bytes` the content of `path`, with mode 0600: a new file is written,
// synced and renamed over the old one, and the folder is synced. After an error
// or a crash the old content or the new is there, whole. UNAVAILABLE if the
// system refuses.
absl::Status ReplaceFile(const std::string& path, absl::string_view bytes);

// Like ReplaceFile(), and then overwrites what the old content occupied. That
// last step is a best effort: flash and copying file systems keep old blocks,
// which is why keys in such a file are themselves wrapped.
absl::Status ReplaceFileAndWipeOld(const std::string& path,
                                   absl::string_view bytes);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_DURABLE_FILE_H_
