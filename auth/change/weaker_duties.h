#ifndef HOMEWARD_AUTH_CHANGE_WEAKER_DUTIES_H_
#define HOMEWARD_AUTH_CHANGE_WEAKER_DUTIES_H_

#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/change/outcomes.h"
#include "auth/decision/access.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::auth {

// How a note of a MouDifference begins that tells of a duty that is weaker.
inline constexpr absl::string_view kWeakerDuty = "weaker duty: ";

// A duty as notes name it: "retain at most within 30 days". An infinite `time`
// is none.
std::string DutyInNote(v1::ObligationType type, absl::Duration time);

// How long there is for `duty`; infinite when it has no time.
absl::Duration TimeFor(const v1::Obligation& duty);

// Which duties of answers are weaker by one text of an MOU than by another.
// Not thread-safe.
class WeakerDuties {
 public:
  // Adds what one question in one situation comes to, `before` and `after`. A
  // duty is weaker when it is gone, or has a longer time or none: where
  // something is shown before and after.
  void Compare(const AccessRequest& request, const Disclosure& before,
               const Disclosure& after);

  // A note for each that was found: who has it towards whom, and what becomes
  // of it. Each begins with kWeakerDuty.
  std::vector<std::string> Notes() const;

 private:
  struct Weaker {
    std::string owner;
    std::string requester;
    v1::ObligationType type;
    // How long there is for it; infinite when no time is given.
    absl::Duration before;
    // The same. Unset: the duty is gone.
    std::optional<absl::Duration> after;

    bool operator<(const Weaker& other) const {
      return std::tie(owner, requester, type, before, after) <
             std::tie(other.owner, other.requester, other.type, other.before,
                      other.after);
    }
  };
  std::set<Weaker> found_;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CHANGE_WEAKER_DUTIES_H_
