#include "storage/keys/key_cache.h"

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace homeward::storage {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1000);

TEST(KeyCacheTest, FindsUntilJustBeforeTheAgeLimit) {
  KeyCache cache(4);
  cache.Put("c-1", Secret("key"), kNow, cache.epoch());
  const auto found =
      cache.Find("c-1", kNow + kMaxKeyAge - absl::Nanoseconds(1));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->view(), "key");
  EXPECT_FALSE(cache.Find("c-1", kNow + kMaxKeyAge).has_value());
  EXPECT_FALSE(cache.Find("c-1", kNow).has_value()) << "it must be gone";
}

TEST(KeyCacheTest, DoesNotTrustAClockThatWentBack) {
  KeyCache cache(4);
  cache.Put("c-1", Secret("key"), kNow, cache.epoch());
  EXPECT_FALSE(cache.Find("c-1", kNow - absl::Seconds(1)).has_value());
}

TEST(KeyCacheTest, HoldsNoMoreThanItsCapacity) {
  KeyCache cache(3);
  for (int i = 0; i < 10; ++i) {
    cache.Put(absl::StrCat("c-", i), Secret("key"), kNow, cache.epoch());
  }
  int held = 0;
  for (int i = 0; i < 10; ++i) {
    held += cache.Find(absl::StrCat("c-", i), kNow).has_value() ? 1 : 0;
  }
  EXPECT_EQ(held, 3);
  EXPECT_TRUE(cache.Find("c-9", kNow).has_value());
}

TEST(KeyCacheTest, AShredForgetsAllAndRefusesAKeyReadBeforeIt) {
  KeyCache cache(4);
  cache.Put("c-1", Secret("key"), kNow, cache.epoch());
  const uint64_t before = cache.epoch();
  cache.Clear();
  EXPECT_FALSE(cache.Find("c-1", kNow).has_value());
  cache.Put("c-1", Secret("key"), kNow, before);
  EXPECT_FALSE(cache.Find("c-1", kNow).has_value());
  cache.Put("c-1", Secret("new"), kNow, cache.epoch());
  EXPECT_EQ(cache.Find("c-1", kNow)->view(), "new");
}

TEST(KeyCacheTest, PuttingAgainReplaces) {
  KeyCache cache(4);
  cache.Put("c-1", Secret("one"), kNow, cache.epoch());
  cache.Put("c-1", Secret("two"), kNow, cache.epoch());
  EXPECT_EQ(cache.Find("c-1", kNow)->view(), "two");
}

}  // namespace
}  // namespace homeward::storage
