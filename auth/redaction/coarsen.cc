#include "auth/redaction/coarsen.h"

#include <algorithm>

#include "absl/time/civil_time.h"
#include "auth/decision/access.h"
#include "auth/decision/birth_age.h"
#include "auth/proto_time.h"

namespace homeward::auth {
namespace {

using google::protobuf::Timestamp;

constexpr int kMaxAgeYears = 130;

int LowerEnd(int years) {
  return years < 6 ? 0 : years < 12 ? 6 : years < kMajorityYears ? 12 : 18;
}

int UpperEnd(int years) {
  return years < 6                ? 5
         : years < 12             ? 11
         : years < kMajorityYears ? 17
                                  : kMaxAgeYears;
}

// The bands in which `age` lies, or nothing when it is none.
std::optional<v1::AgeRange> Banded(const v1::AgeRange& age) {
  const int min = age.min_years();
  const int max = age.has_max_years() ? age.max_years() : kMaxAgeYears;
  const bool is_age = age.has_min_years() || age.has_max_years();
  if (!is_age || min < 0 || max < min || max > kMaxAgeYears) {
    return std::nullopt;
  }
  v1::AgeRange banded;
  if (age.has_min_years()) banded.set_min_years(LowerEnd(min));
  if (age.has_max_years()) banded.set_max_years(UpperEnd(max));
  if (age.has_estimated()) banded.set_estimated(age.estimated());
  return banded;
}

}  // namespace

bool Coarsen(Treatment treatment, v1::PartialDate& date) {
  if (treatment != Treatment::kToMonth && treatment != Treatment::kToYear) {
    return false;  // An age band is no date.
  }
  date.clear_day();
  if (treatment == Treatment::kToYear) date.clear_month();
  return date.year() != 0;
}

bool Coarsen(Treatment treatment, Timestamp& time) {
  const absl::StatusOr<absl::Time> exact = ToTime(time, "");
  if (!exact.ok()) return false;
  const absl::TimeZone utc = absl::UTCTimeZone();
  const absl::CivilDay day = absl::ToCivilDay(*exact, utc);
  switch (treatment) {
    case Treatment::kToDay:
      time = ToTimestamp(absl::FromCivil(day, utc));
      return true;
    case Treatment::kToMonth:
      time = ToTimestamp(absl::FromCivil(absl::CivilMonth(day), utc));
      return true;
    case Treatment::kToYear:
      time = ToTimestamp(absl::FromCivil(absl::CivilYear(day), utc));
      return true;
    default:
      return false;
  }
}

bool Coarsen(Treatment treatment, v1::AgeRange& age) {
  auto banded = Banded(age);
  if (treatment != Treatment::kToAgeBand || !banded.has_value()) return false;
  age = *std::move(banded);
  return true;
}

bool Coarsen(Treatment treatment, v1::Place& place) {
  v1::Place area;
  v1::Precision told = v1::PRECISION_COUNTRY;
  switch (treatment) {
    case Treatment::kToAdmin2:
      area.set_admin2_code(place.admin2_code());
      area.set_admin1_code(place.admin1_code());
      told = v1::PRECISION_ADMIN2;
      break;
    case Treatment::kToAdmin1:
      area.set_admin1_code(place.admin1_code());
      told = v1::PRECISION_ADMIN1;
      break;
    case Treatment::kToCountry:
      break;
    default:
      return false;
  }
  area.set_country_code(place.country_code());
  const bool is_left = area.ByteSizeLong() > 0;
  // From the most to the least exact.
  area.set_precision(std::max(told, place.precision()));
  place = area;
  return is_left;
}

std::optional<v1::AgeRange> BandOfBirth(const v1::PartialDate& birth,
                                        absl::Time time) {
  const std::optional<AgeInterval> age = AgeAt(birth, time);
  if (!age.has_value()) return std::nullopt;
  v1::AgeRange range;
  range.set_min_years(age->min_years);
  range.set_max_years(std::min(age->max_years, kMaxAgeYears));
  return Banded(range);
}

}  // namespace homeward::auth
