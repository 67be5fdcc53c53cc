#include "services/exchange/fhir/fhir_sections.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/exchange/fhir/fhir_items.h"

namespace homeward::exchange {
namespace {

constexpr char kLoinc[] = "http://loinc.org";

struct KnownSection {
  const char* loinc;
  FhirSectionKind kind;
  bool mandatory;
};

// Source: HL7 FHIR IPS, profile Composition-uv-ips.
constexpr KnownSection kSections[] = {
    {"11450-4", FhirSectionKind::kProblems, true},
    {"48765-2", FhirSectionKind::kAllergies, true},
    {"10160-0", FhirSectionKind::kMedications, true},
    {"11369-6", FhirSectionKind::kImmunizations, false},
    {"30954-2", FhirSectionKind::kResults, false},
    {"47519-4", FhirSectionKind::kProcedures, false},
    {"46264-8", FhirSectionKind::kDevices, false},
    {"42348-3", FhirSectionKind::kAdvanceDirectives, false},
    {"104605-1", FhirSectionKind::kAlerts, false},
    {"47420-5", FhirSectionKind::kFunctionalStatus, false},
    {"11348-0", FhirSectionKind::kPastProblems, false},
    {"10162-6", FhirSectionKind::kPregnancy, false},
    {"81338-6", FhirSectionKind::kPatientStory, false},
    {"18776-5", FhirSectionKind::kPlanOfCare, false},
    {"29762-2", FhirSectionKind::kSocialHistory, false},
    {"8716-3", FhirSectionKind::kVitalSigns, false},
};

FhirSectionKind KindOf(const FhirConcept& code) {
  for (const KnownSection& known : kSections) {
    if (HasCode(code, kLoinc, known.loinc)) return known.kind;
  }
  return FhirSectionKind::kOther;
}

FhirEmpty ReadEmpty(const JsonCursor& at) {
  const FhirConcept reason = ReadConcept(at);
  for (const FhirCoding& coding : reason.codings) {
    if (coding.code == "nilknown") return FhirEmpty::kKnownAbsent;
    if (coding.code == "notasked") return FhirEmpty::kNotAsked;
    if (coding.code == "withheld") return FhirEmpty::kWithheld;
  }
  return FhirEmpty::kUnknown;
}

// An entry about somebody else would put another child's allergy here.
absl::Status CheckSubject(const FhirResource& entry,
                          const FhirResource& patient,
                          const FhirResources& resources) {
  for (const char* name : {"patient", "subject"}) {
    const JsonCursor at = entry.json[name];
    if (!at) continue;
    at["display"].Text();  // Repeats the patient's name.
    if (resources.Find(entry, at) != &patient) {
      return absl::InvalidArgumentError(absl::StrCat(
          at.pointer(), ": is not the patient whom the summary is about"));
    }
  }
  return absl::OkStatus();
}

bool Says(const FhirConcept& value, absl::string_view code) {
  return value.text == code ||
         absl::c_any_of(value.codings, [&](const FhirCoding& coding) {
           return coding.code == code;
         });
}

// Why an entry is no word on the patient's health, though it is there; empty
// when it is one.
absl::string_view WhyLeftOut(const FhirItem& item) {
  if (item.status == "entered-in-error" ||
      Says(item.verification_status, "entered-in-error")) {
    return "was entered in error: left out";
  }
  if (Says(item.verification_status, "refuted")) return "is refuted: left out";
  return "";
}

absl::StatusOr<FhirSection> ReadSection(const JsonCursor& at,
                                        const FhirResource& composition,
                                        const FhirResource& patient,
                                        const FhirResources& resources) {
  FhirSection section;
  section.title = at["title"].Text();
  section.code = ReadConcept(at["code"]);
  section.kind = KindOf(section.code);
  for (const JsonCursor& reference : at["entry"].Items()) {
    const FhirResource* entry = resources.Find(composition, reference);
    if (entry == nullptr) {
      reference.Remark("names a resource that the bundle lacks");
      section.incomplete = true;
      continue;
    }
    absl::Status status = CheckSubject(*entry, patient, resources);
    if (!status.ok()) return status;
    FhirItem item = ReadItem(*entry, resources);
    const absl::string_view why = WhyLeftOut(item);
    if (!why.empty()) {
      reference.Remark(why);
      continue;
    }
    section.items.push_back(std::move(item));
  }
  if (section.items.empty() && !section.incomplete) {
    // Nor does a section whose every entry was left out say that there is none.
    section.empty = ReadEmpty(at["emptyReason"]);
    if (!at["emptyReason"] && !at["section"] && !at["entry"]) {
      at.Remark("has neither an entry nor an emptyReason: taken as unknown");
    }
  }
  return section;
}

void RemarkOnMissing(const JsonCursor& at,
                     const std::vector<FhirSection>& sections) {
  for (const KnownSection& known : kSections) {
    const bool there = absl::c_any_of(
        sections, [&](const FhirSection& s) { return s.kind == known.kind; });
    if (known.mandatory && !there) {
      at.Remark(absl::StrCat("lacks the mandatory section LOINC ", known.loinc,
                             ": taken as unknown"));
    }
  }
}

}  // namespace

absl::StatusOr<std::vector<FhirSection>> ReadSections(
    const FhirResource& composition, const FhirResource& patient,
    const FhirResources& resources) {
  std::vector<FhirSection> sections;
  std::vector<JsonCursor> left = composition.json["section"].Items();
  std::reverse(left.begin(), left.end());
  while (!left.empty()) {
    const JsonCursor at = left.back();
    left.pop_back();
    absl::StatusOr<FhirSection> section =
        ReadSection(at, composition, patient, resources);
    if (!section.ok()) return section.status();
    sections.push_back(*std::move(section));
    std::vector<JsonCursor> inner = at["section"].Items();
    left.insert(left.end(), inner.rbegin(), inner.rend());
  }
  RemarkOnMissing(composition.json["section"], sections);
  return sections;
}

}  // namespace homeward::exchange
