#ifndef HOMEWARD_SERVICES_CLI_AGENCY_CONFIG_TEXT_H_
#define HOMEWARD_SERVICES_CLI_AGENCY_CONFIG_TEXT_H_

#include <string>

#include "homeward/internal/v1/setup.pb.h"

namespace homeward::cli {

// Where other nodes find the node: `endpoint`, or else where it listens.
std::string EndpointOf(const internal::v1::InitAnswers& answers);

// The configuration of the node as a text with comments, without the
// federation's fingerprints, which joining adds.
std::string ConfigText(const internal::v1::InitAnswers& answers);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_AGENCY_CONFIG_TEXT_H_
