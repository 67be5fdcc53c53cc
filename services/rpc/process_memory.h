#ifndef HOMEWARD_SERVICES_RPC_PROCESS_MEMORY_H_
#define HOMEWARD_SERVICES_RPC_PROCESS_MEMORY_H_

#include <cstdint>

namespace homeward::rpc {

// The memory of this process that is in the machine's, in bytes. 0 when /proc
// does not tell. Thread-safe.
int64_t ResidentBytes();

// Gives the memory that was freed, and that the allocator keeps for the next
// who asks, back to the system: of glibc's allocator or of tcmalloc, whichever
// the program is linked with. With another it does nothing. Takes up to some
// tens of milliseconds for hundreds of megabytes, in which others who allocate
// wait. Thread-safe.
void ReleaseFreeMemory();

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_PROCESS_MEMORY_H_
