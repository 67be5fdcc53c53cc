#ifndef HOMEWARD_SERVICES_CLI_STATUS_VIEW_H_
#define HOMEWARD_SERVICES_CLI_STATUS_VIEW_H_

#include <string>
#include <vector>

#include "homeward/v1/admin_service.pb.h"

// The status as people read it: worst first, meaning in words and not in
// colour. Pure.
namespace homeward::cli {

// One fact a line, however long and however many.
std::vector<std::string> PlainStatus(const v1::GetStatusResponse& status);

// The same on one screen: lines of 80 columns, 23 at most. What has no place is
// counted in the last line.
std::vector<std::string> StatusScreen(const v1::GetStatusResponse& status);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_STATUS_VIEW_H_
