#ifndef HOMEWARD_SERVICES_FEDERATION_SIGNED_ANSWER_TIMES_H_
#define HOMEWARD_SERVICES_FEDERATION_SIGNED_ANSWER_TIMES_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "homeward/v1/question.pb.h"

// The times in another agency's answer: what is newest is shown first, so an
// agency must not be able to date its word beyond everybody else's. Pure.
namespace homeward::federation {

// How far an agency's clock may be ahead of the own one.
inline constexpr absl::Duration kMostAhead = absl::Minutes(5);

// Checks every time in `answer`, which came at `now`.
//
// Errors:
//   INVALID_ARGUMENT  One is no time between the years 1 and 9999; or it was
//                     answered, or something was said or entered, over
//                     kMostAhead after `now`. The text names the field.
absl::Status CheckTimes(const v1::Answer& answer, absl::Time now);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_SIGNED_ANSWER_TIMES_H_
