#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "auth/mou/field_catalog.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/registration_service.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/registration/registrar_fixture.h"
#include "services/registration/test_kit.h"
#include "tests/testing/status_matchers.h"

// P-REGISTER: a registrar reads back for 30 days what her agency registered.
namespace homeward::registration {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSubsetOf;

constexpr absl::Duration kThirtyDays = absl::Hours(30 * 24);

class ReadBackTest : public RegistrarTest {
 protected:
  // What `caller` reads of `id`; an empty record if it fails.
  v1::ChildRecord Read(const auth::Caller& caller, const std::string& id) {
    v1::GetChildRequest request;
    request.set_record_id(id);
    request.set_purpose(v1::PURPOSE_MISSING_SEARCH);
    const auto child = RegistrarKit::Await<v1::GetChildResponse>(
        [&](auto done) { kit_->GetChild(caller, request, done); });
    EXPECT_OK(child);
    return child.ok() ? child->record() : v1::ChildRecord();
  }

  // The categories of the fields that the newest entry of the log says were
  // shown.
  std::set<v1::Category> ShownLast() {
    const auto& catalog = auth::FieldCatalog::Get();
    std::set<v1::Category> shown;
    const auto newest = kit_.Log().back();
    for (const auto& path : newest.details.disclosed_fields()) {
      shown.insert(catalog.category(*catalog.Find(path)));
    }
    return shown;
  }

  const auth::Caller registrar_ =
      federation_.CallerOf("north", v1::ROLE_IMM_REGISTRAR);
};

TEST_F(ReadBackTest, InFullForThirtyDays) {
  const std::string id = Registered(Child("request-1"));
  kit_.Advance(kThirtyDays);
  EXPECT_EQ(Read(registrar_, id).claims_size(), 3);
  EXPECT_TRUE(ShownLast().count(v1::CATEGORY_ADULTS) > 0);
  EXPECT_TRUE(ShownLast().count(v1::CATEGORY_LOC_EXACT) > 0);
  EXPECT_THAT(kit_.Log().back().event.decision().built_in_rules(), IsEmpty());
}

TEST_F(ReadBackTest, ThenOnlyWhoSheIs) {
  const std::string id = Registered(Child("request-1"));
  kit_.Advance(kThirtyDays + absl::Seconds(1));
  const v1::ChildRecord record = Read(registrar_, id);
  ASSERT_FALSE(record.claims().empty());
  EXPECT_EQ(record.claims(0).identity().name_full(), "Solomiya Tkachenko");
  EXPECT_FALSE(record.claims(0).identity().has_date_of_birth());
  EXPECT_THAT(ShownLast(), IsSubsetOf({v1::CATEGORY_EXIST, v1::CATEGORY_ID_MIN,
                                       v1::CATEGORY_PHOTO}));
  EXPECT_THAT(kit_.Log().back().event.decision().built_in_rules(),
              ElementsAre("P-REGISTER"));
}

TEST_F(ReadBackTest, AnotherRoleOfTheAgencyReadsOn) {
  const std::string id = Registered(Child("request-1"));
  kit_.Advance(kThirtyDays + absl::Seconds(1));
  EXPECT_EQ(Read(police_, id).claims_size(), 3);
}

// At another crossing she writes on, and it opens nothing again.
TEST_F(ReadBackTest, WhoAddsToHerLaterReadsNoMoreByIt) {
  const std::string id = Registered(Child("request-1"));
  kit_.Advance(kThirtyDays + absl::Seconds(1));
  const v1::AddClaimRequest sighting = SightingOf(id, "request-2");
  ASSERT_OK(RegistrarKit::Await<v1::AddClaimResponse>(
      [&](auto done) { kit_->AddClaim(registrar_, sighting, done); }));
  Read(registrar_, id);
  EXPECT_THAT(ShownLast(), IsSubsetOf({v1::CATEGORY_EXIST, v1::CATEGORY_ID_MIN,
                                       v1::CATEGORY_PHOTO}));
}

}  // namespace
}  // namespace homeward::registration
