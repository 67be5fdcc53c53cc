#ifndef HOMEWARD_SERVICES_STATISTICS_MARK_PARTS_H_
#define HOMEWARD_SERVICES_STATISTICS_MARK_PARTS_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/facts/record_facts.h"
#include "auth/proto_time.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/claim.pb.h"
#include "services/statistics/period.h"

// What the marks of all tables need.
namespace homeward::statistics {

// "needs attention" of WELLBEING_STATUS_NEEDS_ATTENTION and its prefix.
inline std::string WordsOf(absl::string_view name, absl::string_view prefix) {
  return absl::AsciiStrToLower(
      absl::StrReplaceAll(name.substr(prefix.size()), {{"_", " "}}));
}

// The first of the claims for which `is_kind` holds, by when it was true; null
// without one that says when.
inline const v1::Claim* FirstOf(const internal::v1::StoredRecord& record,
                                bool (v1::Claim::*is_kind)() const) {
  const v1::Claim* first = nullptr;
  for (const v1::Claim& claim : record.claims()) {
    if (!(claim.*is_kind)() || !claim.has_source_time()) continue;
    if (first == nullptr || auth::ToTime(claim.source_time()) <
                                auth::ToTime(first->source_time())) {
      first = &claim;
    }
  }
  return first;
}

// Which month of `period` `time` is in, if the person of `record` was a child
// then.
inline std::optional<size_t> MonthAsChild(
    const internal::v1::StoredRecord& record, const Period& period,
    absl::Time time) {
  const std::optional<size_t> month = period.MonthOf(time);
  if (!month.has_value() || auth::IsSurelyOfAge(record, time)) {
    return std::nullopt;
  }
  return month;
}

}  // namespace homeward::statistics

#endif  // HOMEWARD_SERVICES_STATISTICS_MARK_PARTS_H_
