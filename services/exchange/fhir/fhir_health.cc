#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "services/exchange/claim_parts.h"
#include "services/exchange/date.h"
#include "services/exchange/fhir/fhir_claims.h"

namespace homeward::exchange {
namespace {

using Entries = google::protobuf::RepeatedPtrField<v1::CodedEntry>;

// Stems of words, in English and of scientific names. In doubt an entry is
// sensitive: that costs a treating clinic a question, and not the child.
constexpr absl::string_view kSensitiveStems[] = {"hiv",
                                                 "aids ",
                                                 "immunodeficiency virus",
                                                 "antiretrovir",
                                                 "sexual",
                                                 "rape",
                                                 "syphil",
                                                 "gonorr",
                                                 "chlamyd",
                                                 "pregnan",
                                                 "abortion",
                                                 "contracept",
                                                 "obstet",
                                                 "genital",
                                                 "depress",
                                                 "psych",
                                                 "suicid",
                                                 "self-harm",
                                                 "schizo",
                                                 "bipolar",
                                                 "post-traumatic",
                                                 "ptsd",
                                                 "anxiety",
                                                 "eating disorder",
                                                 "substance abuse",
                                                 "alcohol",
                                                 "mutilation",
                                                 "abuse"};

std::string TextOf(const FhirConcept& value) {
  if (!value.text.empty()) return value.text;
  for (const FhirCoding& coding : value.codings) {
    if (!coding.display.empty()) return coding.display;
  }
  return value.codings.empty() ? "" : value.codings.front().code;
}

std::string CodeOf(const FhirConcept& value) {
  return value.codings.empty() ? value.text : value.codings.front().code;
}

// The date at the start of a time of any precision.
void SetDate(const std::string& text, v1::PartialDate* (*make)(v1::CodedEntry*),
             v1::CodedEntry* entry) {
  const auto date = ParsePartialDate(text.substr(0, text.find('T')));
  if (date.ok()) *make(entry) = DateOf(*date);
}

// What has no field of its own, in words.
std::string DetailOf(const FhirItem& item) {
  std::vector<std::string> parts;
  const std::string verification = CodeOf(item.verification_status);
  if (!verification.empty() && verification != "confirmed") {
    parts.push_back(absl::StrCat("verification: ", verification));
  }
  for (const FhirReaction& reaction : item.reactions) {
    for (const FhirConcept& manifestation : reaction.manifestations) {
      parts.push_back(absl::StrCat("reaction: ", TextOf(manifestation)));
    }
    if (!reaction.severity.empty()) parts.push_back(reaction.severity);
    if (!reaction.description.empty()) parts.push_back(reaction.description);
  }
  for (const FhirDosage& dosage : item.dosages) {
    for (const std::string& text :
         {dosage.text, dosage.timing, TextOf(dosage.route)}) {
      if (!text.empty()) parts.push_back(text);
    }
    for (const FhirQuantity& dose : dosage.doses) {
      parts.push_back(absl::StrCat(dose.value, " ", dose.unit));
    }
  }
  for (const FhirConcept& site : item.body_sites) {
    parts.push_back(absl::StrCat("at: ", TextOf(site)));
  }
  for (const FhirConcept& reason : item.reasons) {
    parts.push_back(absl::StrCat("because of: ", TextOf(reason)));
  }
  for (size_t i = 0; i < item.measurements.size(); ++i) {
    const FhirMeasurement& measured = item.measurements[i];
    const std::string value =
        !measured.text.empty()            ? measured.text
        : !TextOf(measured.coded).empty() ? TextOf(measured.coded)
        : i > 0 || !measured.quantity.comparator.empty()
            ? absl::StrCat(measured.quantity.comparator,
                           measured.quantity.value, " ", measured.quantity.unit)
            : "";
    if (!value.empty()) {
      parts.push_back(i > 0 ? absl::StrCat(TextOf(measured.code), ": ", value)
                            : value);
    }
  }
  for (const std::string& note : item.notes) parts.push_back(note);
  if (!item.description.empty()) parts.push_back(item.description);
  return absl::StrJoin(parts, "; ");
}

v1::CodedEntry EntryOf(const FhirItem& item) {
  v1::CodedEntry entry;
  if (!item.code.codings.empty()) {
    entry.set_system(item.code.codings.front().system);
    entry.set_code(item.code.codings.front().code);
  }
  for (size_t i = 1; i < item.code.codings.size(); ++i) {
    v1::Translation& translation = *entry.add_translations();
    translation.set_system(item.code.codings[i].system);
    translation.set_code(item.code.codings[i].code);
  }
  const std::string display = TextOf(item.code);
  entry.set_display(display.empty()
                        ? (item.title.empty() ? item.resource_type : item.title)
                        : display);
  const std::string clinical = CodeOf(item.clinical_status);
  entry.set_status(clinical.empty() ? item.status : clinical);
  const std::string severity = TextOf(item.severity);
  entry.set_severity(severity.empty() ? item.criticality : severity);
  SetDate(
      item.when.start, [](v1::CodedEntry* e) { return e->mutable_onset(); },
      &entry);
  const std::string& end =
      item.until.start.empty() ? item.when.end : item.until.start;
  SetDate(
      end, [](v1::CodedEntry* e) { return e->mutable_abatement(); }, &entry);
  double quantity = 0;
  if (!item.measurements.empty() &&
      item.measurements[0].quantity.comparator.empty() &&
      absl::SimpleAtod(item.measurements[0].quantity.value, &quantity)) {
    entry.set_quantity(quantity);
    const FhirQuantity& measured = item.measurements[0].quantity;
    entry.set_unit(measured.code.empty() ? measured.unit : measured.code);
  }
  entry.set_detail(DetailOf(item));
  return entry;
}

v1::EmptyReason ReasonOf(FhirEmpty empty) {
  switch (empty) {
    case FhirEmpty::kKnownAbsent:
      return v1::EMPTY_REASON_NIL_KNOWN;
    case FhirEmpty::kNotAsked:
      return v1::EMPTY_REASON_NOT_ASKED;
    case FhirEmpty::kWithheld:
      return v1::EMPTY_REASON_WITHHELD;
    case FhirEmpty::kUnknown:
    case FhirEmpty::kNotEmpty:
      return v1::EMPTY_REASON_UNSPECIFIED;
  }
}

// Where entries of a section go, and where those that are sensitive do.
struct Target {
  v1::IpsSection section = v1::IPS_SECTION_UNSPECIFIED;
  Entries* open = nullptr;
  Entries* sensitive = nullptr;
};

Target TargetOf(FhirSectionKind kind, v1::HealthSummary* health) {
  Entries* problems = health->mutable_sensitive_problems();
  switch (kind) {
    case FhirSectionKind::kProblems:
      return {v1::IPS_SECTION_PROBLEMS, health->mutable_problems(), problems};
    case FhirSectionKind::kAllergies:
      return {v1::IPS_SECTION_ALLERGIES, health->mutable_allergies(), problems};
    case FhirSectionKind::kMedications:
      return {v1::IPS_SECTION_MEDICATIONS, health->mutable_medications(),
              health->mutable_sensitive_medications()};
    case FhirSectionKind::kImmunizations:
      return {v1::IPS_SECTION_IMMUNIZATIONS, health->mutable_immunizations(),
              health->mutable_sensitive_medications()};
    case FhirSectionKind::kResults:
      return {v1::IPS_SECTION_RESULTS, health->mutable_results(),
              health->mutable_sensitive_results()};
    case FhirSectionKind::kProcedures:
      return {v1::IPS_SECTION_PROCEDURES, health->mutable_procedures(),
              health->mutable_sensitive_procedures()};
    case FhirSectionKind::kDevices:
      return {v1::IPS_SECTION_DEVICES, health->mutable_devices(),
              health->mutable_sensitive_procedures()};
    case FhirSectionKind::kAdvanceDirectives:
      return {v1::IPS_SECTION_ADVANCE_DIRECTIVES,
              health->mutable_advance_directives(), problems};
    case FhirSectionKind::kAlerts:
      return {v1::IPS_SECTION_ALERTS, health->mutable_alerts(), problems};
    case FhirSectionKind::kFunctionalStatus:
      return {v1::IPS_SECTION_FUNCTIONAL_STATUS,
              health->mutable_functional_status(), problems};
    case FhirSectionKind::kPastProblems:
      return {v1::IPS_SECTION_PAST_PROBLEMS, health->mutable_past_problems(),
              problems};
    case FhirSectionKind::kPlanOfCare:
      return {v1::IPS_SECTION_PLAN_OF_CARE, health->mutable_plan_of_care(),
              problems};
    case FhirSectionKind::kVitalSigns:
      return {v1::IPS_SECTION_VITAL_SIGNS, health->mutable_vital_signs(),
              health->mutable_sensitive_results()};
    case FhirSectionKind::kPregnancy:
      return {v1::IPS_SECTION_PREGNANCY, nullptr, health->mutable_pregnancy()};
    case FhirSectionKind::kSocialHistory:
      return {v1::IPS_SECTION_SOCIAL_HISTORY, nullptr,
              health->mutable_social_history()};
    case FhirSectionKind::kPatientStory:
      return {v1::IPS_SECTION_PATIENT_STORY, nullptr,
              health->mutable_patient_story()};
    // A section of no known kind may hold anything.
    case FhirSectionKind::kOther:
      return {v1::IPS_SECTION_UNSPECIFIED, nullptr, problems};
  }
}

void AddState(const Target& target, v1::EmptyReason reason,
              v1::HealthSummary* health) {
  if (target.section == v1::IPS_SECTION_UNSPECIFIED) return;
  v1::SectionState& state = target.open == nullptr
                                ? *health->add_sensitive_section_states()
                                : *health->add_section_states();
  state.set_section(target.section);
  state.set_empty_reason(reason);
}

}  // namespace

bool IsSensitive(const v1::CodedEntry& entry) {
  if (absl::StrContains(entry.system(), "icd-10") && !entry.code().empty()) {
    const std::string code = entry.code().substr(0, 3);
    if (code[0] == 'F' || code[0] == 'O' || (code >= "B20" && code <= "B24") ||
        (code >= "A50" && code <= "A64") || code == "Z21" || code == "T74" ||
        code == "Y05") {
      return true;
    }
  }
  const std::string text = absl::AsciiStrToLower(
      absl::StrCat(entry.display(), " ", entry.detail(), " "));
  for (const absl::string_view stem : kSensitiveStems) {
    if (absl::StrContains(text, stem)) return true;
  }
  return false;
}

v1::HealthSummary HealthSummaryOf(const PatientSummary& summary) {
  v1::HealthSummary health;
  for (const FhirSection& section : summary.sections) {
    const Target target = TargetOf(section.kind, &health);
    if (section.empty != FhirEmpty::kNotEmpty) {
      AddState(target, ReasonOf(section.empty), &health);
    }
    for (const FhirItem& item : section.items) {
      if (item.absence != FhirAbsence::kPresent) {
        AddState(target,
                 item.absence == FhirAbsence::kKnownAbsent
                     ? v1::EMPTY_REASON_NIL_KNOWN
                     : v1::EMPTY_REASON_UNAVAILABLE,
                 &health);
        continue;
      }
      v1::CodedEntry entry = EntryOf(item);
      const bool open = target.open != nullptr && !IsSensitive(entry);
      *(open ? target.open : target.sensitive)->Add() = std::move(entry);
    }
    if (section.incomplete) {
      AddState(target, v1::EMPTY_REASON_UNAVAILABLE, &health);
    }
  }
  return health;
}

}  // namespace homeward::exchange
