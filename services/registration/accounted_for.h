#ifndef HOMEWARD_SERVICES_REGISTRATION_ACCOUNTED_FOR_H_
#define HOMEWARD_SERVICES_REGISTRATION_ACCOUNTED_FOR_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "homeward/v1/claim.pb.h"
#include "services/registration/house_rules.h"
#include "services/registration/registrar_parts.h"

namespace homeward::registration {

// OK unless one of `claims` says last of a missing child that she is accounted
// for, and no answer that is kept says by a check since she went missing that
// she is safe (P-SAFE-ANSWER). They are to be added to the own record
// `record_id`, of which the same report may say since when, or to none if it is
// empty. Reads the store and blocks.
//
// Errors:
//   FAILED_PRECONDITION  No answer says so.
//   UNAVAILABLE, DATA_LOSS  The store can't be read.
absl::Status CheckAccountedFor(const RegistrarParts& parts,
                               const std::vector<v1::Claim>& claims,
                               const std::string& record_id,
                               const Ruling& ruling);

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_ACCOUNTED_FOR_H_
