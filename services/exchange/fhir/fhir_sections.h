#ifndef HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_SECTIONS_H_
#define HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_SECTIONS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "services/exchange/fhir/fhir_resources.h"
#include "services/exchange/fhir/fhir_summary.h"

namespace homeward::exchange {

// Reads the sections of `composition`, sections in sections as if they stood
// beside each other. Remarks on mandatory sections that are missing, on one
// without entry and emptyReason, on entries that the bundle lacks, and on those
// that it leaves out: refuted, or entered in error.
//
// Errors:
//   INVALID_ARGUMENT  An entry is about another patient than `patient`.
absl::StatusOr<std::vector<FhirSection>> ReadSections(
    const FhirResource& composition, const FhirResource& patient,
    const FhirResources& resources);

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_FHIR_FHIR_SECTIONS_H_
