#include "auth/mou/enum_set.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/category.pb.h"

namespace homeward::auth {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(EnumSetTest, ListsItsValuesInTheOrderOfTheirNumbers) {
  EXPECT_THAT(CategorySet().Values(), IsEmpty());
  EXPECT_THAT((CategorySet{v1::CATEGORY_HOLD, v1::CATEGORY_EXIST}).Values(),
              ElementsAre(v1::CATEGORY_EXIST, v1::CATEGORY_HOLD));
  EXPECT_THAT(CategorySet::All().Values(), SizeIs(CategorySet::All().size()));
}

TEST(EnumSetTest, WhatIsNotKnownIsInNoSet) {
  CategorySet set = {v1::CATEGORY_UNSPECIFIED, static_cast<v1::Category>(63),
                     static_cast<v1::Category>(-1),
                     static_cast<v1::Category>(1000)};
  EXPECT_TRUE(set.empty());
}

}  // namespace
}  // namespace homeward::auth
