#ifndef HOMEWARD_STORAGE_KEYS_KEYRING_FILES_H_
#define HOMEWARD_STORAGE_KEYS_KEYRING_FILES_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/keys/secret.h"

// The files of a keyring, byte by byte. Pure and thread-safe. Source:
// docs/keys.md, "Keys".
namespace homeward::storage {

// Named keys, wrapped by the root key. An empty one was destroyed.
using NamedKeys = std::map<std::string, std::string>;

// INTERNAL if OpenSSL fails; else the file.
absl::StatusOr<std::string> EncodeNamedKeys(const NamedKeys& named,
                                            const Secret& root_key);
// Errors: FAILED_PRECONDITION "wrong key"; DATA_LOSS if the file is damaged.
absl::StatusOr<NamedKeys> DecodeNamedKeys(absl::string_view bytes,
                                          const Secret& root_key);

// The key that wraps the keys of one shard's subjects.
struct ShardKey {
  uint32_t shard = 0;
  uint32_t generation = 0;
  Secret key;
};

// A subject's key in the clear.
struct SubjectKey {
  std::string subject;
  Secret key;
};

// A shard's file: its key, and the keys of the subjects that lived when it was
// last made anew, so that older rows of theirs still open.
struct ShardFile {
  ShardKey shard;
  std::map<std::string, std::string> survivors;  // Wrapped by `shard`.
};

// INTERNAL if OpenSSL fails; else the file. Subjects have 1 to 255 bytes.
absl::StatusOr<std::string> EncodeShardFile(const ShardFile& file,
                                            const Secret& root_key);
// DATA_LOSS if the file is damaged, or is not that of `shard`.
absl::StatusOr<ShardFile> DecodeShardFile(absl::string_view bytes,
                                          uint32_t shard,
                                          const Secret& root_key);

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_KEYS_KEYRING_FILES_H_
