#ifndef HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_ITEMS_H_
#define HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_ITEMS_H_

#include "services/exchange/fhir/fhir_resources.h"
#include "services/exchange/fhir/fhir_summary.h"

// Reads the resources that sections of a summary list.
namespace homeward::exchange {

// Reads a Condition, AllergyIntolerance, MedicationStatement,
// MedicationRequest, Immunization, Observation, DiagnosticReport, Procedure,
// DeviceUseStatement, Flag, CarePlan, ClinicalImpression or Consent: the parts
// that kinds have in common under one name. Of another kind, the parts that it
// shares with these. A medication or device that is a resource of its own is
// looked up in `resources`.
FhirItem ReadItem(const FhirResource& resource, const FhirResources& resources);

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_ITEMS_H_
