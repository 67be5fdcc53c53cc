#ifndef HOMEWARD_SERVICES_STATISTICS_TABLE_MARKS_H_
#define HOMEWARD_SERVICES_STATISTICS_TABLE_MARKS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "homeward/internal/v1/stored.pb.h"
#include "services/statistics/period.h"

// Where a child counts in each table, and what its rows and columns are. Whom
// all say to be 18 or more at the time is no child, and counts nowhere. Pure,
// thread-safe.
namespace homeward::statistics {

// The row or column of whom something is not known, or may not be told.
inline constexpr absl::string_view kNotTold = "not told";

// A record that is looked at.
struct Counted {
  const internal::v1::StoredRecord& record;
  // Whether her area may be told.
  bool may_tell_area = false;
};

// Where a child counts.
struct Mark {
  std::string row;
  // One of the columns.
  size_t column = 0;
};

// By area and age band, in the quarter of her first identity claim: the area
// where she lived by that claim, the band that she was in.
std::vector<std::string> AgeBandColumns(const Period& period);
std::vector<Mark> MarkRegistration(const Counted& counted,
                                   const Period& period);

// By protection status and sex, in the same quarter, as the same claim says.
std::vector<std::string> ProtectionRows();
std::vector<std::string> SexColumns(const Period& period);
std::vector<Mark> MarkProtection(const Counted& counted, const Period& period);

// By month and what her last check of it found: once for each month.
std::vector<std::string> WellbeingRows();
std::vector<std::string> MonthColumns(const Period& period);
std::vector<Mark> MarkWellbeing(const Counted& counted, const Period& period);

// By kind of disappearance and month of her first missing report.
std::vector<std::string> MissingRows();
std::vector<Mark> MarkMissing(const Counted& counted, const Period& period);

// By whether she has functional needs and whether she has vaccines, each as it
// was told last in the quarter. Whoever has a health summary of the quarter
// with a field of CATEGORY_HEALTH counts. Which need or vaccine it is, a
// diagnosis, and whatever is sensitive are not looked at.
std::vector<std::string> HealthRows();
std::vector<std::string> VaccineColumns(const Period& period);
std::vector<Mark> MarkHealth(const Counted& counted, const Period& period);

// By urgency and requested service of her last screening of the quarter. What
// she was asked and what she said are not looked at. One whose urgency this
// program does not know counts nowhere.
std::vector<std::string> ScreeningRows();
std::vector<std::string> ServiceColumns(const Period& period);
std::vector<Mark> MarkScreening(const Counted& counted, const Period& period);

}  // namespace homeward::statistics

#endif  // HOMEWARD_SERVICES_STATISTICS_TABLE_MARKS_H_
