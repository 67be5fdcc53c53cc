#ifndef HOMEWARD_TESTS_TESTING_CLOCK_AHEAD_H_
#define HOMEWARD_TESTS_TESTING_CLOCK_AHEAD_H_

namespace homeward::testing {

// How far the wall clock of a test that uses this is ahead of the kernel's, all
// the time. So whatever waits until a moment of the wall clock, as Abseil's
// timed waits do, waits that much too long: as if the clock were set back once
// the wait has begun.
inline constexpr int kClockAheadSeconds = 3600;

// Whether it is: else the test would prove nothing.
bool ClockIsAhead();

}  // namespace homeward::testing

#endif  // HOMEWARD_TESTS_TESTING_CLOCK_AHEAD_H_
