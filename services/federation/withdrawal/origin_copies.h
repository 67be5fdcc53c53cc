#ifndef HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_ORIGIN_COPIES_H_
#define HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_ORIGIN_COPIES_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "homeward/internal/v1/copies.pb.h"
#include "storage/records/record_store.h"

namespace homeward::federation {

// Finds what agencies of a child's country of origin have of her and would not
// be told any more. Thread-safe.
class OriginCopies {
 public:
  // `records`, and what `directory` uses, must outlive it. `directory` is the
  // present one, never null; that it has expired does not matter here.
  OriginCopies(
      std::string agency_id, const storage::RecordStore* records,
      std::function<std::shared_ptr<const auth::Directory>()> directory)
      : agency_id_(std::move(agency_id)),
        records_(records),
        directory_(std::move(directory)) {}

  // Those of `disclosures`, all of the own record `record_id`, with a category
  // that the record withholds at `now` from their recipient for their purpose:
  // auth::WithheldFromOrigin(). An agency that is no member may be of any
  // state. None if the record was erased. Blocks.
  //
  // Errors: nothing is known then, and nothing is to be taken back.
  //   UNAVAILABLE          The store can't be read.
  //   DATA_LOSS            The record is damaged, or does not open with the
  //                        node's key.
  //   FAILED_PRECONDITION  The keyring is older than the store.
  absl::StatusOr<std::vector<internal::v1::StoredDisclosure>> Withheld(
      const std::string& record_id,
      std::vector<internal::v1::StoredDisclosure> disclosures,
      absl::Time now) const;

  // Which states the directory names for whom.
  internal::v1::StoredNamedStates States() const;

 private:
  const std::string agency_id_;
  const storage::RecordStore* const records_;
  const std::function<std::shared_ptr<const auth::Directory>()> directory_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_WITHDRAWAL_ORIGIN_COPIES_H_
