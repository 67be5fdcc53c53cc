#ifndef HOMEWARD_SERVICES_FEDERATION_ERASURE_ERASURE_BOOK_H_
#define HOMEWARD_SERVICES_FEDERATION_ERASURE_ERASURE_BOOK_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "homeward/internal/v1/erasure.pb.h"
#include "services/federation/erasure/document_book.h"
#include "storage/commit_group.h"
#include "storage/records/document_store.h"

namespace homeward::federation {

// What was asked to be erased, and the tombstones of what was. Thread-safe.
class ErasureBook : public DocumentBook<internal::v1::StoredErasure> {
 public:
  // As DocumentBook.
  explicit ErasureBook(const storage::DocumentStore* documents)
      : DocumentBook(documents, "erasure") {}

  // Whether the record was erased, and that is to be remembered at `now`.
  bool IsTombstone(const std::string& record_id, absl::Time now) const;

  // As DocumentBook::Put(), for the record that `erasure` names.
  absl::Status Put(const internal::v1::StoredErasure& erasure,
                   storage::Submission& submission);
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ERASURE_ERASURE_BOOK_H_
