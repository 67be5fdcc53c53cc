// A clock that is wrong for one process: LD_PRELOAD this, with
// SHIFTED_CLOCK_SECONDS (what the clock shows is this much later; earlier when
// negative). The steady clock goes on as it does, and every wait ends when it
// should. libfaketime 0.9.10 shifts no wait that a program asks the kernel for
// by itself (FUTEX_WAIT_BITSET, as Abseil and so the timers of gRPC do): on a
// clock that is ahead, such a wait never ended.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static void* Real(const char* name) { return dlsym(RTLD_NEXT, name); }

static time_t Shift(void) {
  const char* seconds = getenv("SHIFTED_CLOCK_SECONDS");
  return seconds == NULL ? 0 : atol(seconds);
}

// The kernel's time of a deadline that was reckoned by the shifted clock.
static struct timespec Unshifted(const struct timespec* deadline) {
  struct timespec real = *deadline;
  real.tv_sec -= Shift();
  if (real.tv_sec < 0) real.tv_sec = 0;
  return real;
}

int clock_gettime(clockid_t clock, struct timespec* now) {
  int (*real)(clockid_t, struct timespec*) = Real("clock_gettime");
  const int result = real(clock, now);
  if (result == 0 &&
      (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
    now->tv_sec += Shift();
  }
  return result;
}

int gettimeofday(struct timeval* now, void* zone) {
  int (*real)(struct timeval*, void*) = Real("gettimeofday");
  const int result = real(now, zone);
  if (result == 0) now->tv_sec += Shift();
  return result;
}

time_t time(time_t* now) {
  struct timespec exact;
  clock_gettime(CLOCK_REALTIME_COARSE, &exact);
  if (now != NULL) *now = exact.tv_sec;
  return exact.tv_sec;
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           const struct timespec* deadline) {
  // Nobody says by which clock a condition waits; steady clocks count from the
  // start of the machine, some years at most.
  const time_t longest_steady = 1000000000;
  if (deadline->tv_sec < longest_steady) {
    return pthread_cond_clockwait(condition, mutex, CLOCK_MONOTONIC, deadline);
  }
  const struct timespec real = Unshifted(deadline);
  return pthread_cond_clockwait(condition, mutex, CLOCK_REALTIME, &real);
}

long syscall(long number, ...) {
  long (*real)(long, ...) = Real("syscall");
  long given[6];
  va_list rest;
  va_start(rest, number);
  for (int i = 0; i < 6; ++i) given[i] = va_arg(rest, long);
  va_end(rest);
  struct timespec deadline;
  if (number == SYS_futex && (given[1] & FUTEX_CLOCK_REALTIME) != 0 &&
      given[3] != 0) {
    deadline = Unshifted((const struct timespec*)given[3]);
    given[3] = (long)&deadline;
  }
  return real(number, given[0], given[1], given[2], given[3], given[4],
              given[5]);
}
