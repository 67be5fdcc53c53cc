#ifndef HOMEWARD_SERVICES_REGISTRATION_VALIDATE_VALIDATE_HEALTH_H_
#define HOMEWARD_SERVICES_REGISTRATION_VALIDATE_VALIDATE_HEALTH_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "homeward/v1/coded_entry.pb.h"
#include "homeward/v1/health.pb.h"

namespace homeward::registration {

// Whether a code tells of sexual or reproductive health, mental health, HIV or
// sexual violence: by chapter in ICD-10, and a short list in SNOMED CT. That a
// code is not found here does not make it harmless: who enters it decides.
// Source: ICD-10 chapters V (F00-F99) and XV (O00-O99), blocks A50-A64 and
// B20-B24, and Z21, T74.2 and Y05.
bool IsSensitiveCode(absl::string_view system, absl::string_view code);

// A summary with something in it, of which no sensitive code lies outside the
// sensitive fields. Pure, thread-safe. Errors: INVALID_ARGUMENT, with field
// and reason.
absl::Status CheckHealth(absl::string_view field,
                         const v1::HealthSummary& summary);

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_VALIDATE_VALIDATE_HEALTH_H_
