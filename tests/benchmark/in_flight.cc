#include "tests/benchmark/in_flight.h"

#include <sys/resource.h>

#include <algorithm>
#include <functional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace homeward::benchmark {
namespace {

// What this process has used of its cores, for itself and in the kernel.
absl::Duration CpuTime() {
  struct rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return absl::DurationFromTimeval(usage.ru_utime) +
         absl::DurationFromTimeval(usage.ru_stime);
}

class Run {
 public:
  using Call = std::function<void(std::function<void(bool)>)>;

  Run(int in_flight, absl::Duration duration, const Call& call)
      : call_(call),
        measured_from_(absl::Now() + duration / 10),
        end_(measured_from_ + duration),
        running_(in_flight) {}

  void Start() {
    const absl::Time start = absl::Now();
    call_([this, start](bool ok) { Ended(start, ok); });
  }

  InFlightResult Await() {
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(
        +[](int* running) { return *running == 0; }, &running_));
    InFlightResult result;
    result.failed = failed_;
    if (ended_ > 0) result.cpu_per_call = (CpuTime() - cpu_start_) / ended_;
    if (latencies_.empty()) return result;
    std::sort(latencies_.begin(), latencies_.end());
    result.calls_per_second =
        latencies_.size() / absl::ToDoubleSeconds(end_ - measured_from_);
    result.median = latencies_[latencies_.size() / 2];
    result.p99 = latencies_[latencies_.size() * 99 / 100];
    return result;
  }

 private:
  void Ended(absl::Time start, bool ok) {
    const absl::Time now = absl::Now();
    {
      absl::MutexLock lock(&mutex_);
      ++ended_;
      if (!ok) ++failed_;
      if (ok && now >= measured_from_ && now < end_) {
        latencies_.push_back(now - start);
      }
      if (now >= end_) {
        --running_;
        return;
      }
    }
    Start();
  }

  const Call& call_;
  const absl::Time measured_from_;
  const absl::Time end_;
  const absl::Duration cpu_start_ = CpuTime();
  absl::Mutex mutex_;
  int running_ ABSL_GUARDED_BY(mutex_);
  int ended_ ABSL_GUARDED_BY(mutex_) = 0;
  int failed_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<absl::Duration> latencies_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

InFlightResult RunInFlight(
    int in_flight, absl::Duration duration,
    const std::function<void(std::function<void(bool ok)> done)>& call) {
  Run run(in_flight, duration, call);
  for (int i = 0; i < in_flight; ++i) run.Start();
  return run.Await();
}

}  // namespace homeward::benchmark
