#ifndef HOMEWARD_SERVICES_NODE_STORE_WATCH_H_
#define HOMEWARD_SERVICES_NODE_STORE_WATCH_H_

#include "absl/status/status.h"
#include "services/node/log/log.h"

namespace homeward::node {

// Tells the log how the store goes, look by look. Not thread-safe.
class StoreWatch {
 public:
  // `health` is the engine's, `commits` whether the committer's last commit
  // was made. Returns whether the store can be written: only with both, since
  // an engine that is open again may still fail each write.
  //
  // Writes `store_down` at each look that finds the engine down;
  // `store_unwritable` once, when it is up and no commit is made; and
  // `store_writable` once, when all goes again.
  bool Look(const absl::Status& health, bool commits, Log& log);

 private:
  enum class State { kWritable, kUnwritable, kDown };

  State last_ = State::kWritable;
};

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_STORE_WATCH_H_
