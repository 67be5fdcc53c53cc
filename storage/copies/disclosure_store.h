#ifndef HOMEWARD_STORAGE_COPIES_DISCLOSURE_STORE_H_
#define HOMEWARD_STORAGE_COPIES_DISCLOSURE_STORE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "homeward/internal/v1/copies.pb.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/keys/blind.h"
#include "storage/keys/secret.h"

namespace homeward::storage {

// What went out of the own records, to whom and in which answers: so that it
// can be taken back, and told to whom it is about. Thread-safe. Calls read the
// engine and block, except Put() and Settle().
//
// Errors of every read:
//   UNAVAILABLE  The store can't be read; the text says what to do.
//   DATA_LOSS    A row is damaged, or does not open with the node's key.
//
// Source: docs/records.md, "Copies".
class DisclosureStore {
 public:
  // `engine` and `blind` must outlive the store. `key` is 32 bytes and seals
  // every row: they hold ids and no personal data.
  DisclosureStore(const Engine* engine, const BlindIndex* blind, Secret key)
      : engine_(engine), blind_(blind), key_(std::move(key)) {}

  // Adds `disclosure` to `batch`, which makes the answer's entry in the log.
  // Errors: UNAVAILABLE if the system has no random bytes.
  absl::Status Put(const internal::v1::StoredDisclosure& disclosure,
                   Batch* batch) const;

  // All that went out of the record `record_id` and was not retired, in no
  // order. A damaged row is an error; with `damaged` it is left out, and makes
  // that true.
  absl::StatusOr<std::vector<internal::v1::StoredDisclosure>> OfRecord(
      absl::string_view record_id, bool* damaged = nullptr) const;

  // Records of which something went out that was not retired.
  struct RecordPage {
    // Each once, in no order.
    std::vector<std::string> record_ids;
    // Where the next page begins. Empty: there is none.
    std::string next;
  };
  // Those of at most `limit` disclosures from `place` on, which is empty or the
  // `next` of a page: a record may be in two pages. A damaged row names none,
  // and keeps no other from being told.
  absl::StatusOr<RecordPage> Records(const std::string& place,
                                     size_t limit) const;

  // All that went out of the record `record_id` and was retired, in no order.
  absl::StatusOr<std::vector<internal::v1::StoredDisclosure>> PastOfRecord(
      absl::string_view record_id) const;

  // At most `limit` of those for which a receipt is due and whose time is over
  // at `now`, the oldest first, that were not settled. `damaged` as above: it
  // takes no place from another.
  absl::StatusOr<std::vector<internal::v1::StoredDisclosure>> ReceiptsDue(
      absl::Time now, size_t limit, bool* damaged = nullptr) const;

  // At most `limit` of those whose time is over at `now`, the oldest first.
  // `damaged` as above.
  absl::StatusOr<std::vector<internal::v1::StoredDisclosure>> Over(
      absl::Time now, size_t limit, bool* damaged = nullptr) const;

  // Adds to `batch` that `disclosure` is over: it can't be taken back any more,
  // and no receipt for it will be asked for. As long as its record is there it
  // is remembered; of one that is gone it is forgotten. Errors: those of a
  // read, and UNAVAILABLE if the system has no random bytes.
  absl::Status Retire(const internal::v1::StoredDisclosure& disclosure,
                      Batch* batch) const;

  // Adds to `batch` that at most `limit` of what was retired of the record is
  // forgotten. Returns whether there is more.
  absl::StatusOr<bool> ForgetPast(absl::string_view record_id, size_t limit,
                                  Batch* batch) const;

  // Adds to `batch` that the receipt for `disclosure` was asked for.
  void Settle(const internal::v1::StoredDisclosure& disclosure,
              Batch* batch) const;

 private:
  absl::StatusOr<std::vector<internal::v1::StoredDisclosure>> Before(
      const char* table, absl::Time now, size_t limit, bool* damaged) const;
  // The disclosure in the row that is called `row_key`.
  absl::StatusOr<internal::v1::StoredDisclosure> Named(
      const std::string& row_key) const;
  absl::StatusOr<std::vector<internal::v1::StoredDisclosure>> AllIn(
      const char* table, absl::string_view record_id, bool* damaged) const;
  // What the rows of a record in `table` start with.
  std::string PrefixOf(const char* table, absl::string_view record_id) const;
  std::string RowOf(const char* table,
                    const internal::v1::StoredDisclosure& disclosure) const;
  absl::Status PutIn(const char* table,
                     const internal::v1::StoredDisclosure& disclosure,
                     Batch* batch) const;
  absl::StatusOr<internal::v1::StoredDisclosure> Read(
      absl::string_view row_key, absl::string_view sealed) const;

  const Engine* engine_;
  const BlindIndex* blind_;
  const Secret key_;
};

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_COPIES_DISCLOSURE_STORE_H_
