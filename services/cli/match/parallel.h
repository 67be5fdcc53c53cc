#ifndef HOMEWARD_SERVICES_CLI_MATCH_PARALLEL_H_
#define HOMEWARD_SERVICES_CLI_MATCH_PARALLEL_H_

#include <cstddef>

#include "absl/functional/function_ref.h"

namespace homeward::cli {

// Calls `work` with each number below `count` once, on `threads` threads (at
// least one); returns when all are done. `work` must not throw.
void ForEach(size_t count, int threads, absl::FunctionRef<void(size_t)> work);

// As many threads as the machine runs at a time, at least one.
int MachineThreads();

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_MATCH_PARALLEL_H_
