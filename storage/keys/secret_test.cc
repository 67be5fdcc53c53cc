#include "storage/keys/secret.h"

#include <type_traits>

#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

static_assert(!std::is_copy_constructible_v<Secret>);
static_assert(!std::is_copy_assignable_v<Secret>);

TEST(SecretTest, MovesAndLeavesTheSourceEmpty) {
  Secret first("key");
  Secret second(std::move(first));
  EXPECT_EQ(second.view(), "key");
  EXPECT_EQ(first.size(), 0u);  // NOLINT: the moved-from state is the contract.
  Secret third("old");
  third = std::move(second);
  EXPECT_EQ(third.view(), "key");
  EXPECT_EQ(second.size(), 0u);  // NOLINT
}

TEST(SecretTest, CutsAndZeroesTheTail) {
  Secret secret("key and more");
  const unsigned char* const tail = secret.data() + 3;
  secret.Truncate(3);
  EXPECT_EQ(secret.view(), "key");
  // The memory is still the Secret's (shrinking a vector keeps its capacity).
  EXPECT_EQ(*tail, 0);
}

TEST(SecretTest, RandomOnesDiffer) {
  ASSERT_OK_AND_ASSIGN(const Secret first, Secret::Random(32));
  ASSERT_OK_AND_ASSIGN(const Secret second, Secret::Random(32));
  EXPECT_EQ(first.size(), 32u);
  EXPECT_NE(first.view(), second.view());
  EXPECT_EQ(first.Clone().view(), first.view());
}

TEST(WipeStringTest, LeavesNothing) {
  std::string text = "a name that must not stay in memory";
  WipeString(&text);
  EXPECT_TRUE(text.empty());
}

}  // namespace
}  // namespace homeward::storage
