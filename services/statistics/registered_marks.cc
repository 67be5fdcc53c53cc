#include <optional>
#include <utility>

#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/facts/subject_age.h"
#include "auth/proto_time.h"
#include "homeward/v1/child.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/person.pb.h"
#include "homeward/v1/protection.pb.h"
#include "services/statistics/mark_parts.h"
#include "services/statistics/table_marks.h"

// The marks of children who were registered.
namespace homeward::statistics {
namespace {

using internal::v1::StoredRecord;

// The identity by which she was registered, if that was in `period` and she
// was a child then.
const v1::Claim* RegisteredIn(const StoredRecord& record,
                              const Period& period) {
  const v1::Claim* first = FirstOf(record, &v1::Claim::has_identity);
  if (first == nullptr) return nullptr;
  return MonthAsChild(record, period, auth::ToTime(first->source_time()))
                 .has_value()
             ? first
             : nullptr;
}

constexpr int kYearsOfBand = 6;
constexpr size_t kBandNotTold = 3;

std::optional<size_t> BandOf(int min_years, int max_years) {
  if (min_years < 0 || max_years >= auth::kMajorityYears ||
      min_years / kYearsOfBand != max_years / kYearsOfBand) {
    return std::nullopt;
  }
  return min_years / kYearsOfBand;
}

// The age band of a child when `claim` was true: what it says itself, or else
// all claims together.
size_t BandAt(const StoredRecord& record, const v1::Claim& claim) {
  const v1::ChildIdentity& identity = claim.identity();
  switch (identity.age_band()) {
    case v1::AGE_BAND_0_TO_5:
      return 0;
    case v1::AGE_BAND_6_TO_11:
      return 1;
    case v1::AGE_BAND_12_TO_17:
      return 2;
    default:
      break;
  }
  std::optional<size_t> band;
  if (identity.age().has_min_years() && identity.age().has_max_years()) {
    band = BandOf(identity.age().min_years(), identity.age().max_years());
  }
  if (!band.has_value()) {
    const auth::AgeInterval age =
        auth::SubjectAge(record, auth::ToTime(claim.source_time()));
    band = BandOf(age.min_years, age.max_years);
  }
  return band.value_or(kBandNotTold);
}

size_t SexColumn(v1::Sex sex) {
  switch (sex) {
    case v1::SEX_FEMALE:
      return 0;
    case v1::SEX_MALE:
      return 1;
    case v1::SEX_OTHER:
      return 2;
    default:
      return 3;
  }
}

std::string StatusRow(v1::ProtectionStatus status) {
  if (status == v1::PROTECTION_STATUS_UNSPECIFIED ||
      !v1::ProtectionStatus_IsValid(status)) {
    return std::string(kNotTold);
  }
  return WordsOf(v1::ProtectionStatus_Name(status), "PROTECTION_STATUS_");
}

}  // namespace

std::vector<std::string> AgeBandColumns(const Period&) {
  return {"0-5", "6-11", "12-17", std::string(kNotTold)};
}

std::vector<Mark> MarkRegistration(const Counted& counted,
                                   const Period& period) {
  const v1::Claim* claim = RegisteredIn(counted.record, period);
  if (claim == nullptr) return {};
  std::string area = counted.may_tell_area
                         ? claim->identity().address_current().admin2_code()
                         : std::string();
  if (area.empty()) area = std::string(kNotTold);
  return {{std::move(area), BandAt(counted.record, *claim)}};
}

std::vector<std::string> ProtectionRows() {
  return {StatusRow(v1::PROTECTION_STATUS_UNACCOMPANIED),
          StatusRow(v1::PROTECTION_STATUS_SEPARATED), std::string(kNotTold)};
}

std::vector<std::string> SexColumns(const Period&) {
  return {"female", "male", "other", std::string(kNotTold)};
}

std::vector<Mark> MarkProtection(const Counted& counted, const Period& period) {
  const v1::Claim* claim = RegisteredIn(counted.record, period);
  if (claim == nullptr) return {};
  const v1::ChildIdentity& identity = claim->identity();
  return {{StatusRow(identity.protection().protection_status()),
           SexColumn(identity.sex())}};
}

}  // namespace homeward::statistics
