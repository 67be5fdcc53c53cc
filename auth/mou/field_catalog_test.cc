#include "auth/mou/field_catalog.h"

#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace homeward::auth {
namespace {

using ::testing::Optional;

TEST(FieldCatalogTest, FindsALeafByItsPath) {
  const FieldCatalog& catalog = FieldCatalog::Get();
  const auto site = catalog.Find("sighting.place.site");
  ASSERT_TRUE(site.has_value());
  EXPECT_EQ(catalog.path(*site), "sighting.place.site");
  EXPECT_EQ(catalog.category(*site), v1::CATEGORY_LOC_EXACT);
  EXPECT_TRUE(catalog.Of(v1::CATEGORY_LOC_EXACT).test(*site));
  EXPECT_FALSE(catalog.Of(v1::CATEGORY_LOC_COARSE).test(*site));
}

TEST(FieldCatalogTest, KnowsNoMessageThatIsDescendedIntoNorAnythingElse) {
  const FieldCatalog& catalog = FieldCatalog::Get();
  EXPECT_EQ(catalog.Find("sighting"), std::nullopt);
  EXPECT_EQ(catalog.Find("sighting.place"), std::nullopt);
  EXPECT_EQ(catalog.Find(""), std::nullopt);
  EXPECT_EQ(catalog.Find("sighting.place.site.x"), std::nullopt);
  EXPECT_EQ(catalog.Find("source_time.seconds"), std::nullopt);
}

TEST(FieldCatalogTest, EachLeafHasOnePathAndOneCategory) {
  const FieldCatalog& catalog = FieldCatalog::Get();
  std::set<std::string> paths;
  FieldSet all;
  for (int i = 0; i < static_cast<int>(catalog.size()); ++i) {
    EXPECT_TRUE(paths.insert(catalog.path(i)).second) << catalog.path(i);
    EXPECT_THAT(catalog.Find(catalog.path(i)), Optional(i));
    EXPECT_TRUE(catalog.Of(catalog.category(i)).test(i));
    all.set(i);
  }
  EXPECT_GT(catalog.size(), 100u);
  EXPECT_EQ(catalog.Of(CategorySet::All()), all);
}

TEST(FieldCatalogTest, NothingHasNoCategory) {
  const FieldCatalog& catalog = FieldCatalog::Get();
  EXPECT_TRUE(catalog.Of(v1::CATEGORY_UNSPECIFIED).none());
  EXPECT_TRUE(catalog.Of(static_cast<v1::Category>(99)).none());
  EXPECT_TRUE(catalog.CategoriesOf(FieldSet()).empty());
}

TEST(FieldCatalogTest, TellsTheCategoriesOfFields) {
  const FieldCatalog& catalog = FieldCatalog::Get();
  FieldSet fields;
  fields.set(*catalog.Find("wellbeing_check.status"));
  fields.set(*catalog.Find("sighting.place.admin1_code"));
  const CategorySet expected = {v1::CATEGORY_WELLBEING,
                                v1::CATEGORY_LOC_COARSE};
  EXPECT_TRUE(catalog.CategoriesOf(fields) == expected);
}

}  // namespace
}  // namespace homeward::auth
