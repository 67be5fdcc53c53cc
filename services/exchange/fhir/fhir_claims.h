#ifndef HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_CLAIMS_H_
#define HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_CLAIMS_H_

#include "absl/status/statusor.h"
#include "homeward/v1/registration_service.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/exchange/fhir/fhir_summary.h"

// International Patient Summaries as records of this federation. Pure,
// thread-safe.
namespace homeward::exchange {

// `summary` as a registration. The same summary gives the same request with
// the same request id; another summary of the same patient has the same source
// record id, so it adds to her record.
//
// What becomes of which field:
//   Patient.identifier, else Bundle.identifier
//                         source_record_id; documents (UNHCR numbers as such,
//                         the rest as MEDICAL_RECORD)
//   Bundle.timestamp, else Composition.date
//                         source_time; basis IMPORTED
//   Patient.name          the first is name_*, further ones name_other
//   gender, birthDate, the first address, communication
//                         sex, date_of_birth, address_current, language
//   telecom               telephone_current; what is no telephone number, a
//                         line of physical_description.other_details
//   Patient.contact       family members; what is no telephone number there, a
//                         line of the address
//   sections              the list of the same name of the health summary;
//                         empty ones in section_states
//
// An entry that the source has not confirmed says so in its detail; the reader
// leaves out those that are refuted or were entered in error.
//
// What reveals sexual or mental health, HIV or violence goes to the lists that
// are so named (see IsSensitive), in doubt too. Practitioners, authors and
// attesters are not kept: they are people at work, and the source agency
// answers for them.
//
// Errors:
//   INVALID_ARGUMENT     Neither timestamp nor date, or no identifier.
//   FAILED_PRECONDITION  The patient is said to have died: a person must
//                        register that.
absl::StatusOr<v1::RegisterChildRequest> RegistrationOf(
    const PatientSummary& summary, v1::Purpose purpose);

// The sections of `summary` as a health summary.
v1::HealthSummary HealthSummaryOf(const PatientSummary& summary);

// Whether a coded entry reveals sexual or reproductive health, mental health,
// HIV or sexual violence: by ICD-10 chapter, or by a word of its texts.
bool IsSensitive(const v1::CodedEntry& entry);

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_CLAIMS_H_
