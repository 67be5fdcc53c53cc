#include "services/exchange/fhir/fhir_claims.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "services/exchange/claim_parts.h"
#include "services/exchange/date.h"

namespace homeward::exchange {
namespace {

std::string FullName(const FhirName& name) {
  if (!name.text.empty()) return name.text;
  std::vector<std::string> parts = name.given;
  if (!name.family.empty()) parts.push_back(name.family);
  return absl::StrJoin(parts, " ");
}

v1::Sex SexOf(FhirGender gender) {
  switch (gender) {
    case FhirGender::kFemale:
      return v1::SEX_FEMALE;
    case FhirGender::kMale:
      return v1::SEX_MALE;
    case FhirGender::kOther:
      return v1::SEX_OTHER;
    case FhirGender::kUnknown:
      return v1::SEX_UNKNOWN;
    case FhirGender::kUnset:
      return v1::SEX_UNSPECIFIED;
  }
}

v1::Place PlaceOf(const FhirAddress& address) {
  v1::Place place;
  for (const std::string& line : address.lines) {
    AppendLine(line, place.mutable_address());
  }
  for (const std::string& part :
       {address.city, address.district, address.state, address.postal_code}) {
    AppendLine(part, place.mutable_address());
  }
  if (place.address().empty()) place.set_address(address.text);
  if (!address.country.empty()) SetCountry(address.country, &place);
  return place;
}

v1::DocumentNumber NumberOf(const FhirIdentifier& identifier) {
  v1::DocumentNumber number;
  const std::string kind = absl::AsciiStrToLower(absl::StrCat(
      identifier.system, " ", identifier.assigner, " ", identifier.type.text));
  number.set_type(absl::StrContains(kind, "unhcr")
                      ? v1::DOCUMENT_TYPE_UNHCR_INDIVIDUAL
                      : v1::DOCUMENT_TYPE_MEDICAL_RECORD);
  number.set_number(identifier.value);
  number.set_issuer(identifier.assigner.empty() ? identifier.system
                                                : identifier.assigner);
  return number;
}

void SetNames(const FhirPatient& patient, v1::ChildIdentity* identity) {
  for (size_t i = 0; i < patient.names.size(); ++i) {
    const FhirName& name = patient.names[i];
    if (i > 0) {
      identity->add_name_other(FullName(name));
      continue;
    }
    identity->set_name_full(FullName(name));
    identity->set_name_last(name.family);
    if (!name.given.empty()) identity->set_name_first(name.given.front());
    if (name.given.size() > 1) {
      identity->set_name_middle(
          absl::StrJoin(name.given.begin() + 1, name.given.end(), " "));
    }
  }
}

// Gives telephone numbers to `add`. What is none, such as an e-mail, becomes a
// line of the text that is returned.
std::string SetTelecoms(const std::vector<FhirContactPoint>& points,
                        const std::function<void(const std::string&)>& add) {
  std::string rest;
  for (const FhirContactPoint& point : points) {
    const bool phone = point.system == "phone" || point.system == "sms";
    if (phone && IsTelephone(point.value)) {
      add(point.value);
    } else if (!point.value.empty()) {
      AppendLine(absl::StrCat(point.system.empty() ? "contact" : point.system,
                              ": ", point.value),
                 &rest);
    }
  }
  return rest;
}

v1::ChildIdentity IdentityOf(const FhirPatient& patient) {
  v1::ChildIdentity identity;
  SetNames(patient, &identity);
  identity.set_sex(SexOf(patient.gender));
  if (patient.birth_date.has_value()) {
    *identity.mutable_date_of_birth() = DateOf(*patient.birth_date);
  }
  for (const FhirIdentifier& identifier : patient.identifiers) {
    if (!identifier.value.empty()) {
      *identity.add_documents() = NumberOf(identifier);
    }
  }
  const std::string details = SetTelecoms(
      patient.telecoms,
      [&](const std::string& phone) { identity.add_telephone_current(phone); });
  if (!details.empty()) {
    identity.mutable_physical_description()->set_other_details(details);
  }
  if (!patient.addresses.empty()) {
    *identity.mutable_address_current() = PlaceOf(patient.addresses.front());
  }
  for (const FhirConcept& language : patient.languages) {
    if (!language.codings.empty()) {
      identity.add_language(language.codings.front().code);
    }
  }
  return identity;
}

// HL7 v3 RoleCode, system terminology.hl7.org/CodeSystem/v3-RoleCode.
v1::FamilyRelationship RelationOf(const std::vector<FhirConcept>& concepts) {
  static constexpr std::pair<absl::string_view, v1::FamilyRelationship>
      kCodes[] = {{"MTH", v1::FAMILY_RELATIONSHIP_MOTHER},
                  {"FTH", v1::FAMILY_RELATIONSHIP_FATHER},
                  {"AUNT", v1::FAMILY_RELATIONSHIP_AUNT},
                  {"UNCLE", v1::FAMILY_RELATIONSHIP_UNCLE},
                  {"GRMTH", v1::FAMILY_RELATIONSHIP_GRANDMOTHER},
                  {"GRFTH", v1::FAMILY_RELATIONSHIP_GRANDFATHER},
                  {"BRO", v1::FAMILY_RELATIONSHIP_BROTHER},
                  {"SIS", v1::FAMILY_RELATIONSHIP_SISTER},
                  {"HUSB", v1::FAMILY_RELATIONSHIP_HUSBAND},
                  {"WIFE", v1::FAMILY_RELATIONSHIP_WIFE},
                  {"FAMMEMB", v1::FAMILY_RELATIONSHIP_OTHER_FAMILY}};
  for (const FhirConcept& relation : concepts) {
    for (const FhirCoding& coding : relation.codings) {
      for (const auto& [code, value] : kCodes) {
        if (coding.code == code) return value;
      }
    }
  }
  return v1::FAMILY_RELATIONSHIP_UNSPECIFIED;
}

// `index` makes the id unique in the record.
v1::FamilyMember MemberOf(const FhirContact& contact, absl::string_view record,
                          size_t index) {
  v1::FamilyMember member;
  member.set_family_member_id(absl::StrCat(record, "#contact-", index + 1));
  member.set_relation_name(FullName(contact.name));
  member.set_relation(RelationOf(contact.relationships));
  if (contact.gender == "female") member.set_relation_sex(v1::SEX_FEMALE);
  if (contact.gender == "male") member.set_relation_sex(v1::SEX_MALE);
  const std::string details = SetTelecoms(
      contact.telecoms,
      [&](const std::string& phone) { member.add_relation_telephone(phone); });
  v1::Place place = PlaceOf(contact.address);
  AppendLine(details, place.mutable_address());
  if (place.ByteSizeLong() > 0) {
    *member.mutable_relation_address_current() = std::move(place);
  }
  return member;
}

// The patient's first identifier: the same in all her summaries.
std::string SourceRecordOf(const PatientSummary& summary) {
  const FhirIdentifier& identifier = summary.patient.identifiers.empty()
                                         ? summary.identifier
                                         : summary.patient.identifiers.front();
  if (identifier.value.empty()) return "";
  return absl::StrCat(identifier.system, identifier.system.empty() ? "" : "|",
                      identifier.value);
}

std::optional<absl::Time> TimeOf(const PatientSummary& summary) {
  if (summary.timestamp.has_value()) return summary.timestamp;
  const auto instant = ParseInstant(summary.date);
  if (instant.ok()) return *instant;
  const auto date = ParsePartialDate(summary.date);
  if (date.ok()) return absl::FromCivil(date->Earliest(), absl::UTCTimeZone());
  return std::nullopt;
}

}  // namespace

absl::StatusOr<v1::RegisterChildRequest> RegistrationOf(
    const PatientSummary& summary, v1::Purpose purpose) {
  const std::string& deceased = summary.patient.deceased;
  if (!deceased.empty() && deceased != "false") {
    return absl::FailedPreconditionError(
        "says that the patient has died: a person must register that");
  }
  const std::optional<absl::Time> time = TimeOf(summary);
  if (!time.has_value()) {
    return absl::InvalidArgumentError("has neither timestamp nor date");
  }
  const std::string record = SourceRecordOf(summary);
  if (record.empty()) {
    return absl::InvalidArgumentError(
        "identifies neither the patient nor itself: a second import could not "
        "be told from another child");
  }
  v1::RegisterChildRequest request;
  request.set_purpose(purpose);
  *request.mutable_source() = ImportedAt(*time);
  request.set_source_record_id(record);
  *request.mutable_identity() = IdentityOf(summary.patient);
  v1::NewClaim& health = *request.add_further_claims();
  *health.mutable_source() = ImportedAt(*time);
  *health.mutable_claim()->mutable_health_summary() = HealthSummaryOf(summary);
  for (size_t i = 0; i < summary.patient.contacts.size(); ++i) {
    v1::NewClaim& member = *request.add_further_claims();
    *member.mutable_source() = ImportedAt(*time);
    *member.mutable_claim()->mutable_family_member() =
        MemberOf(summary.patient.contacts[i], record, i);
  }
  SetContentId(&request);
  return request;
}

}  // namespace homeward::exchange
