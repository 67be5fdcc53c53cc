#include "tests/testing/allocated.h"

#include <cstdint>
#include <memory>
#include <vector>

#include "gtest/gtest.h"

namespace homeward::testing {
namespace {

constexpr int64_t kBlocks = 10'000;
constexpr int64_t kBlockBytes = 1000;

// It would not with another allocator than glibc's.
TEST(AllocatedBytesTest, GrowsWithWhatIsKeptAndShrinksWithWhatIsNot) {
  const int64_t before = AllocatedBytes();
  std::vector<std::unique_ptr<char[]>> blocks;
  for (int i = 0; i < kBlocks; ++i) {
    blocks.push_back(std::make_unique<char[]>(kBlockBytes));
  }
  const std::unique_ptr<char[]> large =
      std::make_unique<char[]>(kBlocks * kBlockBytes);
  EXPECT_GT(AllocatedBytes() - before, 2 * kBlocks * kBlockBytes);
  blocks.clear();
  EXPECT_LT(AllocatedBytes() - before, 3 * kBlocks * kBlockBytes / 2);
}

}  // namespace
}  // namespace homeward::testing
