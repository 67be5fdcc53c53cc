#include "services/rpc/free_memory.h"

#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <memory>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace homeward::rpc {
namespace {

constexpr int kBlocks = 200'000;
constexpr int kBlockBytes = 1000;

int64_t ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  int64_t total = 0;
  int64_t resident = 0;
  statm >> total >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

// Small blocks, which no allocator takes from the system one by one. The last
// one stays, at the top of the heap: nothing shrinks by itself.
TEST(FreeMemory, GoesBackToTheSystem) {
  const int64_t before = ResidentBytes();
  std::vector<std::unique_ptr<char[]>> blocks;
  for (int i = 0; i < kBlocks; ++i) {
    blocks.push_back(std::make_unique<char[]>(kBlockBytes));
  }
  const std::unique_ptr<char[]> last = std::move(blocks.back());
  ASSERT_GT(ResidentBytes() - before, int64_t{kBlocks} * kBlockBytes);
  blocks.clear();
  ASSERT_GT(ResidentBytes() - before, int64_t{kBlocks} * kBlockBytes / 2);

  ReleaseFreeMemory();
  EXPECT_LT(ResidentBytes() - before, int64_t{kBlocks} * kBlockBytes / 4);
}

TEST(FreeMemory, LeavesWhatIsInUse) {
  std::vector<std::unique_ptr<int[]>> blocks;
  for (int i = 0; i < 1000; ++i) {
    blocks.push_back(std::make_unique<int[]>(250));
    blocks.back()[0] = i;
  }
  ReleaseFreeMemory();
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(blocks[i][0], i);
}

}  // namespace
}  // namespace homeward::rpc
