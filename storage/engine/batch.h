#ifndef HOMEWARD_STORAGE_ENGINE_BATCH_H_
#define HOMEWARD_STORAGE_ENGINE_BATCH_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace homeward::storage {

// The limits of every engine. Larger things are cut into pieces above.
inline constexpr size_t kMaxKeyBytes = 1024;
inline constexpr size_t kMaxValueBytes = 65536;
inline constexpr size_t kMaxBatchBytes = 1 << 20;
inline constexpr size_t kMaxBatchOperations = 1000;
inline constexpr size_t kMaxBatchConditions = 64;
inline constexpr size_t kMaxKeysPerMultiGet = 1000;
inline constexpr size_t kMaxRowsPerPage = 10000;
inline constexpr size_t kMaxPageBytes = 1 << 20;
inline constexpr absl::Duration kMaxSnapshotAge = absl::Seconds(3);

// Says which commit wrote a row. Opaque: only equality means anything, and no
// two commits of one store ever share a version. Safe to keep as bytes.
class Version {
 public:
  // `bytes` as bytes() gave them. Anything else makes a version that equals no
  // row's.
  static Version FromBytes(absl::string_view bytes) { return Version(bytes); }

  // Equal to no version that a row has.
  Version() = default;

  const std::string& bytes() const { return bytes_; }

  friend bool operator==(const Version& a, const Version& b) {
    return a.bytes_ == b.bytes_;
  }
  friend bool operator!=(const Version& a, const Version& b) {
    return !(a == b);
  }

 private:
  explicit Version(absl::string_view bytes) : bytes_(bytes) {}

  std::string bytes_;
};

// A write of one row. Without a value, the row is deleted.
struct Operation {
  std::string key;
  std::optional<std::string> value;
};

// What must hold before the batch, or nothing of it happens. Without a version,
// the row must be absent.
struct Condition {
  std::string key;
  std::optional<Version> version;
};

// Writes that happen together or not at all, and the conditions on which they
// happen. A plain value: copy it, keep it, send it again. Not thread-safe.
//
// Every row put by one batch gets the version of that commit. Conditions speak
// of the state before the batch; of several writes to one key, the last wins.
class Batch {
 public:
  // Sets the row. `key` is 1 to 1,024 bytes, any byte; `value` is at most
  // 65,536 bytes and may be empty.
  void Put(absl::string_view key, absl::string_view value);

  // Removes the row, if there is one.
  void Delete(absl::string_view key);

  // Requires that the row is the one that `version` wrote. The batch need not
  // write `key`.
  void ExpectVersion(absl::string_view key, Version version);

  // Requires that there is no row. The same batch must write `key` (before or
  // after this call): an engine can't guard the absence of a row that nobody
  // writes. To guard a range, make every writer of it write one head row.
  void ExpectAbsent(absl::string_view key);

  // What Commit() will object to. Errors:
  //   INVALID_ARGUMENT     An empty key or one over 1,024 bytes, or
  //                        ExpectAbsent() on a key that the batch doesn't
  //                        write. A bug of the caller.
  //   RESOURCE_EXHAUSTED   A value, the bytes(), the operations or the
  //                        conditions are over their limit: cut the batch.
  absl::Status Validate() const;

  // Bytes of keys and values, conditions counted too.
  size_t bytes() const { return bytes_; }

  bool empty() const { return operations_.empty() && conditions_.empty(); }
  const std::vector<Operation>& operations() const { return operations_; }
  const std::vector<Condition>& conditions() const { return conditions_; }

 private:
  size_t bytes_ = 0;
  std::vector<Operation> operations_;
  std::vector<Condition> conditions_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_ENGINE_BATCH_H_
