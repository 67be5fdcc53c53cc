#ifndef HOMEWARD_TESTS_TESTING_ALLOCATED_H_
#define HOMEWARD_TESTS_TESTING_ALLOCATED_H_

#include <malloc.h>

#include <cstdint>

namespace homeward::testing {

// Bytes that this process has allocated and not freed. Unlike what is resident,
// it depends neither on what the allocator keeps for later nor on other
// processes that want memory. Of glibc's allocator, which tests are linked
// with: means nothing under a sanitizer.
inline int64_t AllocatedBytes() {
  const struct mallinfo2 memory = mallinfo2();
  return static_cast<int64_t>(memory.uordblks + memory.hblkhd);
}

}  // namespace homeward::testing

#endif  // HOMEWARD_TESTS_TESTING_ALLOCATED_H_
