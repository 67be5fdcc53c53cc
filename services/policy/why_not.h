#ifndef HOMEWARD_SERVICES_POLICY_WHY_NOT_H_
#define HOMEWARD_SERVICES_POLICY_WHY_NOT_H_

#include <memory>
#include <string>
#include <vector>

#include "auth/decision/active_set.h"
#include "services/policy/red_lines.h"

namespace homeward::policy {

// For own staff: each red line that is crossed, with a question that would be
// answered.
using Reasons = std::vector<std::string>;

// The first five reasons why `set` may not be active under `red_lines`. Empty:
// it may. Takes as long as auth::Prove(). Pure.
Reasons WhyNot(const std::shared_ptr<const auth::ActiveSet>& set,
               const RedLineLists& red_lines);

}  // namespace homeward::policy

#endif  // HOMEWARD_SERVICES_POLICY_WHY_NOT_H_
