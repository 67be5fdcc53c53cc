#include "services/exchange/fhir/fhir_summary.h"

namespace homeward::exchange {

const FhirSection* FindSection(const PatientSummary& summary,
                               FhirSectionKind kind) {
  for (const FhirSection& section : summary.sections) {
    if (section.kind == kind) return &section;
  }
  return nullptr;
}

}  // namespace homeward::exchange
