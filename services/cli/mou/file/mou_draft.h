#ifndef HOMEWARD_SERVICES_CLI_MOU_FILE_MOU_DRAFT_H_
#define HOMEWARD_SERVICES_CLI_MOU_FILE_MOU_DRAFT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::cli {

// Whether `id` may name a new MOU, and a file of it.
//
// Errors:
//   INVALID_ARGUMENT  It is no plain id (HW-CLI-001).
absl::Status CheckNewId(const std::string& id);

// Puts `parties` in the place of those of the template `mou`, in its order:
// among its parties, its case issuers, and the owners and askers of every
// clause. Other agencies that the template names stay.
//
// Errors:
//   INVALID_ARGUMENT  One is there twice or is no plain id, or they are not as
//                     many as the template has: then the text names the
//                     template's (HW-CLI-001).
absl::Status NameParties(const std::vector<std::string>& parties, v1::Mou& mou);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MOU_FILE_MOU_DRAFT_H_
