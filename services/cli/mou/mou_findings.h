#ifndef HOMEWARD_SERVICES_CLI_MOU_MOU_FINDINGS_H_
#define HOMEWARD_SERVICES_CLI_MOU_MOU_FINDINGS_H_

#include <string>

#include "auth/mou/mou.h"
#include "homeward/v1/mou.pb.h"
#include "services/cli/context.h"

namespace homeward::cli {

// Shows what is wrong with `mou`, which is written as `text` in `file`, line by
// line, and what is probably a slip; true when nothing is wrong. Without a text
// no line is told.
bool ShowFindings(Context& context, const std::string& file,
                  const std::string& text, const v1::Mou& mou,
                  auth::MouKind kind);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MOU_MOU_FINDINGS_H_
