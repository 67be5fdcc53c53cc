#include "services/node/log/grpc_log.h"

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpc/support/log.h"

namespace homeward::node {
namespace {

// Who has gRPC's log.
struct Holder {
  absl::Mutex mutex;
  Log* log ABSL_GUARDED_BY(mutex) = nullptr;
  absl::Time next ABSL_GUARDED_BY(mutex);
  int64_t untold ABSL_GUARDED_BY(mutex) = 0;
};

Holder& TheHolder() {
  static auto* const holder = new Holder();
  return *holder;
}

void Take(gpr_log_func_args* said) {
  Holder& holder = TheHolder();
  absl::MutexLock lock(&holder.mutex);
  if (holder.log == nullptr) return;
  ++holder.untold;
  const absl::Time now = absl::Now();
  if (now < holder.next) return;
  holder.next = now + kGrpcLogInterval;
  holder.log->Write(said->severity == GPR_LOG_SEVERITY_ERROR
                        ? LogLevel::kWarning
                        : LogLevel::kDebug,
                    "grpc",
                    {LogField::Source(said->file, said->line),
                     LogField::Count(holder.untold)});
  holder.untold = 0;
}

void Hold(Log* log) {
  Holder& holder = TheHolder();
  absl::MutexLock lock(&holder.mutex);
  holder.log = log;
  holder.next = absl::InfinitePast();
  holder.untold = 0;
}

}  // namespace

GrpcLog::GrpcLog(Log* log) : log_(log) {
  Hold(log);
  gpr_set_log_function(Take);
}

GrpcLog::~GrpcLog() {
  Holder& holder = TheHolder();
  absl::MutexLock lock(&holder.mutex);
  if (holder.log == log_) holder.log = nullptr;
}

}  // namespace homeward::node
