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

// Which records are not shown as alike: the own one, and those of which people
// decided that they are another child's.
struct KnownApart {
  const std::string& own_record_id;
  const internal::v1::StoredMatches& decided;
};

// Records that may be the same child.
struct AlikeRecords {
  // Best first, at most five.
  std::vector<v1::RecordMatch> matches;
  // How many are left out because people rejected them.
  int rejected_count = 0;
};

// Records that may be the child of `description`; `ruling` then says what was
// shown. What can't be shown is left out. Errors: UNAVAILABLE, DATA_LOSS.
absl::StatusOr<AlikeRecords> ShowAlike(const storage::RecordStore& records,
                                       const auth::FieldHasher& hasher,
                                       const matching::Description& description,
                                       const KnownApart& known, Ruling& ruling);

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_DISCLOSURE_H_
