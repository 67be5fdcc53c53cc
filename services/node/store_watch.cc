#include "services/node/store_watch.h"

#include "absl/status/status.h"
#include "services/node/log/log.h"

namespace homeward::node {

bool StoreWatch::Look(const absl::Status& health, bool commits, Log& log) {
  const State now = !health.ok() ? State::kDown
                    : commits    ? State::kWritable
                                 : State::kUnwritable;
  if (now == State::kDown) {
    log.Write(LogLevel::kError, "store_down", {LogField::Code(health.code())});
  } else if (now != last_) {
    if (now == State::kUnwritable) {
      log.Write(LogLevel::kError, "store_unwritable");
    } else {
      log.Write(LogLevel::kInfo, "store_writable");
    }
  }
  last_ = now;
  return now == State::kWritable;
}

}  // namespace homeward::node
