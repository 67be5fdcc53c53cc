#ifndef HOMEWARD_SERVICES_REGISTRATION_RECORD_WRITES_H_
#define HOMEWARD_SERVICES_REGISTRATION_RECORD_WRITES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/registration_service.pb.h"
#include "services/registration/house_rules.h"
#include "services/registration/registrar_parts.h"
#include "storage/engine/batch.h"

// What admitted claims do to the store: to the record, its terms, and what was
// disclosed of it.
namespace homeward::registration {

// Whether `claims`, of a registration, say who she is.
bool TellWho(const std::vector<v1::Claim>& claims);

// Whether something that was disclosed may have to be taken back for `claim`.
// What a new record says of where she comes from was known to all who read it.
bool MayTakeBack(const v1::Claim& claim, bool is_new_record);

// Adds to `batch` what makes a child's record of `claims`, or adds them to the
// one with this number, and takes back what words that are new with it take
// back: `response` says which. Reads the store.
//
// Errors:
//   NOT_FOUND            She may add to none, and they don't say who she is.
//   FAILED_PRECONDITION  The record with this number was erased, or a missing
//                        child is not accounted for (accounted_for.h).
//   UNAVAILABLE, DATA_LOSS  The store can't be read.
absl::Status WriteChild(const RegistrarParts& parts,
                        const std::string& source_record_id,
                        const std::vector<v1::Claim>& claims, Ruling& ruling,
                        v1::RegisterChildResponse& response,
                        storage::Batch* batch);

// Adds to `batch` what adds `claim` to the record that it is about, and takes
// back what it takes back. Reads the store. Errors: as WriteChild().
absl::Status WriteClaim(const RegistrarParts& parts,
                        const std::string& record_id, const v1::Claim& claim,
                        Ruling& ruling, v1::AddClaimResponse& response,
                        storage::Batch* batch);

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_RECORD_WRITES_H_
