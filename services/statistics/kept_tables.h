#ifndef HOMEWARD_SERVICES_STATISTICS_KEPT_TABLES_H_
#define HOMEWARD_SERVICES_STATISTICS_KEPT_TABLES_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "homeward/v1/statistics.pb.h"
#include "services/statistics/period.h"
#include "storage/engine/batch.h"
#include "storage/keys/keyring.h"
#include "storage/records/document_store.h"

namespace homeward::statistics {

// The tables that were counted: each is in the store for good, and the keyring,
// which stands outside of it, remembers that it was told. So an older copy of
// the store, put back, does not count again what somebody has seen: two counts
// of a quarter can differ by one child. An older copy of the keyring does.
// Thread-safe; calls block for I/O.
class KeptTables {
 public:
  // Both must outlive it.
  KeptTables(const storage::DocumentStore* documents, storage::Keyring* keyring)
      : documents_(documents), keyring_(keyring) {}

  // The table of that kind and period; nothing if it may be counted.
  //
  // Errors: those of DocumentStore::List(), and
  //   DATA_LOSS            It is damaged.
  //   FAILED_PRECONDITION  It was told, and is not in the store.
  absl::StatusOr<std::optional<v1::CountTable>> Find(
      v1::StatisticsTable table, const Period& period) const;

  // Adds to `batch` that `table` is kept, counted at `now`. Errors: those of
  // DocumentStore::Put().
  absl::Status Put(const v1::CountTable& table, absl::Time now,
                   storage::Batch* batch) const;

  // Remembers that `table`, which is durable in the store, is told. To be
  // called before it is: a file is written at the first call for a table, and
  // never again. Errors: UNAVAILABLE if the keyring can't be written.
  absl::Status MarkTold(const v1::CountTable& table) const;

 private:
  const storage::DocumentStore* documents_;
  storage::Keyring* keyring_;
};

}  // namespace homeward::statistics

#endif  // HOMEWARD_SERVICES_STATISTICS_KEPT_TABLES_H_
