#ifndef HOMEWARD_STORAGE_WAITING_STEADY_TIME_H_
#define HOMEWARD_STORAGE_WAITING_STEADY_TIME_H_

#include <chrono>

#include "absl/time/time.h"

// How long something takes, whatever is done to the clock meanwhile.
namespace homeward::storage {

// A moment of this process. Says nothing of the date, and outlives no restart.
using SteadyTime = std::chrono::steady_clock::time_point;

inline SteadyTime SteadyNow() { return std::chrono::steady_clock::now(); }

// What passed from `begin` to `end`; negative when `end` was before.
inline absl::Duration Between(SteadyTime begin, SteadyTime end) {
  return absl::FromChrono(end - begin);
}

// What has passed since `begin`.
inline absl::Duration Since(SteadyTime begin) {
  return Between(begin, SteadyNow());
}

// The moment `wait` after `begin`; `wait` is finite.
inline SteadyTime After(SteadyTime begin, absl::Duration wait) {
  return begin + absl::ToChronoNanoseconds(wait);
}

}  // namespace homeward::storage

#endif  // HOMEWARD_STORAGE_WAITING_STEADY_TIME_H_
