#include <cstddef>

#include "absl/algorithm/container.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/coded_entry.pb.h"
#include "homeward/v1/health.pb.h"
#include "homeward/v1/health_section.pb.h"
#include "services/statistics/mark_parts.h"
#include "services/statistics/table_marks.h"

// The marks of children of whose health something was told.
namespace homeward::statistics {
namespace {

using Entries = google::protobuf::RepeatedPtrField<v1::CodedEntry>;

// What a summary says of a section: the number of the row or column.
enum class Told : size_t { kSome, kNone, kNothing };

// What was told last.
struct LastTold {
  Told told = Told::kNothing;
  absl::Time time = absl::InfinitePast();

  void Take(Told next, absl::Time at) {
    if (next == Told::kNothing || at < time) return;
    told = next;
    time = at;
  }
};

// Whether `summary` has a field of CATEGORY_HEALTH. One of sensitive fields
// alone is as if it weren't there.
bool IsOfHealth(const v1::HealthSummary& summary) {
  std::vector<const google::protobuf::FieldDescriptor*> present;
  summary.GetReflection()->ListFields(summary, &present);
  return absl::c_any_of(present, [](const auto* field) {
    return field->options().GetExtension(v1::category) == v1::CATEGORY_HEALTH;
  });
}

// Whether one of `entries` holds: was not written in error, is not over, and
// was not left undone. Source: FHIR R4 `event-status` of immunizations and
// `condition-clinical`.
bool HasOne(const Entries& entries) {
  constexpr absl::string_view kNot[] = {"entered-in-error", "not-done",
                                        "inactive", "remission", "resolved"};
  return absl::c_any_of(entries, [&](const v1::CodedEntry& entry) {
    return !absl::c_linear_search(kNot, entry.status());
  });
}

// Whether `summary` says that there is nothing in `section`, and nothing else
// of it.
bool IsEmpty(const v1::HealthSummary& summary, v1::IpsSection section) {
  bool is_empty = false;
  for (const v1::SectionState& state : summary.section_states()) {
    if (state.section() != section) continue;
    if (state.empty_reason() != v1::EMPTY_REASON_NIL_KNOWN) return false;
    is_empty = true;
  }
  return is_empty;
}

Told ToldOf(bool has_some, const v1::HealthSummary& summary,
            v1::IpsSection section) {
  if (has_some) return Told::kSome;
  return IsEmpty(summary, section) ? Told::kNone : Told::kNothing;
}

}  // namespace

std::vector<std::string> HealthRows() {
  return {"needs", "no needs", std::string(kNotTold)};
}

std::vector<std::string> VaccineColumns(const Period&) {
  return {"vaccines", "no vaccines", std::string(kNotTold)};
}

std::vector<Mark> MarkHealth(const Counted& counted, const Period& period) {
  bool is_counted = false;
  LastTold needs;
  LastTold vaccines;
  for (const v1::Claim& claim : counted.record.claims()) {
    const v1::HealthSummary& summary = claim.health_summary();
    if (!claim.has_source_time() || !IsOfHealth(summary)) continue;
    const absl::Time time = auth::ToTime(claim.source_time());
    if (!MonthAsChild(counted.record, period, time).has_value()) continue;
    is_counted = true;
    needs.Take(ToldOf(!summary.functional_needs().empty() ||
                          HasOne(summary.functional_status()),
                      summary, v1::IPS_SECTION_FUNCTIONAL_STATUS),
               time);
    vaccines.Take(ToldOf(HasOne(summary.immunizations()), summary,
                         v1::IPS_SECTION_IMMUNIZATIONS),
                  time);
  }
  if (!is_counted) return {};
  return {{HealthRows()[static_cast<size_t>(needs.told)],
           static_cast<size_t>(vaccines.told)}};
}

}  // namespace homeward::statistics
