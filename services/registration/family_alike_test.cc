#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/family.pb.h"
#include "homeward/v1/record.pb.h"
#include "homeward/v1/registration_service.pb.h"
#include "services/registration/registrar_fixture.h"
#include "services/registration/test_kit.h"
#include "tests/testing/status_matchers.h"

// Relatives tell of possible duplicates, as far as their records may be read.
namespace homeward::registration {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Property;
using ::testing::SizeIs;

// A child of this name and mother, either unknown if empty.
v1::RegisterChildRequest ChildOf(const std::string& name,
                                 const std::string& mother,
                                 const std::string& request_id) {
  v1::RegisterChildRequest request = Child(request_id);
  request.clear_accompanying_adults();
  request.mutable_identity()->set_name_full(name);
  if (mother.empty()) return request;
  v1::NewClaim& claim = *request.add_further_claims();
  *claim.mutable_source() = request.source();
  v1::FamilyMember& member = *claim.mutable_claim()->mutable_family_member();
  member.set_family_member_id("m");
  member.set_relation_name(mother);
  member.set_relation(v1::FAMILY_RELATIONSHIP_MOTHER);
  return request;
}

class FamilyAlikeTest : public RegistrarTest {
 protected:
  // Who may be the same child as one who is registered now.
  v1::RegisterChildResponse AlikeTo(const std::string& name,
                                    const std::string& mother) {
    auto response = Register(
        ChildOf(name, mother, "later-request-" + std::to_string(++requests_)));
    EXPECT_OK(response);
    return response.ok() ? *response : v1::RegisterChildResponse();
  }

  int requests_ = 0;
};

TEST_F(FamilyAlikeTest, AMotherMakesItLikelier) {
  const std::string id =
      Registered(ChildOf("Solomiya Tkachenko", "Oksana Bondar", "request-1"));
  const auto with = AlikeTo("Solomia Tkatschenko", "Oxana Bondar");
  ASSERT_THAT(with.possible_duplicates(), SizeIs(1));
  EXPECT_EQ(with.possible_duplicates(0).record().record_id(), id);
  EXPECT_THAT(with.possible_duplicates(0).evidence(),
              Contains(Property(&v1::MatchEvidence::field, "relative")));
  const auto without = AlikeTo("Solomia Tkatschenko", "");
  for (const v1::RecordMatch& match : without.possible_duplicates()) {
    if (match.record().record_id() != id) continue;
    EXPECT_GT(with.possible_duplicates(0).score_millibits(),
              match.score_millibits() + 3000);
    return;
  }
  FAIL() << "is not found without her mother";
}

TEST_F(FamilyAlikeTest, AChildWithoutANameIsFoundByHerMother) {
  const std::string id = Registered(ChildOf("", "Oksana Bondar", "request-1"));
  EXPECT_THAT(AlikeTo("Daryna Lysenko", "").possible_duplicates(), IsEmpty());
  const auto found = AlikeTo("Halyna Kovalenko", "Oksana Bondar");
  ASSERT_THAT(found.possible_duplicates(), SizeIs(1));
  EXPECT_EQ(found.possible_duplicates(0).record().record_id(), id);
}

TEST_F(FamilyAlikeTest, WhomARecordNamesIsNotComparedWhereItMayNotBeRead) {
  kit_.Adopt(Hold({v1::CATEGORY_FAMILY}));
  v1::RegisterChildRequest hidden = ChildOf("", "Oksana Bondar", "request-1");
  hidden.mutable_location_protection()->set_state(v1::PROTECT_LOCATION_OFF);
  const std::string id = Registered(hidden);
  v1::AddClaimRequest protect = SightingOf(id, "request-2");
  protect.mutable_new_claim()
      ->mutable_claim()
      ->mutable_location_protection()
      ->set_state(v1::PROTECT_LOCATION_ON);
  ASSERT_THAT(
      AlikeTo("Halyna Kovalenko", "Oksana Bondar").possible_duplicates(),
      SizeIs(1));
  ASSERT_OK(Add(protect));
  const auto found = AlikeTo("Daryna Lysenko", "Oksana Bondar");
  for (const v1::RecordMatch& match : found.possible_duplicates()) {
    EXPECT_NE(match.record().record_id(), id);
  }
}

}  // namespace
}  // namespace homeward::registration
