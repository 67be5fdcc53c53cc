#ifndef HOMEWARD_STORAGE_KEYS_BLIND_H_
#define HOMEWARD_STORAGE_KEYS_BLIND_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/keys/secret.h"

namespace homeward::storage {

// The size of a blind term.
inline constexpr size_t kBlindTermBytes = 20;

// Makes search terms that say nothing to who reads the disk: HMAC-SHA-256 of a
// normalised value, under a key of its own for each kind of term ("unhcr_id",
// "phone", "name_token"). The kind too is hidden. The same value gives the same
// term, so that how often a term occurs can still be seen by a thief of the
// disk: put no value of a small set (sex, country, year alone) in a kind of its
// own. Thread-safe.
class BlindIndex {
 public:
  // INVALID_ARGUMENT unless `master` has 32 bytes.
  static absl::StatusOr<BlindIndex> Create(Secret master);

  // The row-key part for `value`, normalised by the caller: 4 bytes that all
  // terms of `kind` share, then 16 of the value. Collisions are as likely as
  // for 128 random bits.
  std::string Term(absl::string_view kind, absl::string_view value) const;

  // The 4 bytes that every term of `kind` starts with, to scan or erase a kind.
  std::string KindPrefix(absl::string_view kind) const;

  BlindIndex(BlindIndex&&) noexcept;
  BlindIndex& operator=(BlindIndex&&) noexcept;
  ~BlindIndex();

 private:
  struct Kind;
  struct Kinds;

  explicit BlindIndex(const Secret& master);

  std::shared_ptr<const Kind> Find(absl::string_view kind) const;

  // The master key, and what was derived of it: kinds are few.
  std::unique_ptr<Kinds> kinds_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_KEYS_BLIND_H_
