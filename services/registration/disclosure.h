#ifndef HOMEWARD_SERVICES_REGISTRATION_DISCLOSURE_H_
#define HOMEWARD_SERVICES_REGISTRATION_DISCLOSURE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "auth/decision/grant.h"
#include "auth/redaction/field_hash.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/matching/description.h"
#include "services/registration/house_rules.h"
#include "storage/records/record_store.h"

// What own staff may see of own records. Reads the store and blocks;
// thread-safe.
namespace homeward::registration {

// The record as far as `ruling.admission`, which must be OK, lets it be seen;
// `ruling` then says what was shown.
//
// Errors:
//   NOT_FOUND  NoSuchRecord(): there is none, or nothing of it may be seen.
//   UNAVAILABLE, DATA_LOSS  The store can't be read.
absl::StatusOr<v1::ChildRecord> Show(const storage::RecordStore& records,
                                     const auth::FieldHasher& hasher,
                                     const std::string& record_id,
                                     Ruling& ruling);

// Records that may be the child of `description`, best first, at most five,
// without `own_record_id`; `ruling` then says what was shown. What can't be
// shown is left out. Errors: UNAVAILABLE, DATA_LOSS.
absl::StatusOr<std::vector<v1::RecordMatch>> ShowAlike(
    const storage::RecordStore& records, const auth::FieldHasher& hasher,
    const matching::Description& description, const std::string& own_record_id,
    Ruling& ruling);

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_DISCLOSURE_H_
