#ifndef HOMEWARD_SERVICES_MATCHING_SCORE_EVIDENCE_H_
#define HOMEWARD_SERVICES_MATCHING_SCORE_EVIDENCE_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace homeward::matching {

// One reason for a score. Names what was compared, and holds no value.
struct FieldEvidence {
  absl::string_view field;  // "birth", "name", as FieldName(); "prior",
                            // "household", "address".
  absl::string_view level;  // "exact", "one digit".
  double bits = 0;          // log2 of the Bayes factor.
  // How common what agrees is, where that counts; 0 where it doesn't.
  double share = 0;
  // Of words of a name: the first in Name::words and how many, on each side.
  uint8_t left_word = 0;
  uint8_t left_words = 0;
  uint8_t right_word = 0;
  uint8_t right_words = 0;
};

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_SCORE_EVIDENCE_H_
