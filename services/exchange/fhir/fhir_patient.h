#ifndef HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_PATIENT_H_
#define HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_PATIENT_H_

#include "absl/status/statusor.h"
#include "services/exchange/fhir/fhir_resources.h"
#include "services/exchange/fhir/fhir_summary.h"

namespace homeward::exchange {

// Reads who a Reference names; of a party that the bundle lacks, what the
// reference says itself.
FhirParty ReadParty(const FhirResource& from, const JsonCursor& reference,
                    const FhirResources& resources);

// Reads the Patient `resource`. Remarks on a missing birthDate or gender.
//
// Errors:
//   INVALID_ARGUMENT  No name with text, a given or a family part (ips-pat-1),
//                     or a birthDate or gender that cannot be.
absl::StatusOr<FhirPatient> ReadPatient(const FhirResource& resource,
                                        const FhirResources& resources);

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_PATIENT_H_
