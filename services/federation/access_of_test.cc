#include "services/federation/access_of.h"

#include <vector>

#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/identity/caller.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "google/protobuf/repeated_field.h"
#include "gtest/gtest.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/directory.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/roles.pb.h"

namespace homeward::federation {
namespace {

using ::testing::ElementsAre;

constexpr int kUnknownCategory = 4711;

class AccessOfTest : public ::testing::Test {
 protected:
  auth::AccessRequest Of(const std::vector<int>& categories) const {
    return AccessOf(caller_, v1::PURPOSE_MISSING_SEARCH, v1::ACTION_LOCATE,
                    {categories.begin(), categories.end()});
  }

  const auth::testing::Federation federation_;
  const auth::Caller caller_ =
      federation_.CallerOf("north", v1::ROLE_POLICE_MISSING);
};

TEST_F(AccessOfTest, AStateIsTheOneInTheDirectory) {
  v1::Directory message = federation_.message();
  message.mutable_members(0)->set_country_code("PL");
  const auto directory = federation_.Verified(message);
  EXPECT_EQ(CountryOf(*directory, "north", federation_.now), "PL");
  EXPECT_EQ(CountryOf(*directory, "south", federation_.now), "");
  EXPECT_EQ(CountryOf(*directory, "nobody", federation_.now), "");
}

TEST_F(AccessOfTest, SaysWhoAsksForWhat) {
  const auth::AccessRequest access = Of({});
  EXPECT_EQ(access.requester_agency_id, "north");
  EXPECT_EQ(access.requester_kind, v1::AGENCY_KIND_POLICE);
  EXPECT_TRUE(access.roles.Contains(v1::ROLE_POLICE_MISSING));
  EXPECT_EQ(access.roles.size(), 1);
  EXPECT_FALSE(access.has_unknown_role);
  EXPECT_EQ(access.purpose, v1::PURPOSE_MISSING_SEARCH);
  EXPECT_EQ(access.action, v1::ACTION_LOCATE);
  EXPECT_TRUE(access.categories.empty());
}

TEST_F(AccessOfTest, LeavesOwnerAndMouToWhoDecides) {
  EXPECT_EQ(Of({}).owner_agency_id, "");
  EXPECT_EQ(Of({}).mou_id, "");
}

TEST_F(AccessOfTest, AsksForTheCategoriesNamed) {
  const auth::AccessRequest access =
      Of({v1::CATEGORY_LOC_COARSE, v1::CATEGORY_WELLBEING});
  EXPECT_EQ(access.categories.size(), 2);
  EXPECT_TRUE(access.categories.Contains(v1::CATEGORY_LOC_COARSE));
  EXPECT_TRUE(access.categories.Contains(v1::CATEGORY_WELLBEING));
}

TEST_F(AccessOfTest, AnUnknownCategoryAsksForNothingMore) {
  const auth::AccessRequest access =
      Of({v1::CATEGORY_LOC_COARSE, kUnknownCategory});
  EXPECT_EQ(access.categories.size(), 1);
  EXPECT_EQ(access.action, v1::ACTION_LOCATE);
}

TEST_F(AccessOfTest, OnlyUnknownCategoriesAreNotEveryCategory) {
  EXPECT_EQ(Of({kUnknownCategory}).action, v1::ACTION_UNSPECIFIED);
  EXPECT_EQ(Of({v1::CATEGORY_UNSPECIFIED}).action, v1::ACTION_UNSPECIFIED);
}

TEST_F(AccessOfTest, AnEventNamesTheAgencyAndNotThePerson) {
  const absl::Time now = absl::FromUnixNanos(1800000000123456789);
  const v1::AuditEvent event = EventOf(caller_, v1::PURPOSE_MISSING_SEARCH,
                                       v1::ACTION_GET_WELLBEING, now);
  EXPECT_EQ(event.time().seconds(), 1800000000);
  EXPECT_EQ(event.time().nanos(), 123456789);
  EXPECT_EQ(event.asker_agency_id(), "north");
  EXPECT_THAT(event.roles(), ElementsAre(v1::ROLE_POLICE_MISSING));
  EXPECT_EQ(event.purpose(), v1::PURPOSE_MISSING_SEARCH);
  EXPECT_EQ(event.action(), v1::ACTION_GET_WELLBEING);
  EXPECT_EQ(event.SerializeAsString().find(caller_.staff()->subject()),
            std::string::npos);
}

}  // namespace
}  // namespace homeward::federation
