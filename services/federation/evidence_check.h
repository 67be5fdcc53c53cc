#ifndef HOMEWARD_SERVICES_FEDERATION_EVIDENCE_CHECK_H_
#define HOMEWARD_SERVICES_FEDERATION_EVIDENCE_CHECK_H_

#include <cstddef>

#include "absl/status/status.h"
#include "homeward/v1/question.pb.h"

namespace homeward::federation {

// The most evidence of one match that is taken from a peer: twice what a node
// ever finds.
inline constexpr int kMaxEvidence = 64;
inline constexpr size_t kMaxEvidenceBytes = size_t{16} << 10;

// Checks what a peer says of why it shows its matches. Pure.
//
// Errors:
//   INVALID_ARGUMENT  A match has more evidence than that, or its weights don't
//                     sum to its score: nobody could tell what it rests on.
absl::Status CheckEvidence(const v1::Answer& answer);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_EVIDENCE_CHECK_H_
