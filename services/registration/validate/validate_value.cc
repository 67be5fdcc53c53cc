#include "services/registration/validate/validate_value.h"

#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "homeward/v1/coded_entry.pb.h"
#include "homeward/v1/description.pb.h"
#include "homeward/v1/health_section.pb.h"
#include "homeward/v1/tracing.pb.h"
#include "services/registration/validate/validate_message.h"
#include "services/registration/validate/validate_text.h"

namespace homeward::registration {
namespace {

constexpr int kMaxAgeYears = 130;
constexpr size_t kMaxDocumentBytes = 100;

std::string Below(absl::string_view field, absl::string_view name) {
  return absl::StrCat(field, ".", name);
}

bool Within(double value, double low, double high) {
  return std::isfinite(value) && value >= low && value <= high;
}

absl::Status CheckAge(absl::string_view field, const v1::AgeRange& age) {
  if (!age.has_min_years() && !age.has_max_years()) {
    return Invalid(field, "has no age; leave it unset when unknown");
  }
  if (age.has_min_years() && !Within(age.min_years(), 0, kMaxAgeYears)) {
    return Invalid(Below(field, "min_years"), "is not between 0 and 130");
  }
  if (age.has_max_years() && !Within(age.max_years(), 0, kMaxAgeYears)) {
    return Invalid(Below(field, "max_years"), "is not between 0 and 130");
  }
  if (age.has_min_years() && age.has_max_years() &&
      age.max_years() < age.min_years()) {
    return Invalid(Below(field, "max_years"), "is less than min_years");
  }
  return absl::OkStatus();
}

absl::Status CheckPlace(absl::string_view field, const v1::Place& place) {
  if (place.has_latitude_degrees() != place.has_longitude_degrees()) {
    return Invalid(field, "has one of two coordinates; give both or none");
  }
  if (!Within(place.latitude_degrees(), -90, 90)) {
    return Invalid(Below(field, "latitude_degrees"),
                   "is not between -90 and 90");
  }
  if (!Within(place.longitude_degrees(), -180, 180)) {
    return Invalid(Below(field, "longitude_degrees"),
                   "is not between -180 and 180");
  }
  return absl::OkStatus();
}

absl::Status CheckDocument(absl::string_view field,
                           const v1::DocumentNumber& document) {
  if (document.type() == v1::DOCUMENT_TYPE_UNSPECIFIED) {
    return Invalid(Below(field, "type"), "is required");
  }
  if (document.number().empty()) {
    return Invalid(Below(field, "number"), "is required");
  }
  if (document.type() == v1::DOCUMENT_TYPE_OTHER_AGENCY &&
      document.issuer().empty()) {
    return Invalid(Below(field, "issuer"),
                   "is required; say which agency gave the number");
  }
  return CheckText(Below(field, "number"), document.number(),
                   kMaxDocumentBytes);
}

absl::Status CheckDescription(absl::string_view field,
                              const v1::PhysicalDescription& description) {
  if (description.has_height_cm() &&
      !Within(description.height_cm(), 20, 250)) {
    return Invalid(Below(field, "height_cm"), "is not between 20 and 250");
  }
  if (description.has_weight_kg() &&
      (!Within(description.weight_kg(), 0, 300) ||
       description.weight_kg() == 0)) {
    return Invalid(Below(field, "weight_kg"), "is not between 0 and 300");
  }
  return absl::OkStatus();
}

absl::Status CheckCoded(absl::string_view field, const v1::CodedEntry& entry) {
  if (entry.display().empty()) {
    return Invalid(Below(field, "display"), "is required");
  }
  if (entry.has_quantity() && !std::isfinite(entry.quantity())) {
    return Invalid(Below(field, "quantity"), "is not a number");
  }
  return absl::OkStatus();
}

absl::Status CheckSection(absl::string_view field,
                          const v1::SectionState& state) {
  if (state.section() == v1::IPS_SECTION_UNSPECIFIED) {
    return Invalid(Below(field, "section"), "is required");
  }
  if (state.empty_reason() == v1::EMPTY_REASON_UNSPECIFIED) {
    return Invalid(Below(field, "empty_reason"), "is required");
  }
  return absl::OkStatus();
}

absl::Status CheckWishes(absl::string_view field,
                         const v1::ChildWishes& wishes) {
  if (wishes.has_wishes_preference_relocated() &&
      !Within(wishes.wishes_preference_relocated(), 1, 3)) {
    return Invalid(Below(field, "wishes_preference_relocated"),
                   "is not between 1 and 3");
  }
  return absl::OkStatus();
}

bool IsGregorian(const v1::PartialDate& date) {
  return date.calendar() == v1::CALENDAR_UNSPECIFIED ||
         date.calendar() == v1::CALENDAR_GREGORIAN;
}

}  // namespace

absl::Status CheckTime(absl::string_view field,
                       const google::protobuf::Timestamp& time, bool future,
                       absl::Time now) {
  static const absl::Time kFirst =
      absl::FromCivil(absl::CivilYear(1900), absl::UTCTimeZone());
  static const absl::Time kLast =
      absl::FromCivil(absl::CivilYear(9999), absl::UTCTimeZone());
  const absl::Time when = absl::FromUnixSeconds(time.seconds());
  if (time.nanos() < 0 || time.nanos() > 999'999'999 || when < kFirst ||
      when > kLast) {
    return Invalid(field, "is not a time after 1900");
  }
  if (!future && when > now + kMaxClockDifference) {
    return Invalid(field, "is in the future; check the clock");
  }
  return absl::OkStatus();
}

absl::Status CheckDate(absl::string_view field, const v1::PartialDate& date,
                       bool future, absl::Time now) {
  if (!Within(date.year(), 1, 9999)) {
    return Invalid(Below(field, "year"), "is not between 1 and 9999");
  }
  const int last_month = IsGregorian(date) ? 12 : 13;
  if (date.has_month() && !Within(date.month(), 1, last_month)) {
    return Invalid(Below(field, "month"),
                   absl::StrCat("is not between 1 and ", last_month));
  }
  if (date.has_day() && (!date.has_month() || !Within(date.day(), 1, 31))) {
    return Invalid(Below(field, "day"),
                   "is not between 1 and 31, or has no month");
  }
  if (!IsGregorian(date)) return absl::OkStatus();
  const absl::CivilDay first(date.year(), date.has_month() ? date.month() : 1,
                             date.has_day() ? date.day() : 1);
  if (date.has_day() && first.day() != date.day()) {
    return Invalid(field, "is a day that its month does not have");
  }
  // A day begins 14 hours earlier in the east than in UTC.
  const absl::CivilDay today =
      absl::ToCivilDay(now + absl::Hours(14), absl::UTCTimeZone());
  if (!future && first > today) return Invalid(field, "is in the future");
  return absl::OkStatus();
}

absl::Status CheckValue(absl::string_view field,
                        const google::protobuf::Message& message) {
  if (const auto* age = dynamic_cast<const v1::AgeRange*>(&message)) {
    return CheckAge(field, *age);
  }
  if (const auto* place = dynamic_cast<const v1::Place*>(&message)) {
    return CheckPlace(field, *place);
  }
  if (const auto* number = dynamic_cast<const v1::DocumentNumber*>(&message)) {
    return CheckDocument(field, *number);
  }
  if (const auto* description =
          dynamic_cast<const v1::PhysicalDescription*>(&message)) {
    return CheckDescription(field, *description);
  }
  if (const auto* entry = dynamic_cast<const v1::CodedEntry*>(&message)) {
    return CheckCoded(field, *entry);
  }
  if (const auto* state = dynamic_cast<const v1::SectionState*>(&message)) {
    return CheckSection(field, *state);
  }
  if (const auto* wishes = dynamic_cast<const v1::ChildWishes*>(&message)) {
    return CheckWishes(field, *wishes);
  }
  return absl::OkStatus();
}

bool IsTravelDocument(v1::DocumentType type) {
  switch (type) {
    case v1::DOCUMENT_TYPE_PASSPORT:
    case v1::DOCUMENT_TYPE_VISA:
    case v1::DOCUMENT_TYPE_RESIDENCE_PERMIT:
    case v1::DOCUMENT_TYPE_REFUGEE_TRAVEL:
    case v1::DOCUMENT_TYPE_ASYLUM_CERTIFICATE:
      return true;
    default:
      return false;
  }
}

}  // namespace homeward::registration
