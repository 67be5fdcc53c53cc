#include "auth/facts/subject_age.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/time/civil_time.h"
#include "homeward/v1/claim.pb.h"

namespace homeward::auth {
namespace {

constexpr int kAdultYears = 18;
constexpr int kMaxAgeYears = 130;

absl::CivilDay DayOf(absl::Time time) {
  return absl::ToCivilDay(time, absl::UTCTimeZone());
}

// Completed years from `birth` to `day`.
int YearsBetween(absl::CivilDay birth, absl::CivilDay day) {
  const bool had_birthday = std::make_pair(day.month(), day.day()) >=
                            std::make_pair(birth.month(), birth.day());
  const int64_t years = day.year() - birth.year() - (had_birthday ? 0 : 1);
  return static_cast<int>(std::clamp<int64_t>(years, -10000, 10000));
}

// What is added to a year of `calendar` to get the first Gregorian year that
// it can touch; it touches the next two at most. The Islamic year is shorter:
// 33 of them are 32 Gregorian ones.
std::optional<int> FirstGregorianYear(int year, v1::Calendar calendar) {
  switch (calendar) {
    case v1::CALENDAR_ISLAMIC:
      return year - year / 33 + 621;
    case v1::CALENDAR_ETHIOPIC:
      return year + 7;
    case v1::CALENDAR_PERSIAN:
      return year + 621;
    default:
      return std::nullopt;
  }
}

std::optional<AgeInterval> FromBirth(const v1::PartialDate& birth,
                                     absl::CivilDay today) {
  const int year = birth.year();
  if (year < 1 || year > 9999) return std::nullopt;
  absl::CivilDay earliest, latest;
  const auto other = FirstGregorianYear(year, birth.calendar());
  if (other.has_value()) {
    earliest = absl::CivilDay(*other - 1, 1, 1);
    latest = absl::CivilDay(*other + 2, 12, 31);
  } else if (birth.calendar() > v1::CALENDAR_GREGORIAN || birth.month() > 12 ||
             birth.day() > 31) {
    return std::nullopt;
  } else {
    const bool has_month = birth.has_month() && birth.month() > 0;
    const bool has_day = has_month && birth.has_day() && birth.day() > 0;
    earliest = absl::CivilDay(year, has_month ? birth.month() : 1,
                              has_day ? birth.day() : 1);
    latest = has_day     ? earliest
             : has_month ? absl::CivilDay(absl::CivilMonth(earliest) + 1) - 1
                         : absl::CivilDay(year, 12, 31);
  }
  const int min = YearsBetween(latest, today);
  const int max = YearsBetween(earliest, today);
  if (max < 0 || min > kMaxAgeYears) return std::nullopt;
  return AgeInterval{std::max(min, 0), max};
}

std::optional<AgeInterval> FromAge(const v1::AgeRange& age, int years_since) {
  if (!age.has_min_years() && !age.has_max_years()) return std::nullopt;
  const int min = age.has_min_years() ? age.min_years() : 0;
  const int max = age.has_max_years() ? age.max_years() : kMaxAgeYears;
  if (min < 0 || max < min || max > kMaxAgeYears) return std::nullopt;
  // A guess proves nobody an adult.
  if (age.estimated()) return AgeInterval{0, max + years_since + 1};
  return AgeInterval{min + years_since, max + years_since + 1};
}

std::optional<AgeInterval> FromBand(v1::AgeBand band, int years_since) {
  switch (band) {
    case v1::AGE_BAND_0_TO_5:
      return AgeInterval{years_since, 6 + years_since};
    case v1::AGE_BAND_6_TO_11:
      return AgeInterval{6 + years_since, 12 + years_since};
    case v1::AGE_BAND_12_TO_17:
      return AgeInterval{12 + years_since, 18 + years_since};
    case v1::AGE_BAND_ADULT:
      return AgeInterval{kAdultYears + years_since, kMaxAgeYears};
    default:
      return std::nullopt;
  }
}

// The most exact thing that one claim says.
std::optional<AgeInterval> FromIdentity(const v1::ChildIdentity& identity,
                                        absl::Time source_time,
                                        absl::Time now) {
  const int years_since =
      std::max(0, YearsBetween(DayOf(source_time), DayOf(now)));
  auto age = FromBirth(identity.date_of_birth(), DayOf(now));
  if (!age.has_value()) age = FromAge(identity.age(), years_since);
  if (!age.has_value()) age = FromBand(identity.age_band(), years_since);
  return age;
}

}  // namespace

AgeInterval SubjectAge(const internal::v1::StoredRecord& record,
                       absl::Time now) {
  std::optional<AgeInterval> possible;
  for (const v1::Claim& claim : record.claims()) {
    if (!claim.has_identity()) continue;
    const absl::Time source_time =
        absl::FromUnixSeconds(claim.source_time().seconds());
    const auto age = FromIdentity(
        claim.identity(), claim.has_source_time() ? source_time : now, now);
    if (!age.has_value()) continue;
    if (!possible.has_value()) possible = age;
    possible->min_years = std::min(possible->min_years, age->min_years);
    possible->max_years = std::max(possible->max_years, age->max_years);
  }
  if (!possible.has_value()) return AgeInterval();
  if (possible->min_years < kAdultYears) {
    possible->max_years = std::min(possible->max_years, kAdultYears - 1);
  }
  return *possible;
}

}  // namespace homeward::auth
