#include <optional>

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/missing.pb.h"
#include "homeward/v1/wellbeing.pb.h"
#include "services/statistics/mark_parts.h"
#include "services/statistics/table_marks.h"

// The marks of children by what happened in a month.
namespace homeward::statistics {
namespace {

std::string WellbeingRow(v1::WellbeingStatus status) {
  if (status == v1::WELLBEING_STATUS_UNSPECIFIED ||
      !v1::WellbeingStatus_IsValid(status)) {
    status = v1::WELLBEING_STATUS_UNKNOWN;
  }
  return WordsOf(v1::WellbeingStatus_Name(status), "WELLBEING_STATUS_");
}

std::string MissingRow(v1::MissingCategory category) {
  if (category == v1::MISSING_CATEGORY_UNSPECIFIED ||
      !v1::MissingCategory_IsValid(category)) {
    return std::string(kNotTold);
  }
  return WordsOf(v1::MissingCategory_Name(category), "MISSING_CATEGORY_");
}

}  // namespace

std::vector<std::string> WellbeingRows() {
  return {WellbeingRow(v1::WELLBEING_STATUS_SAFE),
          WellbeingRow(v1::WELLBEING_STATUS_NEEDS_ATTENTION),
          WellbeingRow(v1::WELLBEING_STATUS_URGENT),
          WellbeingRow(v1::WELLBEING_STATUS_UNKNOWN)};
}

std::vector<Mark> MarkWellbeing(const Counted& counted, const Period& period) {
  // The last check of each month.
  std::vector<const v1::WellbeingCheck*> last(period.Months().size());
  for (const v1::Claim& claim : counted.record.claims()) {
    const v1::WellbeingCheck& check = claim.wellbeing_check();
    if (!claim.has_wellbeing_check() || !check.has_checked_time()) continue;
    const absl::Time time = auth::ToTime(check.checked_time());
    const auto month = MonthAsChild(counted.record, period, time);
    if (!month.has_value()) continue;
    if (last[*month] == nullptr ||
        auth::ToTime(last[*month]->checked_time()) <= time) {
      last[*month] = &check;
    }
  }
  std::vector<Mark> marks;
  for (size_t month = 0; month < last.size(); ++month) {
    if (last[month] == nullptr) continue;
    marks.push_back({WellbeingRow(last[month]->status()), month});
  }
  return marks;
}

std::vector<Mark> MarkMissing(const Counted& counted, const Period& period) {
  const v1::Claim* claim =
      FirstOf(counted.record, &v1::Claim::has_missing_report);
  if (claim == nullptr) return {};
  const auto month =
      MonthAsChild(counted.record, period, auth::ToTime(claim->source_time()));
  if (!month.has_value()) return {};
  return {{MissingRow(claim->missing_report().missing_category()), *month}};
}

std::vector<std::string> MonthColumns(const Period& period) {
  return period.Months();
}

std::vector<std::string> MissingRows() {
  std::vector<std::string> rows;
  for (int i = 1; i < v1::MissingCategory_ARRAYSIZE; ++i) {
    rows.push_back(MissingRow(static_cast<v1::MissingCategory>(i)));
  }
  rows.emplace_back(kNotTold);
  return rows;
}

}  // namespace homeward::statistics
