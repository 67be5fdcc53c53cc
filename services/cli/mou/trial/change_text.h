#ifndef HOMEWARD_SERVICES_CLI_MOU_TRIAL_CHANGE_TEXT_H_
#define HOMEWARD_SERVICES_CLI_MOU_TRIAL_CHANGE_TEXT_H_

#include <string>
#include <vector>

#include "homeward/v1/mou_change.pb.h"

// What a change of MOUs does, in lines for people. Pure.
namespace homeward::cli {

// What `homeward mou diff` prints.
std::vector<std::string> DifferenceText(const v1::MouDifference& difference);

// What `homeward mou replay` prints.
std::vector<std::string> ReplayText(const v1::ReplayReport& report);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MOU_TRIAL_CHANGE_TEXT_H_
