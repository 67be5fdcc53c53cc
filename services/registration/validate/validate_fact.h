#ifndef HOMEWARD_SERVICES_REGISTRATION_VALIDATE_VALIDATE_FACT_H_
#define HOMEWARD_SERVICES_REGISTRATION_VALIDATE_VALIDATE_FACT_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/registration_service.pb.h"

namespace homeward::registration {

// A fact with its source, as a client sends it: what CheckMessage() wants, the
// fields that each fact requires, `field_states` that name unset fields of it,
// travel documents of a child only among `travel_documents`, and sensitive
// needs and health only in their own fields. `field` is what it is called in
// errors. Pure, thread-safe.
//
// Errors:
//   INVALID_ARGUMENT     The text names the field and the reason, never the
//                        value.
absl::Status CheckFact(absl::string_view field, const v1::ClaimSource& source,
                       const v1::Claim& claim, absl::Time now);

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_VALIDATE_VALIDATE_FACT_H_
