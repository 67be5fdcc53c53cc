#ifndef HOMEWARD_SERVICES_FEDERATION_MERGING_EVIDENCE_CHECK_H_
#define HOMEWARD_SERVICES_FEDERATION_MERGING_EVIDENCE_CHECK_H_

#include <cstddef>

#include "absl/status/status.h"
#include "homeward/v1/question.pb.h"

namespace homeward::federation {

// The most evidence of one match that is taken from a peer: twice what a node
// ever finds.
inline constexpr int kMaxEvidence = 64;
inline constexpr size_t kMaxEvidenceBytes = size_t{16} << 10;
// Of one text: a name has 400 bytes, and letters may be read as several.
inline constexpr size_t kMaxEvidenceValueBytes = 1024;

// Checks what a peer says of why it shows its matches. Pure. Whether a record
// has what is said of it, and whether it was asked, is another matter:
// matching::KeepShownValues() and KeepAskedValues().
//
// Errors:
//   INVALID_ARGUMENT  A match has more evidence than that, a text but what was
//                     asked is longer or has characters that
//                     registration::CheckText() refuses, or its weights don't
//                     sum to its score: nobody could tell what it rests on. The
//                     text never has the value.
absl::Status CheckEvidence(const v1::Answer& answer);

// Clears of `match`, a peer's, what it says was asked where that is longer, or
// has such characters. An honest peer says what was typed here, marks of the
// writing direction and all: no reason to lose what it found. Pure.
void KeepReadable(v1::RecordMatch& match);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_MERGING_EVIDENCE_CHECK_H_
