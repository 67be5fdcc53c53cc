#ifndef HOMEWARD_STORAGE_COPIES_COPY_STORE_H_
#define HOMEWARD_STORAGE_COPIES_COPY_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "homeward/internal/v1/copies.pb.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/secret.h"
#include "storage/keys/subject_keys.h"

namespace homeward::storage {

// For how long it is remembered that a copy was erased.
inline constexpr absl::Duration kRememberErased = absl::Hours(90 * 24);

// For how long it is remembered that one may not come any more: longer than any
// answer is on its way.
inline constexpr absl::Duration kRememberNeverKept = absl::Hours(1);

// What other agencies told this node, each record of each answer sealed under a
// key of its own. It lies apart from the own records: no question finds it.
// Copies are named by CopyKey(). Thread-safe. Calls block for I/O.
//
// Errors of every call:
//   UNAVAILABLE  Store or keyring can't be used; the text says what to do.
//   DATA_LOSS    A row is damaged, or does not open with the node's key.
//
// Source: docs/records.md, "Copies".
class CopyStore {
 public:
  // `engine` and `keys` must outlive the store. `key` is 32 bytes and seals
  // what is known of a copy without opening it.
  CopyStore(const Engine* engine, SubjectKeys* keys, Secret key)
      : engine_(engine), keys_(keys), key_(std::move(key)) {}

  // Adds to `batch` a copy that says `content`, under a new key. The batch
  // conflicts when the copy was kept, or taken back, before.
  absl::Status Keep(absl::string_view copy_key, internal::v1::StoredCopy copy,
                    absl::string_view content, absl::Time now, Batch* batch)
      ABSL_LOCKS_EXCLUDED(mutex_);

  // What is known of a copy, with the version of its row.
  struct Found {
    internal::v1::StoredCopy copy;
    Version version;
  };
  absl::StatusOr<std::optional<Found>> Find(absl::string_view copy_key) const;

  // What `copy`, which is kept, says. NOT_FOUND if its key was destroyed.
  absl::StatusOr<Secret> Open(absl::string_view copy_key,
                              const internal::v1::StoredCopy& copy,
                              absl::Time now) const;

  // Destroys the keys of `copies` that have one: what they said is dead, in
  // every file too. Safe to repeat.
  absl::Status DestroyKeys(absl::Span<const internal::v1::StoredCopy> copies);

  // Adds to `batch` that the copy is now `after`, which is not kept, in place
  // of `before`; or that none may come any more. Conflicts when it changed
  // since. Its key must be destroyed.
  absl::Status Mark(absl::string_view copy_key,
                    const std::optional<Found>& before,
                    const internal::v1::StoredCopy& after, Batch* batch) const;

  // Adds to `batch` the end of all that is known of `found`.
  void Forget(absl::string_view copy_key, const Found& found,
              Batch* batch) const;

  // At most `limit` copies whose time is over at `now`, the oldest first: to
  // be erased, or to be forgotten.
  absl::StatusOr<std::vector<std::string>> Due(absl::Time now,
                                               size_t limit) const;

  // Copies that are kept or were erased, of `subject` or, if it is empty, of
  // all, the newest first, at most `limit`.
  absl::StatusOr<std::vector<internal::v1::StoredCopy>> List(
      absl::string_view subject, size_t limit) const;

 private:
  // A key that seals nothing yet.
  absl::StatusOr<std::string> TakeKey() ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status PutHead(absl::string_view copy_key,
                       const internal::v1::StoredCopy& copy,
                       Batch* batch) const;
  absl::StatusOr<internal::v1::StoredCopy> ReadHead(
      absl::string_view copy_key, absl::string_view sealed) const;

  const Engine* engine_;
  SubjectKeys* keys_;
  const Secret key_;
  absl::Mutex mutex_;
  // Made many at a time, since each making is a commit.
  std::vector<std::string> unused_keys_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_COPIES_COPY_STORE_H_
