#ifndef HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_WITHDRAWAL_ERASED_H_
#define HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_WITHDRAWAL_ERASED_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "homeward/v1/erasure.pb.h"
#include "services/federation/withdrawal/withdrawal_book.h"
#include "storage/copies/disclosure_store.h"
#include "storage/engine/batch.h"
#include "storage/records/document_store.h"

// What is taken back of records that are erased.
namespace homeward::federation {

// Adds to `batch`, which erases the record `record_id`, that everything which
// was disclosed of it is taken back, in the name of `subject`. Nothing is
// before WithdrawalBook::Expand(). Errors: UNAVAILABLE if the system has no
// random bytes.
absl::Status TakeBackAll(const storage::DocumentStore& documents,
                         const std::string& record_id,
                         const std::string& subject, absl::Time now,
                         storage::Batch* batch);

// Which agencies have copies of the record `record_id` at `now`, or are to
// erase them, by agency. Errors: those of DisclosureStore::OfRecord().
absl::StatusOr<std::vector<v1::ErasureHolder>> HoldersOf(
    const std::string& record_id, const WithdrawalBook& book,
    const storage::DisclosureStore& disclosures, absl::Time now);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_WITHDRAWAL_ERASED_H_
