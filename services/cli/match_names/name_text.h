#ifndef HOMEWARD_SERVICES_CLI_MATCH_NAMES_NAME_TEXT_H_
#define HOMEWARD_SERVICES_CLI_MATCH_NAMES_NAME_TEXT_H_

#include <string>

#include "services/matching/name/name.h"

namespace homeward::cli {

// All that is read of a name, for people: a line for each word and reading,
// then what was set apart, then its keys.
std::string NameAsText(const matching::Name& name);

// The same as JSON on one line.
std::string NameAsJson(const matching::Name& name);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MATCH_NAMES_NAME_TEXT_H_
