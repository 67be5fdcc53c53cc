#ifndef HOMEWARD_TESTS_TESTING_PATIENCE_H_
#define HOMEWARD_TESTS_TESTING_PATIENCE_H_

#include "absl/time/clock.h"
#include "absl/time/time.h"

// How tests wait and how they judge speed on a machine that is busy with other
// work: never by one measurement, never by a sleep that stands for an event.
namespace homeward::testing {

// How long whatever is sure to come may take. Nobody waits longer than it
// takes, so this is far more than any machine needs.
inline constexpr absl::Duration kPatience = absl::Seconds(50);

// Waits until `holds()`; returns whether it did within kPatience.
template <typename Holds>
bool Eventually(const Holds& holds) {
  const absl::Time end = absl::Now() + kPatience;
  while (!holds()) {
    if (absl::Now() > end) return false;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return true;
}

// Whether `quick()` holds in one of ten tries, of which the first that does is
// the last. For what must not take longer than promised: a busy machine is too
// slow now and then, code that is too slow is so each time.
template <typename Quick>
bool AtBest(const Quick& quick) {
  for (int i = 0; i < 10; ++i) {
    if (quick()) return true;
  }
  return false;
}

}  // namespace homeward::testing

#endif  // HOMEWARD_TESTS_TESTING_PATIENCE_H_
