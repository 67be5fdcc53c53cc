#include "services/matching/index/posting_index.h"

#include <cstdint>
#include <set>
#include <vector>

#include "gtest/gtest.h"
#include "services/matching/index/blocking.h"

namespace homeward::matching {
namespace {

constexpr uint32_t kCommon = 0x12345678;
constexpr uint32_t kRare = 0xCAFEBABE;

BlockingKey First(uint32_t hash) { return {hash, KeyTier::kFirst}; }

std::set<uint32_t> Found(const PostingIndex& index, uint32_t key,
                         const std::vector<BirthCode>& codes) {
  std::set<uint32_t> found;
  index.Find(key, codes, [&](PostingIndex::List list) {
    found.insert(list.begin(), list.end());
  });
  return found;
}

// Records 0 to 99 share a key, ten of each year from 2000 on, of which two are
// born in a month; 42 has another key too.
PostingIndex Hundred(uint32_t max_records) {
  PostingIndex::Builder builder;
  for (uint32_t i = 0; i < 100; ++i) {
    const BirthCode code{static_cast<uint16_t>(2000 + i / 10),
                         static_cast<uint8_t>(1 + i % 10 / 2)};
    std::vector<BlockingKey> keys = {First(kCommon)};
    if (i == 42) keys.push_back(First(kRare));
    builder.Add(keys, code);
  }
  return builder.Build(max_records);
}

TEST(PostingIndexTest, FindsAllThatShareAKey) {
  const PostingIndex index = Hundred(1000);
  EXPECT_EQ(Found(index, kCommon, {}).size(), 100);
  EXPECT_EQ(Found(index, kRare, {}), (std::set<uint32_t>{42}));
  EXPECT_TRUE(Found(index, 0x77777777, {}).empty());
}

TEST(PostingIndexTest, ACommonKeyIsSplitByTheYear) {
  const PostingIndex index = Hundred(50);
  EXPECT_TRUE(Found(index, kCommon, {}).empty());
  EXPECT_EQ(Found(index, kCommon, {{2003, 1}}).size(), 10);
  EXPECT_EQ(Found(index, kCommon, {{2003, 1}, {2003, 2}, {2004, 1}}).size(),
            20);
  EXPECT_EQ(Found(index, kRare, {}), (std::set<uint32_t>{42}));
}

TEST(PostingIndexTest, AndByTheMonthWhereThatIsStillTooMany) {
  const PostingIndex index = Hundred(5);
  EXPECT_EQ(Found(index, kCommon, {{2004, 2}}), (std::set<uint32_t>{42, 43}));
  EXPECT_EQ(Found(index, kCommon, {{2004, 2}, {2004, 3}}).size(), 4);
}

TEST(PostingIndexTest, WhatIsStillTooManyIsNotFound) {
  const PostingIndex index = Hundred(1);
  EXPECT_TRUE(Found(index, kCommon, {{2004, 2}}).empty());
  EXPECT_EQ(Found(index, kRare, {}), (std::set<uint32_t>{42}));
}

TEST(PostingIndexTest, AnEmptyOneFindsNothing) {
  EXPECT_TRUE(Found(PostingIndex(), kCommon, {{2004, 2}}).empty());
  EXPECT_TRUE(Found(PostingIndex::Builder().Build(10), kCommon, {}).empty());
}

}  // namespace
}  // namespace homeward::matching
