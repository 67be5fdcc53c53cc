#include "services/rpc/process_memory.h"

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace homeward::rpc {
namespace {

constexpr int kBlocks = 200'000;
constexpr int kBlockBytes = 1000;

// Small blocks, which no allocator takes from the system one by one. The last
// one stays, at the top of the heap: nothing shrinks by itself.
TEST(ProcessMemory, WhatIsFreeGoesBackToTheSystem) {
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

TEST(ProcessMemory, WhatIsInUseStays) {
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
