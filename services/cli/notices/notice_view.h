#ifndef HOMEWARD_SERVICES_CLI_NOTICES_NOTICE_VIEW_H_
#define HOMEWARD_SERVICES_CLI_NOTICES_NOTICE_VIEW_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "homeward/v1/notice.pb.h"

namespace homeward::cli {

// `notice` as its reader needs it at `now`: a line with its id and how it
// stands, then, indented, what happened and what is to be done. Pure.
std::vector<std::string> NoticeText(const v1::Notice& notice, absl::Time now);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_NOTICES_NOTICE_VIEW_H_
