#include "services/rpc/process_memory.h"

#include <malloc.h>
#include <unistd.h>

#include <fstream>

// Of tcmalloc (gperftools/malloc_extension_c.h), whose headers are in another
// package. Null in a program with another allocator.
extern "C" void MallocExtension_ReleaseFreeMemory() __attribute__((weak));

namespace homeward::rpc {

int64_t ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  int64_t total = 0;
  int64_t resident = 0;
  statm >> total >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

void ReleaseFreeMemory() {
  if (MallocExtension_ReleaseFreeMemory != nullptr) {
    MallocExtension_ReleaseFreeMemory();
  } else {
    malloc_trim(0);
  }
}

}  // namespace homeward::rpc
