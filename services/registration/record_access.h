#ifndef HOMEWARD_SERVICES_REGISTRATION_RECORD_ACCESS_H_
#define HOMEWARD_SERVICES_REGISTRATION_RECORD_ACCESS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "auth/decision/decision_trace.h"
#include "auth/decision/grant.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/claim.pb.h"
#include "services/registration/house_rules.h"
#include "storage/records/record_store.h"

// What a call may do with one stored record, given the record's own facts.
namespace homeward::registration {

// What is told of a record that isn't here, and of one with which the caller
// may not do what she asks: NOT_FOUND in the same words.
absl::Status NoSuchRecord();

// Decides by `ruling.admission`, which must be OK, and the facts of `record`,
// which has auth::CategoriesOfFacts() unsealed. Pure.
auth::Authorization AuthorizeRecord(const internal::v1::StoredRecord& record,
                                    const Ruling& ruling);

// Makes `ruling` say that a record is there and why it is withheld. Returns
// NoSuchRecord().
absl::Status Withhold(const auth::DecisionTrace& trace, Ruling& ruling);

// What came of looking for a record to add to.
struct Addition {
  // The record, with auth::CategoriesOfFacts() unsealed. Nothing if there is
  // none to which she may add.
  std::optional<internal::v1::StoredRecord> record;
  // Why the last one was withheld, if one was.
  std::optional<auth::DecisionTrace> withheld;
};

// The first of the records `ids` to which `ruling.admission`, of a write, lets
// all of `claims` be added. `ruling.details` then names those that are
// withheld. Reads the store. Errors: UNAVAILABLE, DATA_LOSS.
absl::StatusOr<Addition> FindToAdd(const storage::RecordStore& records,
                                   const std::vector<std::string>& ids,
                                   const std::vector<v1::Claim>& claims,
                                   Ruling& ruling);

// NoSuchRecord(), when `addition` has no record; `ruling` then says which of
// the two it was.
absl::Status RefuseToAdd(const Addition& addition, Ruling& ruling);

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_RECORD_ACCESS_H_
