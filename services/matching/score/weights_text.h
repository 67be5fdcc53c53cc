#ifndef HOMEWARD_SERVICES_MATCHING_SCORE_WEIGHTS_TEXT_H_
#define HOMEWARD_SERVICES_MATCHING_SCORE_WEIGHTS_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/matching/score/weights.h"

// Weights as a file that a person reads, approves and keeps: a line
// `field level m u` for each, and notes after "#".
namespace homeward::matching {

std::string WeightsText(const Weights& weights);

// Reads what WeightsText() writes. What a file leaves out is as shipped.
//
// Errors:
//   INVALID_ARGUMENT  A line that isn't one, a field or level that isn't
//                     known, or a number outside (0, 1], or, for days of
//                     births, outside (0, 1e6]. The text names the line.
absl::StatusOr<Weights> ParseWeights(absl::string_view text);

}  // namespace homeward::matching

#endif  // HOMEWARD_SERVICES_MATCHING_SCORE_WEIGHTS_TEXT_H_
