#ifndef HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_ROWS_H_
#define HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_ROWS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "homeward/internal/v1/break_glass.pb.h"
#include "services/federation/break_glass/deed.h"
#include "services/federation/break_glass/signed_review.h"
#include "storage/engine/batch.h"
#include "storage/records/document_store.h"

// Broken glass in the store: every use, review and receipt is a sealed document
// of its own, so that nothing is read, changed and written back.
namespace homeward::federation {

// Each adds a row to `batch`. Errors: those of storage::DocumentStore::Put().
absl::Status PutUse(const storage::DocumentStore& documents,
                    const internal::v1::StoredBreakGlassUse& use,
                    storage::Batch* batch);
// In place of the review of the same statement.
absl::Status PutReview(const storage::DocumentStore& documents,
                       const VerifiedReview& review, absl::Time now,
                       storage::Batch* batch);
// In place of the receipt of the same agency for the same statement.
absl::Status PutReceipt(const storage::DocumentStore& documents,
                        const internal::v1::StoredBreakGlassReceipt& receipt,
                        storage::Batch* batch);

// A review, and when it came in by the clock of this node.
struct KeptReview {
  VerifiedReview review;
  absl::Time received;
};

// All that is stored.
struct GlassRows {
  std::vector<internal::v1::StoredBreakGlassUse> uses;
  std::vector<KeptReview> reviews;
  std::vector<internal::v1::StoredBreakGlassReceipt> receipts;
};

// Which row it is, and of which statement.
struct GlassRowName {
  std::string kind;
  std::string name;
  Deed deed;
};

// Reads all. Blocks. Errors: those of storage::DocumentStore::List(), and
// DATA_LOSS if a row can't be read.
absl::StatusOr<GlassRows> ReadGlassRows(
    const storage::DocumentStore& documents);

// The names of all rows at the agency `own_agency_id`: uses first and reviews
// last, since a use without its review counts as not reviewed. Errors and
// blocking as ReadGlassRows().
absl::StatusOr<std::vector<GlassRowName>> NameGlassRows(
    const storage::DocumentStore& documents, const std::string& own_agency_id);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_BREAK_GLASS_GLASS_ROWS_H_
