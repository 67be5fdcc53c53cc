#ifndef HOMEWARD_STORAGE_KEYS_KEYRING_H_
#define HOMEWARD_STORAGE_KEYS_KEYRING_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "storage/keys/keyring_files.h"
#include "storage/keys/secret.h"

namespace homeward::storage {

// A subject's key as its row in the store holds it.
struct WrappedKey {
  uint32_t shard = 0;
  // Of the shard's key that wrapped it.
  uint32_t generation = 0;
  std::string wrapped;
};
std::string EncodeWrappedKey(const WrappedKey& key);
// DATA_LOSS if `bytes` is not what EncodeWrappedKey() writes.
absl::StatusOr<WrappedKey> DecodeWrappedKey(absl::string_view bytes);

// The keys that stand outside the store: a folder with one file of named keys
// and one file for each shard of subjects, all wrapped by the root key. Copies
// of the store hold subjects' keys wrapped by a shard's key, so that a shard's
// new key kills what every old copy says about the subject it was made for.
//
// Thread-safe. One process at a time may have a keyring open. Source:
// docs/keys.md, "Keys" and "Erasing a child".
class Keyring {
 public:
  // Makes an empty keyring in the folder `path`, which must exist. Errors:
  // ALREADY_EXISTS; UNAVAILABLE if it can't be written.
  static absl::Status Create(const std::string& path, const Secret& root_key);

  // Errors:
  //   NOT_FOUND            There is no keyring at `path`.
  //   FAILED_PRECONDITION  "wrong key": the root key is not this keyring's, or
  //                        the mode of the file is wrong.
  //   DATA_LOSS            The file is damaged: restore the newest keyring.
  static absl::StatusOr<std::unique_ptr<Keyring>> Open(const std::string& path,
                                                       Secret root_key);

  // The key `name`, of 1 to 64 bytes, made and kept at the first call.
  // NOT_FOUND if it was destroyed; UNAVAILABLE if it can't be kept.
  absl::StatusOr<Secret> NamedKey(absl::string_view name);

  // Whether NamedKey() made the key `name` before; one that was destroyed since
  // counts. As it stands outside the store, that holds whatever copy of the
  // store is restored.
  bool HasNamedKey(absl::string_view name) const ABSL_LOCKS_EXCLUDED(mutex_);

  // Makes everything sealed under the key `name` unreadable for ever. The name
  // can't be used again. OK if it was destroyed before.
  absl::Status DestroyNamedKey(absl::string_view name);

  // `key` for the row of `subject`, wrapped by the key of `shard`, which is
  // made at the first call. Errors: those of Unwrap() about the shard.
  absl::StatusOr<WrappedKey> Wrap(uint32_t shard, absl::string_view subject,
                                  const Secret& key);

  // The key in the row of `subject`, which may be a row of an older copy of the
  // store.
  //
  // Errors:
  //   NOT_FOUND            The subject was erased.
  //   FAILED_PRECONDITION  The keyring is older than the store: restore the
  //                        newest keyring.
  //   DATA_LOSS            The row or the shard's file is damaged or missing,
  //                        or the row is another subject's.
  absl::StatusOr<Secret> Unwrap(absl::string_view subject,
                                const WrappedKey& key);

  // Gives `shard` a new key and destroys the old one. Only `survivors` can be
  // unwrapped after that, from rows of any age; every other subject of the
  // shard is erased. Errors: those of Unwrap() about the shard; UNAVAILABLE if
  // the new key can't be kept (then the old one still holds).
  absl::Status Rekey(uint32_t shard, const std::vector<SubjectKey>& survivors);

 private:
  Keyring(std::string path, Secret root_key, NamedKeys named);

  absl::StatusOr<ShardFile> LoadShard(uint32_t shard) const;
  absl::StatusOr<const ShardKey*> FindShard(uint32_t shard)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status Keep(const NamedKeys& named)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string path_;
  const Secret root_key_;
  mutable absl::Mutex mutex_;
  NamedKeys named_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<uint32_t, ShardKey> shards_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_KEYS_KEYRING_H_
