#include "services/matching/index/hits.h"

#include <cstdint>
#include <map>
#include <vector>

#include "gtest/gtest.h"

namespace homeward::matching {
namespace {

std::map<uint32_t, float> AsMap(const Hits& hits) {
  std::map<uint32_t, float> map;
  for (const Hit& hit : hits.all()) {
    EXPECT_TRUE(map.emplace(hit.record, hit.worth).second);
  }
  return map;
}

TEST(HitsTest, AddsUpWhatRecordsAreWorth) {
  Hits hits;
  hits.Add({7, 9, 1000000}, 2);
  hits.Add({9}, 3);
  EXPECT_EQ(AsMap(hits),
            (std::map<uint32_t, float>{{7, 2}, {9, 5}, {1000000, 2}}));
}

TEST(HitsTest, IsAsNewAfterClear) {
  Hits hits;
  for (int round = 0; round < 3; ++round) {
    std::vector<uint32_t> records;
    for (uint32_t i = 0; i < 5000; ++i) records.push_back(i * 1024 + round);
    hits.Add(records, 1);
    hits.Add(records, 1);
    const auto map = AsMap(hits);
    EXPECT_EQ(map.size(), 5000);
    EXPECT_EQ(map.at(4999 * 1024 + round), 2);
    hits.Clear();
    EXPECT_TRUE(hits.all().empty());
  }
}

}  // namespace
}  // namespace homeward::matching
