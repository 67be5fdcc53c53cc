#include "tests/testing/clock_ahead.h"

#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <ctime>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace homeward::testing {
namespace {

// Asks the kernel itself.
timespec KernelTime(clockid_t clock) {
  timespec time = {};
  syscall(SYS_clock_gettime, clock, &time);
  return time;
}

}  // namespace

bool ClockIsAhead() {
  const absl::Time kernel = absl::TimeFromTimespec(KernelTime(CLOCK_REALTIME));
  return absl::Now() - kernel > absl::Seconds(kClockAheadSeconds / 2);
}

}  // namespace homeward::testing

// These stand in front of the C library's, for all that is in the process.
extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  *time = homeward::testing::KernelTime(clock);
  if (clock == CLOCK_REALTIME)
    time->tv_sec += homeward::testing::kClockAheadSeconds;
  return 0;
}

int gettimeofday(timeval* time, void* /*zone*/) noexcept {
  timespec now = {};
  clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return 0;
}

}  // extern "C"
