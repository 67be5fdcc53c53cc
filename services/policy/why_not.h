#ifndef HOMEWARD_SERVICES_POLICY_WHY_NOT_H_
#define HOMEWARD_SERVICES_POLICY_WHY_NOT_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "services/policy/red_lines.h"

namespace homeward::policy {

// For own staff: each red line that is crossed, with a question that would be
// answered.
using Reasons = std::vector<std::string>;

// Why a set may not be active.
struct Objections {
  // The first five reasons. Empty: it may.
  Reasons reasons;
  // Whether it is too large to be proven: unknown is no.
  bool too_large = false;
};

// Whether somebody still waits for a proof. Asked now and then, on the thread
// that proves. Empty: always.
using GoesOn = std::function<bool()>;

// Why `set` may not be active from `now` on under `red_lines`. Takes as long as
// auth::Prove(). Pure.
//
// Errors:
//   CANCELLED  `goes_on` said no: nothing is known.
absl::StatusOr<Objections> WhyNot(
    const std::shared_ptr<const auth::ActiveSet>& set,
    const RedLineLists& red_lines, absl::Time now, const GoesOn& goes_on);

}  // namespace homeward::policy

#endif  // HOMEWARD_SERVICES_POLICY_WHY_NOT_H_
