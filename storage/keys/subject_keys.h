#ifndef HOMEWARD_STORAGE_KEYS_SUBJECT_KEYS_H_
#define HOMEWARD_STORAGE_KEYS_SUBJECT_KEYS_H_

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "storage/engine/engine.h"
#include "storage/keys/key_cache.h"
#include "storage/keys/keyring.h"
#include "storage/keys/secret.h"

namespace homeward::storage {

inline constexpr uint32_t kSubjectsPerShard = 512;

// The key of each subject (a child): made, found, and destroyed for ever.
// Thread-safe; calls block for I/O. Source: docs/keys.md, "Erasing a child".
class SubjectKeys {
 public:
  // `engine` and `keyring` must outlive it. Errors: those of Reader, and
  // DATA_LOSS if the rows are not ours.
  static absl::StatusOr<std::unique_ptr<SubjectKeys>> Open(Engine* engine,
                                                           Keyring* keyring);

  // Makes a key for each of 1 to 256 new `subjects`: random ids of 1 to 64
  // bytes, never names. Durable when it returns, before the first record is
  // sealed; a key without a record does no harm.
  //
  // Errors:
  //   INVALID_ARGUMENT  An id or their number is out of range, or one is twice.
  //   ALREADY_EXISTS    One has a key already; none was made.
  //   UNAVAILABLE       Store or keyring can't be written. If tried again,
  //                     ALREADY_EXISTS may say that it happened.
  //   Others            Those of Keyring::Wrap().
  absl::Status Create(absl::Span<const std::string> subjects);

  // The key of `subject`. Errors: those of Reader and of Keyring::Unwrap(), and
  // NOT_FOUND if it has none, or was erased.
  absl::StatusOr<Secret> Get(absl::string_view subject, absl::Time now);

  // Whether the key of `subject` was destroyed while its row still stands: in a
  // store that was restored from a copy older than that, or where a Shred() was
  // cut short. Errors: those of Get().
  absl::StatusOr<bool> WasDestroyed(absl::string_view subject) const;

  // Destroys the key of `subject`: everything sealed under it is dead, here, in
  // every file that the engine has not yet compacted, and in every copy of the
  // store. Complete on every front kMaxKeyAge later. Safe to repeat after an
  // error, until it is OK.
  //
  // Neighbours of its shard whose rows are damaged or missing get them back
  // where the keyring has their keys.
  //
  // Errors: those of Reader and of Keyring::Rekey(), and
  //   NOT_FOUND    It has no key, or was erased before.
  //   DATA_LOSS    The row of a neighbour's key can't be read, and the keyring
  //                has no copy: with the shard's old key an older copy of the
  //                store would lose it too. Nothing was done; restore that
  //                copy.
  //   UNAVAILABLE  The key is destroyed, but its row is not: repeat.
  absl::Status Shred(absl::string_view subject);

  // The same for several, which is cheaper than one after the other where their
  // keys were made together. Those that have no key any more are passed over.
  // What can't be destroyed in one shard keeps nobody of another from being
  // destroyed; the first error is returned.
  absl::Status ShredAll(absl::Span<const std::string> subjects);

 private:
  SubjectKeys(Engine* engine, Keyring* keyring);

  absl::StatusOr<WrappedKey> ReadRow(absl::string_view subject) const;
  // That of one that lives on when `shard` gets a new key. NOT_FOUND: it was
  // shredded before. DATA_LOSS: as Shred().
  absl::StatusOr<Secret> NeighboursKey(uint32_t shard,
                                       const std::string& subject) const;
  // By the row of its key or, if that is damaged, by those of the shards, which
  // takes a look at all of them.
  absl::StatusOr<uint32_t> ShardOf(absl::string_view subject) const;
  // Destroys `doomed`, and who else of `wanted` is in `shard`.
  absl::Status ShredIn(uint32_t shard, std::set<std::string> doomed,
                       const std::set<std::string>& wanted)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<std::vector<std::string>> SubjectsOf(uint32_t shard) const;
  absl::Status Rewrap(uint32_t shard, const std::vector<SubjectKey>& survivors,
                      const std::set<std::string>& doomed);

  Engine* const engine_;
  Keyring* const keyring_;
  KeyCache cache_;

  // Held while rows are made or shredded, so that no key is wrapped by a shard
  // key that is being destroyed.
  absl::Mutex mutex_;
  uint32_t shard_ ABSL_GUARDED_BY(mutex_) = 0;
  uint32_t used_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_KEYS_SUBJECT_KEYS_H_
