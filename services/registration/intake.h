#ifndef HOMEWARD_SERVICES_REGISTRATION_INTAKE_H_
#define HOMEWARD_SERVICES_REGISTRATION_INTAKE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/registration_service.pb.h"

// What clients send, checked and turned into claims of the agency. Pure,
// thread-safe.
//
// Errors of every function:
//   INVALID_ARGUMENT  The text names the field and the reason, never the value.
namespace homeward::registration {

// The claims of a registration, her identity first if it is told: with none
// they may only be added to a record.
//
// Errors, besides:
//   FAILED_PRECONDITION  What it says of her age makes her an adult beyond
//                        doubt (R1). In doubt she is a child; age 0 is an age.
absl::StatusOr<std::vector<v1::Claim>> ClaimsOf(
    const v1::RegisterChildRequest& request, const std::string& agency_id,
    absl::Time now);

// The claim to add.
absl::StatusOr<v1::Claim> ClaimOf(const v1::AddClaimRequest& request,
                                  const std::string& agency_id, absl::Time now);

// The claim of a photo or a recording, as far as its header tells: `Kind` is
// PhotoKind or RecordingKind.
template <typename Kind>
absl::StatusOr<v1::Claim> AttachmentClaimOf(const typename Kind::Header& header,
                                            const std::string& agency_id,
                                            absl::Time now);

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_INTAKE_H_
