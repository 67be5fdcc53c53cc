#ifndef HOMEWARD_SERVICES_CLI_CODE_NAME_H_
#define HOMEWARD_SERVICES_CLI_CODE_NAME_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/roles.pb.h"

// Enum values as people type and read them: `cp.caseworker`, `missing-search`.
namespace homeward::cli {

// Reads `police.missing`, `police-missing` or `ROLE_POLICE_MISSING`.
//
// Errors:
//   INVALID_ARGUMENT  No such role; the text lists them (HW-CLI-001).
absl::StatusOr<v1::Role> ParseRole(absl::string_view text);

// Reads `missing-search` or `PURPOSE_MISSING_SEARCH`. Errors: as ParseRole().
absl::StatusOr<v1::Purpose> ParsePurpose(absl::string_view text);

// Reads `id-min` or `CATEGORY_ID_MIN`. Errors: as ParseRole().
absl::StatusOr<v1::Category> ParseCategory(absl::string_view text);

// Every role, purpose and category in the short form, for completion and
// errors.
std::vector<std::string> RoleNames();
std::vector<std::string> PurposeNames();
std::vector<std::string> CategoryNames();

// The enum value that people mean by `text`: `told-as-child` of the prefix
// "ERASURE_GROUND_" is ERASURE_GROUND_TOLD_AS_CHILD. Whether there is one is
// for the caller to see.
std::string EnumName(absl::string_view text, absl::string_view prefix);

// An enum value without the name of its type, in lower case with spaces:
// OUTCOME_TIMED_OUT of the prefix "OUTCOME_" is "timed out".
std::string ShortName(absl::string_view name, absl::string_view prefix);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_CODE_NAME_H_
