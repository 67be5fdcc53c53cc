// Tells the thread sanitizer what Debian's Abseil synchronises.
//
// Debian's libabsl_synchronization is not instrumented, so the sanitizer would
// see neither absl::Mutex nor what it protects, and report every use. The
// definitions below stand in front of the library's: each calls the library's
// own and says what happened before what.
//
// Not covered, for nothing here uses it: absl::Barrier.

#include <dlfcn.h>

#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

extern "C" {
void __tsan_acquire(void* address);
void __tsan_release(void* address);
void AnnotateIgnoreReadsBegin(const char* file, int line);
void AnnotateIgnoreReadsEnd(const char* file, int line);
}

namespace {

void After(const void* address) { __tsan_acquire(const_cast<void*>(address)); }
void Before(const void* address) { __tsan_release(const_cast<void*>(address)); }

// Calls the library's function of that (mangled) name. Conditions of waiting
// threads run inside it, under the lock that the sanitizer doesn't see there.
template <typename Result, typename... Arguments>
Result Real(const char* name, Arguments... arguments) {
  auto* function =
      reinterpret_cast<Result (*)(Arguments...)>(dlsym(RTLD_NEXT, name));
  struct IgnoreReads {
    IgnoreReads() { AnnotateIgnoreReadsBegin(__FILE__, __LINE__); }
    ~IgnoreReads() { AnnotateIgnoreReadsEnd(__FILE__, __LINE__); }
  } ignore;
  return function(arguments...);
}

}  // namespace

#define MUTEX(rest) "_ZN4absl7debian35Mutex" rest
#define CONDITION "RKNS0_9ConditionE"
#define CONDVAR(rest) "_ZN4absl7debian37CondVar" rest
#define NOTIFICATION(rest) "_ZNK4absl7debian312Notification" rest

namespace absl {

void Mutex::Lock() {
  Real<void>(MUTEX("4LockEv"), this);
  After(this);
}

void Mutex::Unlock() {
  Before(this);
  Real<void>(MUTEX("6UnlockEv"), this);
}

bool Mutex::TryLock() {
  const bool locked = Real<bool>(MUTEX("7TryLockEv"), this);
  if (locked) After(this);
  return locked;
}

void Mutex::ReaderLock() {
  Real<void>(MUTEX("10ReaderLockEv"), this);
  After(this);
}

void Mutex::ReaderUnlock() {
  Before(this);
  Real<void>(MUTEX("12ReaderUnlockEv"), this);
}

bool Mutex::ReaderTryLock() {
  const bool locked = Real<bool>(MUTEX("13ReaderTryLockEv"), this);
  if (locked) After(this);
  return locked;
}

void Mutex::LockWhen(const Condition& until) {
  Real<void, Mutex*, const Condition&>(MUTEX("8LockWhenE" CONDITION), this,
                                       until);
  After(this);
}

void Mutex::ReaderLockWhen(const Condition& until) {
  Real<void, Mutex*, const Condition&>(MUTEX("14ReaderLockWhenE" CONDITION),
                                       this, until);
  After(this);
}

void Mutex::Await(const Condition& until) {
  Before(this);
  Real<void, Mutex*, const Condition&>(MUTEX("5AwaitE" CONDITION), this, until);
  After(this);
}

bool Mutex::AwaitWithTimeout(const Condition& until, Duration timeout) {
  Before(this);
  const bool met = Real<bool, Mutex*, const Condition&, Duration>(
      MUTEX("16AwaitWithTimeoutE" CONDITION "NS0_8DurationE"), this, until,
      timeout);
  After(this);
  return met;
}

bool Mutex::AwaitWithDeadline(const Condition& until, Time deadline) {
  Before(this);
  const bool met = Real<bool, Mutex*, const Condition&, Time>(
      MUTEX("17AwaitWithDeadlineE" CONDITION "NS0_4TimeE"), this, until,
      deadline);
  After(this);
  return met;
}

bool Mutex::LockWhenWithTimeout(const Condition& until, Duration timeout) {
  const bool met = Real<bool, Mutex*, const Condition&, Duration>(
      MUTEX("19LockWhenWithTimeoutE" CONDITION "NS0_8DurationE"), this, until,
      timeout);
  After(this);
  return met;
}

bool Mutex::LockWhenWithDeadline(const Condition& until, Time deadline) {
  const bool met = Real<bool, Mutex*, const Condition&, Time>(
      MUTEX("20LockWhenWithDeadlineE" CONDITION "NS0_4TimeE"), this, until,
      deadline);
  After(this);
  return met;
}

void CondVar::Wait(Mutex* mutex) {
  Before(mutex);
  Real<void>(CONDVAR("4WaitEPNS0_5MutexE"), this, mutex);
  After(mutex);
}

bool CondVar::WaitWithTimeout(Mutex* mutex, Duration timeout) {
  Before(mutex);
  const bool late =
      Real<bool>(CONDVAR("15WaitWithTimeoutEPNS0_5MutexENS0_8DurationE"), this,
                 mutex, timeout);
  After(mutex);
  return late;
}

bool CondVar::WaitWithDeadline(Mutex* mutex, Time deadline) {
  Before(mutex);
  const bool late =
      Real<bool>(CONDVAR("16WaitWithDeadlineEPNS0_5MutexENS0_4TimeE"), this,
                 mutex, deadline);
  After(mutex);
  return late;
}

// A Notification is a Mutex and then a flag, which HasBeenNotified() reads in
// the caller's, instrumented code.
void Notification::Notify() {
  Before(this);
  Before(reinterpret_cast<const char*>(this) + sizeof(Mutex));
  Real<void>("_ZN4absl7debian312Notification6NotifyEv", this);
}

void Notification::WaitForNotification() const {
  Real<void>(NOTIFICATION("19WaitForNotificationEv"), this);
  After(this);
}

bool Notification::WaitForNotificationWithTimeout(Duration timeout) const {
  const bool notified = Real<bool>(
      NOTIFICATION("30WaitForNotificationWithTimeoutENS0_8DurationE"), this,
      timeout);
  if (notified) After(this);
  return notified;
}

bool Notification::WaitForNotificationWithDeadline(Time deadline) const {
  const bool notified =
      Real<bool>(NOTIFICATION("31WaitForNotificationWithDeadlineENS0_4TimeE"),
                 this, deadline);
  if (notified) After(this);
  return notified;
}

bool BlockingCounter::DecrementCount() {
  Before(this);
  return Real<bool>("_ZN4absl7debian315BlockingCounter14DecrementCountEv",
                    this);
}

void BlockingCounter::Wait() {
  Real<void>("_ZN4absl7debian315BlockingCounter4WaitEv", this);
  After(this);
}

}  // namespace absl
