#include "services/exchange/fhir/fhir_items.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace homeward::exchange {
namespace {

constexpr char kAbsentUnknown[] =
    "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips";

// Codes such as no-known-allergies and no-allergy-info.
FhirAbsence AbsenceOf(const FhirConcept& code) {
  for (const FhirCoding& coding : code.codings) {
    if (coding.system != kAbsentUnknown) continue;
    return absl::StartsWith(coding.code, "no-known-")
               ? FhirAbsence::kKnownAbsent
               : FhirAbsence::kUnknown;
  }
  return FhirAbsence::kPresent;
}

// What the entry is of. The first that is there counts.
FhirConcept ReadCode(const FhirResource& resource,
                     const FhirResources& resources) {
  for (const char* name :
       {"code", "medicationCodeableConcept", "vaccineCode", "scope"}) {
    const JsonCursor at = resource.json[name];
    if (at) return ReadConcept(at);
  }
  for (const char* name : {"medicationReference", "device"}) {
    const JsonCursor at = resource.json[name];
    if (!at) continue;
    const FhirResource* named = resources.Find(resource, at);
    if (named == nullptr) {
      at.Remark("names a resource that the bundle lacks");
      return {{}, at["display"].Text()};
    }
    const JsonCursor code = named->json["code"];
    return ReadConcept(code ? code : named->json["type"]);
  }
  return FhirConcept();
}

std::vector<FhirReaction> ReadReactions(const JsonCursor& at) {
  std::vector<FhirReaction> reactions;
  for (const JsonCursor& item : at.Items()) {
    reactions.push_back({ReadConcept(item["substance"]),
                         ReadConcepts(item["manifestation"]),
                         item["severity"].Text(), item["onset"].Text(),
                         item["description"].Text()});
  }
  return reactions;
}

std::string ReadTiming(const JsonCursor& at) {
  std::string timing = at["code"]["text"].Text();
  for (const char* name :
       {"count", "countMax", "duration", "durationUnit", "frequency",
        "frequencyMax", "period", "periodMax", "periodUnit", "dayOfWeek",
        "timeOfDay", "when", "offset"}) {
    for (const std::string& value : ReadTexts(at["repeat"][name])) {
      absl::StrAppend(&timing, timing.empty() ? "" : " ", name, "=", value);
    }
  }
  return timing;
}

std::vector<FhirDosage> ReadDosages(const JsonCursor& at) {
  std::vector<FhirDosage> dosages;
  for (const JsonCursor& item : at.Items()) {
    FhirDosage dosage{item["text"].Text(),
                      ReadTiming(item["timing"]),
                      ReadConcept(item["route"]),
                      {}};
    for (const JsonCursor& dose : item["doseAndRate"].Items()) {
      dosage.doses.push_back(ReadQuantity(dose["doseQuantity"]));
    }
    dosages.push_back(std::move(dosage));
  }
  return dosages;
}

FhirMeasurement ReadMeasurement(const JsonCursor& at) {
  FhirMeasurement measurement;
  measurement.code = ReadConcept(at["code"]);
  measurement.quantity = ReadQuantity(at["valueQuantity"]);
  measurement.coded = ReadConcept(at["valueCodeableConcept"]);
  for (const char* name : {"valueString", "valueBoolean", "valueInteger",
                           "valueDateTime", "valueTime"}) {
    if (at[name]) measurement.text = at[name].Text();
  }
  measurement.absent_reason = ReadConcept(at["dataAbsentReason"]);
  measurement.interpretations = ReadConcepts(at["interpretation"]);
  return measurement;
}

std::vector<FhirMeasurement> ReadMeasurements(const FhirResource& resource) {
  std::vector<FhirMeasurement> measurements;
  if (resource.type != "Observation") return measurements;
  measurements.push_back(ReadMeasurement(resource.json));
  for (const JsonCursor& part : resource.json["component"].Items()) {
    measurements.push_back(ReadMeasurement(part));
  }
  return measurements;
}

// The time of the entry under whichever name its kind has.
FhirPeriod ReadTime(const JsonCursor& json) {
  for (const char* name :
       {"onset", "effective", "performed", "occurrence", "timing"}) {
    FhirPeriod when = ReadWhen(json, name);
    if (!when.start.empty() || !when.end.empty()) return when;
  }
  return ReadPeriod(json["period"]);
}

std::string ReadRecorded(const JsonCursor& json) {
  for (const char* name :
       {"recordedDate", "dateAsserted", "recordedOn", "recorded", "authoredOn",
        "issued", "created", "dateTime", "date"}) {
    if (json[name]) return json[name].Text();
  }
  return "";
}

}  // namespace

FhirItem ReadItem(const FhirResource& resource,
                  const FhirResources& resources) {
  const JsonCursor& json = resource.json;
  FhirItem item;
  item.resource_type = resource.type;
  item.full_url = resource.full_url;
  item.id = resource.id;
  item.identifiers = ReadIdentifiers(json["identifier"]);
  item.status = json["status"].Text();
  item.clinical_status = ReadConcept(json["clinicalStatus"]);
  item.verification_status = ReadConcept(json["verificationStatus"]);
  item.types = ReadConcepts(json["type"]);
  item.categories = ReadConcepts(json["category"]);
  item.criticality = json["criticality"].Text();
  item.severity = ReadConcept(json["severity"]);
  item.code = ReadCode(resource, resources);
  item.absence = AbsenceOf(item.code);
  item.body_sites = ReadConcepts(json["bodySite"]);
  item.title = json["title"].Text();
  item.description = json["description"].Text();
  item.when = ReadTime(json);
  item.until = ReadWhen(json, "abatement");
  item.recorded = ReadRecorded(json);
  item.reactions = ReadReactions(json["reaction"]);
  item.dosages = ReadDosages(
      json[resource.type == "MedicationRequest" ? "dosageInstruction"
                                                : "dosage"]);
  item.reasons = ReadConcepts(json["reasonCode"]);
  item.measurements = ReadMeasurements(resource);
  for (const JsonCursor& note : json["note"].Items()) {
    item.notes.push_back(note["text"].Text());
  }
  return item;
}

}  // namespace homeward::exchange
