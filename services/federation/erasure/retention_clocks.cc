#include "services/federation/erasure/retention_clocks.h"

#include <algorithm>
#include <optional>

#include "absl/algorithm/container.h"
#include "auth/facts/record_facts.h"
#include "auth/proto_time.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"
#include "services/federation/erasure/missing_reports.h"

namespace homeward::federation {
namespace {

using internal::v1::StoredRecord;

// No leap day may make her younger than she is.
constexpr absl::Duration kChildhood = absl::Hours(24 * 366 * 18);

bool IsTip(const v1::Claim& claim) {
  return claim.has_sighting() || claim.missing_report().has_reporter();
}

// When the last claim came in for which `is_of` holds. Never, if there is none.
template <class Predicate>
absl::Time LastEntry(const StoredRecord& record, const Predicate& is_of) {
  absl::Time last = absl::InfinitePast();
  for (const v1::Claim& claim : record.claims()) {
    if (is_of(claim)) last = std::max(last, auth::ToTime(claim.entry_time()));
  }
  return last;
}

bool IsAny(const v1::Claim& /*claim*/) { return true; }

// When it was last reviewed for `clock`. Never, if nobody did.
absl::Time Reviewed(v1::RetentionClock clock,
                    const std::vector<v1::Keeping>& keepings) {
  absl::Time last = absl::InfinitePast();
  for (const v1::Keeping& keeping : keepings) {
    if (keeping.ground() == v1::KEEPING_GROUND_REVIEWED &&
        keeping.clock() == clock) {
      last = std::max(last, auth::ToTime(keeping.said_time()));
    }
  }
  return last;
}

// The clocks' starts, but for reviews. Nothing while one does not run.
std::optional<absl::Time> TipsStart(const StoredRecord& record) {
  const absl::Time last = LastEntry(record, IsTip);
  const auto closed = MissingReportsClosed(record);
  if (last == absl::InfinitePast() || !closed.has_value()) return std::nullopt;
  return std::max(last, *closed);
}

std::optional<absl::Time> CrossingPhotosStart(const StoredRecord& record) {
  const auto& claims = record.claims();
  if (!absl::c_any_of(claims, [](const auto& c) { return c.has_photo(); }) ||
      !absl::c_any_of(claims,
                      [](const auto& c) { return c.has_crossing_event(); })) {
    return std::nullopt;
  }
  return LastEntry(record, IsAny);
}

// Whether she surely was of age at `at`.
bool WasOfAge(const StoredRecord& record, absl::Time at) {
  return auth::IsSurelyOfAge(record, at) ||
         auth::RegisteredTime(record) + kChildhood <= at;
}

bool IsOver(std::optional<absl::Time> start, absl::Time reviewed,
            absl::Duration period, absl::Time now) {
  return start.has_value() && std::max(*start, reviewed) + period <= now;
}

}  // namespace

auth::CategorySet CategoriesOfClocks() {
  return auth::CategoriesOfFacts() |
         auth::CategorySet{v1::CATEGORY_WELLBEING, v1::CATEGORY_TIP};
}

bool HasRunOut(v1::RetentionClock clock, const StoredRecord& record,
               const std::vector<v1::Keeping>& keepings,
               const RetentionPeriods& periods, absl::Time now) {
  const absl::Time reviewed = Reviewed(clock, keepings);
  switch (clock) {
    case v1::RETENTION_CLOCK_TIPS:
      return IsOver(TipsStart(record), reviewed, periods.tips, now);
    case v1::RETENTION_CLOCK_CROSSING_PHOTOS:
      return IsOver(CrossingPhotosStart(record), reviewed,
                    periods.crossing_photos, now);
    case v1::RETENTION_CLOCK_CASE_FILE:
      return IsOver(LastEntry(record, IsAny), reviewed, periods.case_file,
                    now) &&
             WasOfAge(record, now - periods.case_file);
    default:
      return false;
  }
}

}  // namespace homeward::federation
