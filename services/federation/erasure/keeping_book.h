#ifndef HOMEWARD_SERVICES_FEDERATION_ERASURE_KEEPING_BOOK_H_
#define HOMEWARD_SERVICES_FEDERATION_ERASURE_KEEPING_BOOK_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "homeward/internal/v1/erasure.pb.h"
#include "homeward/v1/retention.pb.h"
#include "services/federation/erasure/document_book.h"
#include "storage/commit_group.h"
#include "storage/records/document_store.h"

namespace homeward::federation {

// Why own staff keep which records: what a review found, and duties to keep
// them to investigate a crime. Thread-safe.
class KeepingBook : public DocumentBook<internal::v1::StoredKeeping> {
 public:
  // As DocumentBook.
  explicit KeepingBook(const storage::DocumentStore* documents)
      : DocumentBook(documents, "keeping") {}

  // The words that count for the record `record_id`, in the order in which they
  // came.
  std::vector<v1::Keeping> Of(const std::string& record_id) const;

  // Adds `keeping` to `submission`, in place of the word on the same ground and
  // clock. One that has an end, and ends with `now` or before, only takes that
  // word away. Returns the words that count then. Errors: those of
  // DocumentBook.
  absl::StatusOr<std::vector<v1::Keeping>> Say(const std::string& record_id,
                                               const v1::Keeping& keeping,
                                               absl::Time now,
                                               storage::Submission& submission);
};

// Whether one of `keepings` says that the record is kept at `now` to
// investigate a crime. Pure.
bool IsKeptForInvestigation(const std::vector<v1::Keeping>& keepings,
                            absl::Time now);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ERASURE_KEEPING_BOOK_H_
