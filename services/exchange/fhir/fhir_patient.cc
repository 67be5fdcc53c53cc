#include "services/exchange/fhir/fhir_patient.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace homeward::exchange {
namespace {

absl::Status Invalid(const JsonCursor& at, absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat(at.pointer(), ": ", reason));
}

bool IsName(const FhirName& name) {
  return !name.text.empty() || !name.family.empty() || !name.given.empty();
}

absl::StatusOr<FhirGender> ReadGender(const JsonCursor& at) {
  const std::string code = at.Text();
  if (code == "male") return FhirGender::kMale;
  if (code == "female") return FhirGender::kFemale;
  if (code == "other") return FhirGender::kOther;
  if (code == "unknown") return FhirGender::kUnknown;
  if (!code.empty()) {
    return Invalid(at, "is not male, female, other or unknown");
  }
  at.Remark("is missing");
  return FhirGender::kUnset;
}

absl::StatusOr<std::optional<PartialDate>> ReadBirthDate(const JsonCursor& at) {
  const std::string text = at.Text();
  if (text.empty()) {
    at.Remark("is missing: taken as a child");
    return std::nullopt;
  }
  const absl::StatusOr<PartialDate> date = ParsePartialDate(text);
  if (!date.ok()) return Invalid(at, date.status().message());
  return *date;
}

FhirContact ReadContact(const JsonCursor& at) {
  return {ReadConcepts(at["relationship"]), ReadName(at["name"]),
          ReadContactPoints(at["telecom"]), ReadAddress(at["address"]),
          at["gender"].Text()};
}

std::string ReadDeceased(const JsonCursor& json) {
  const JsonCursor yes = json["deceasedBoolean"];
  return yes ? yes.Text() : json["deceasedDateTime"].Text();
}

}  // namespace

FhirParty ReadParty(const FhirResource& from, const JsonCursor& reference,
                    const FhirResources& resources) {
  FhirParty party;
  party.reference = reference["reference"].Text();
  party.display = reference["display"].Text();
  const FhirResource* resource = resources.Find(from, reference);
  if (resource == nullptr) return party;
  const JsonCursor& json = resource->json;
  party.resource_type = resource->type;
  party.identifiers = ReadIdentifiers(json["identifier"]);
  party.active = json["active"].Text();
  for (const JsonCursor& name : json["name"].Items()) {
    party.names.push_back(ReadName(name));
  }
  party.telecoms = ReadContactPoints(json["telecom"]);
  party.addresses = ReadAddresses(json["address"]);
  for (const JsonCursor& item : json["qualification"].Items()) {
    party.qualifications.push_back(ReadConcept(item["code"]));
  }
  return party;
}

absl::StatusOr<FhirPatient> ReadPatient(const FhirResource& resource,
                                        const FhirResources& resources) {
  const JsonCursor& json = resource.json;
  FhirPatient patient;
  patient.full_url = resource.full_url;
  patient.id = resource.id;
  patient.active = json["active"].Text();
  patient.identifiers = ReadIdentifiers(json["identifier"]);
  for (const JsonCursor& name : json["name"].Items()) {
    patient.names.push_back(ReadName(name));
  }
  if (!absl::c_any_of(patient.names, IsName)) {
    return Invalid(json["name"], "has no text, given or family part");
  }
  patient.telecoms = ReadContactPoints(json["telecom"]);
  const absl::StatusOr<FhirGender> gender = ReadGender(json["gender"]);
  if (!gender.ok()) return gender.status();
  patient.gender = *gender;
  const auto birth_date = ReadBirthDate(json["birthDate"]);
  if (!birth_date.ok()) return birth_date.status();
  patient.birth_date = *birth_date;
  patient.deceased = ReadDeceased(json);
  patient.addresses = ReadAddresses(json["address"]);
  for (const JsonCursor& contact : json["contact"].Items()) {
    patient.contacts.push_back(ReadContact(contact));
  }
  for (const JsonCursor& item : json["communication"].Items()) {
    patient.languages.push_back(ReadConcept(item["language"]));
  }
  for (const JsonCursor& item : json["generalPractitioner"].Items()) {
    patient.practitioners.push_back(ReadParty(resource, item, resources));
  }
  return patient;
}

}  // namespace homeward::exchange
