#include "services/rpc/free_memory.h"

#include <malloc.h>

// Of tcmalloc (gperftools/malloc_extension_c.h), whose headers are in another
// package. Null in a program with another allocator.
extern "C" void MallocExtension_ReleaseFreeMemory() __attribute__((weak));

namespace homeward::rpc {

void ReleaseFreeMemory() {
  if (MallocExtension_ReleaseFreeMemory != nullptr) {
    MallocExtension_ReleaseFreeMemory();
  } else {
    malloc_trim(0);
  }
}

}  // namespace homeward::rpc
