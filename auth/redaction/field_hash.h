#ifndef HOMEWARD_AUTH_REDACTION_FIELD_HASH_H_
#define HOMEWARD_AUTH_REDACTION_FIELD_HASH_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "auth/signing/secret.h"

// Stands in for a value that an asker may not read: the outcome HASH. Pure.
// Source: docs/decisions/0013-a-hash-is-for-one-asker.md.
namespace homeward::auth {

// Makes the hashes for one owner and one asking agency. Immutable;
// thread-safe.
class AskerHash {
 public:
  // `hmac:` and 32 hexadecimal digits of HMAC-SHA-256 over the path of the
  // field and `value`: the same for the same, and nothing else can be told.
  std::string Of(absl::string_view field_path, absl::string_view value) const;

 private:
  friend class FieldHasher;
  explicit AskerHash(Secret key) : key_(std::move(key)) {}

  Secret key_;
};

// Holds the secret of the owner's node, which never leaves it. Immutable;
// thread-safe.
class FieldHasher {
 public:
  // INVALID_ARGUMENT unless `secret` has 32 bytes at least.
  static absl::StatusOr<FieldHasher> Create(Secret secret);

  // Askers get hashes that they can't compare with each other's.
  AskerHash For(absl::string_view owner_agency_id,
                absl::string_view requester_agency_id) const;

 private:
  explicit FieldHasher(Secret secret) : secret_(std::move(secret)) {}

  Secret secret_;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_REDACTION_FIELD_HASH_H_
