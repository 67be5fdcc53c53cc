#ifndef HOMEWARD_SERVICES_CLI_MOU_TRIAL_PROOF_TEXT_H_
#define HOMEWARD_SERVICES_CLI_MOU_TRIAL_PROOF_TEXT_H_

#include <string>
#include <vector>

#include "homeward/v1/red_line.pb.h"

namespace homeward::cli {

// `report` as lines that people read: each red line with its verdict and why,
// each breach as the question that crosses it, and what is taken for granted.
std::vector<std::string> ProofText(const v1::ProofReport& report);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MOU_TRIAL_PROOF_TEXT_H_
