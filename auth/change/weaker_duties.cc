#include "auth/change/weaker_duties.h"

#include <cstddef>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "auth/period_words.h"
#include "auth/proto_time.h"

namespace homeward::auth {
namespace {

bool ShowBoth(const Outcomes& before, const Outcomes& after) {
  for (size_t i = 0; i < before.size(); ++i) {
    if (before[i] != Treatment::kDrop && after[i] != Treatment::kDrop) {
      return true;
    }
  }
  return false;
}

}  // namespace

absl::Duration TimeFor(const v1::Obligation& duty) {
  return duty.has_within() ? ToDuration(duty.within())
                           : absl::InfiniteDuration();
}

std::string DutyInNote(v1::ObligationType type, absl::Duration time) {
  const std::string name = absl::StrReplaceAll(
      absl::AsciiStrToLower(
          absl::StripPrefix(v1::ObligationType_Name(type), "OBLIGATION_TYPE_")),
      {{"_", " "}});
  return time == absl::InfiniteDuration()
             ? name
             : absl::StrCat(name, " within ", PeriodWords(time));
}

void WeakerDuties::Compare(const AccessRequest& request,
                           const Disclosure& before, const Disclosure& after) {
  if (!ShowBoth(before.outcomes, after.outcomes)) return;
  for (const v1::Obligation& duty : before.duties) {
    const absl::Duration time = TimeFor(duty);
    const auto kept = absl::c_find_if(after.duties, [&duty](const auto& other) {
      return other.type() == duty.type();
    });
    std::optional<absl::Duration> left;
    if (kept != after.duties.end()) left = TimeFor(*kept);
    if (left.has_value() && *left <= time) continue;
    found_.insert({request.owner_agency_id, request.requester_agency_id,
                   duty.type(), time, left});
  }
}

std::vector<std::string> WeakerDuties::Notes() const {
  std::vector<std::string> notes;
  for (const Weaker& weaker : found_) {
    const std::string now = !weaker.after.has_value() ? "not at all"
                            : *weaker.after == absl::InfiniteDuration()
                                ? "without a time"
                                : "within " + PeriodWords(*weaker.after);
    notes.push_back(absl::StrCat(
        kWeakerDuty, weaker.requester, " of ", weaker.owner,
        "'s records: ", DutyInNote(weaker.type, weaker.before), ", now ", now));
  }
  return notes;
}

}  // namespace homeward::auth
