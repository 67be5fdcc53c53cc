#include "auth/facts/subject_age.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "absl/algorithm/container.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "auth/decision/birth_age.h"
#include "homeward/v1/claim.pb.h"

namespace homeward::auth {
namespace {

constexpr int kMaxAgeYears = 130;

// She is so old on the day of the claim, and older later.
std::optional<SubjectAges::Years> OfAge(const v1::AgeRange& age) {
  if (!age.has_min_years() && !age.has_max_years()) return std::nullopt;
  const int min = age.has_min_years() ? age.min_years() : 0;
  const int max = age.has_max_years() ? age.max_years() : kMaxAgeYears;
  if (min < 0 || max < min || max > kMaxAgeYears) return std::nullopt;
  return SubjectAges::Years{{min, max}};
}

std::optional<SubjectAges::Years> OfBand(v1::AgeBand band) {
  switch (band) {
    case v1::AGE_BAND_0_TO_5:
      return SubjectAges::Years{{0, 5}};
    case v1::AGE_BAND_6_TO_11:
      return SubjectAges::Years{{6, 11}};
    case v1::AGE_BAND_12_TO_17:
      return SubjectAges::Years{{12, 17}};
    case v1::AGE_BAND_ADULT:
      return SubjectAges::Years{{kMajorityYears, kMaxAgeYears},
                                /*has_end=*/false};
    default:
      return std::nullopt;
  }
}

}  // namespace

SubjectAges::SubjectAges(const internal::v1::StoredRecord& record) {
  for (const v1::Claim& claim : record.claims()) {
    if (!claim.has_identity()) continue;
    const v1::ChildIdentity& identity = claim.identity();
    Said said;
    said.birth = BirthDaysOf(identity.date_of_birth());
    said.years = {OfAge(identity.age()), OfBand(identity.age_band())};
    if (claim.has_source_time()) {
      said.since =
          UtcDayOf(absl::FromUnixSeconds(claim.source_time().seconds()));
    }
    said.estimated = identity.age().estimated();
    said_.push_back(said);
  }
}

SubjectAges::Ages SubjectAges::Said::All(absl::CivilDay day) const {
  Ages all;
  if (birth.has_value()) all[0] = AgeOn(*birth, day);
  const int more =
      since.has_value() ? std::max(0, CompletedYears(*since, day)) : 0;
  for (size_t i = 0; i < years.size(); ++i) {
    if (!years[i].has_value()) continue;
    const auto& [age, has_end] = *years[i];
    all[i + 1] = AgeInterval{age.min_years + more,
                             has_end ? age.max_years + more + 1 : kMaxAgeYears};
  }
  return all;
}

std::optional<AgeInterval> SubjectAges::Said::On(absl::CivilDay day) const {
  // Compared at one time: nobody grows younger by a birthday.
  const Ages then = All(since.value_or(day));
  const Ages ages = All(day);
  const auto exact =
      absl::c_find_if(ages, [](const auto& age) { return age.has_value(); });
  if (exact == ages.end()) return std::nullopt;
  AgeInterval on = **exact;
  const auto& on_then = then[static_cast<size_t>(exact - ages.begin())];
  for (size_t i = 0; i < ages.size(); ++i) {
    if (ages[i].has_value() && then[i].has_value() && on_then.has_value() &&
        then[i]->max_years < on_then->min_years &&
        ages[i]->min_years < kMajorityYears) {
      on.min_years = std::min(on.min_years, ages[i]->min_years);
    }
  }
  // A guess proves nobody an adult, whatever was made of it.
  if (estimated) on.min_years = 0;
  return on;
}

AgeInterval SubjectAges::At(absl::Time now) const {
  const absl::CivilDay day = UtcDayOf(now);
  std::optional<AgeInterval> possible;
  for (const Said& said : said_) {
    const std::optional<AgeInterval> age = said.On(day);
    if (!age.has_value()) continue;
    if (!possible.has_value()) possible = age;
    possible->min_years = std::min(possible->min_years, age->min_years);
    possible->max_years = std::max(possible->max_years, age->max_years);
  }
  if (!possible.has_value()) return AgeInterval();
  if (possible->min_years < kMajorityYears) {
    possible->max_years = std::min(possible->max_years, kMajorityYears - 1);
  }
  return *possible;
}

AgeInterval SubjectAge(const internal::v1::StoredRecord& record,
                       absl::Time now) {
  return SubjectAges(record).At(now);
}

}  // namespace homeward::auth
