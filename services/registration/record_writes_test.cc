#include "services/registration/record_writes.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/registration_service.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/registration/house_rules.h"
#include "services/registration/registrar_parts.h"
#include "services/registration/test_kit.h"
#include "storage/engine/batch.h"
#include "storage/engine/engine.h"
#include "storage/records/record_test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::registration {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);
constexpr char kNumber[] = "pfif.example/person.1";

v1::Claim Of(absl::Time since) {
  v1::Claim claim;
  claim.set_source_agency_id("north");
  claim.set_basis(v1::BASIS_OBSERVED);
  *claim.mutable_source_time() = auth::ToTimestamp(since);
  return claim;
}
v1::Claim Named() {
  v1::Claim claim = Of(kNow - absl::Hours(2));
  claim.mutable_identity()->set_name_full("Solomiya Tkachenko");
  return claim;
}
v1::Claim Seen() {
  v1::Claim claim = Of(kNow - absl::Hours(1));
  claim.mutable_sighting()->mutable_place()->set_country_code("PL");
  return claim;
}
v1::Claim Agreed() {
  v1::Claim claim = Of(kNow - absl::Hours(1));
  claim.mutable_consent()->set_purpose(v1::PURPOSE_MISSING_SEARCH);
  return claim;
}

class RecordWritesTest : public ::testing::Test {
 protected:
  RecordWritesTest() {
    parts_.records = kit_.records();
    parts_.revoke = [this](const std::string& record_id,
                           const std::vector<v1::Claim>& claims,
                           const std::string&, absl::Time, storage::Batch*) {
      for (size_t i = 0; i < claims.size(); ++i) revoked_.push_back(record_id);
      return absl::OkStatus();
    };
  }
  Ruling Allowed() {
    return Decide(HouseRules("north", kNow),
                  federation_.CallerOf("north", v1::ROLE_POLICE_MISSING),
                  v1::PURPOSE_MISSING_SEARCH, v1::ACTION_WRITE_RECORD, kNow);
  }
  absl::StatusOr<v1::RegisterChildResponse> Register(
      const std::vector<v1::Claim>& claims,
      const std::string& number = kNumber) {
    Ruling ruling = Allowed();
    v1::RegisterChildResponse response;
    storage::Batch batch;
    absl::Status written =
        WriteChild(parts_, number, claims, ruling, response, &batch);
    if (!written.ok()) return written;
    EXPECT_OK(
        kit_.engine()->Commit(batch, storage::Durability::kDurable).status);
    return response;
  }
  absl::StatusOr<v1::AddClaimResponse> Add(const std::string& record_id,
                                           const v1::Claim& claim) {
    Ruling ruling = Allowed();
    v1::AddClaimResponse response;
    storage::Batch batch;
    absl::Status written =
        WriteClaim(parts_, record_id, claim, ruling, response, &batch);
    if (!written.ok()) return written;
    EXPECT_OK(
        kit_.engine()->Commit(batch, storage::Durability::kDurable).status);
    return response;
  }

  const auth::testing::Federation federation_;
  storage::RecordTestKit kit_{storage::RecordTestKit::Disk::kMemory, "north"};
  RegistrarParts parts_;
  // The record of each word that was handed on to be acted on.
  std::vector<std::string> revoked_;
};

TEST_F(RecordWritesTest, MakesARecordOnceAndAddsWhatIsNew) {
  ASSERT_OK_AND_ASSIGN(const auto first, Register({Named(), Seen()}));
  EXPECT_TRUE(first.created());
  EXPECT_THAT(first.claim_ids(), SizeIs(2));
  EXPECT_THAT(*kit_.records()->FindSource(kNumber, kNow),
              ElementsAre(first.record_id()));
  ASSERT_OK_AND_ASSIGN(const auto again, Register({Named(), Agreed()}));
  EXPECT_FALSE(again.created());
  EXPECT_EQ(again.record_id(), first.record_id());
  EXPECT_THAT(again.claim_ids(), SizeIs(1));
  ASSERT_OK_AND_ASSIGN(const auto record,
                       kit_.records()->Load(first.record_id(), {}, kNow));
  EXPECT_THAT(record->claims(), SizeIs(3));
}

TEST_F(RecordWritesTest, WhoIsNotNamedIsAddedToARecordOrNotAtAll) {
  EXPECT_THAT(Register({Seen()}), StatusIs(StatusCode::kNotFound));
  ASSERT_OK(Register({Named()}));
  EXPECT_OK(Register({Seen()}));
  EXPECT_THAT(Add("agencies/north/children/0", Seen()),
              StatusIs(StatusCode::kNotFound));
}

TEST_F(RecordWritesTest, WhoWasErasedIsNotTakenInAgain) {
  parts_.was_erased = [](const std::string& number, absl::Time) {
    return absl::StatusOr<bool>(number == kNumber);
  };
  EXPECT_THAT(Register({Named()}), StatusIs(StatusCode::kFailedPrecondition));
  EXPECT_OK(Register({Named()}, "pfif.example/person.2"));
  EXPECT_OK(Register({Named()}, ""));
}

TEST_F(RecordWritesTest, OnlyANewWordTakesBack) {
  ASSERT_OK_AND_ASSIGN(const auto child, Register({Named(), Seen()}));
  EXPECT_THAT(revoked_, IsEmpty());
  ASSERT_OK_AND_ASSIGN(const auto added, Add(child.record_id(), Agreed()));
  EXPECT_TRUE(added.added());
  EXPECT_THAT(revoked_, ElementsAre(child.record_id()));
  ASSERT_OK_AND_ASSIGN(const auto again, Add(child.record_id(), Agreed()));
  EXPECT_FALSE(again.added());
  EXPECT_EQ(again.claim_id(), added.claim_id());
  EXPECT_THAT(revoked_, SizeIs(1));
}

// One whose key is lost was not erased: no second record takes her number.
TEST_F(RecordWritesTest, ADamagedRecordIsNotMadeAnew) {
  ASSERT_OK_AND_ASSIGN(const auto child, Register({Named()}));
  kit_.LoseKeyOf(child.record_id());
  parts_.records = kit_.records();
  EXPECT_THAT(Register({Named()}), StatusIs(StatusCode::kDataLoss));
}

TEST(TellWhoTest, TheFirstClaimDoesOrNone) {
  EXPECT_TRUE(TellWho({Named(), Seen()}));
  EXPECT_FALSE(TellWho({Seen(), Named()}));
  EXPECT_FALSE(TellWho({}));
}

TEST(MayTakeBackTest, ConsentAlwaysAndOriginOfARecordThatIsThere) {
  v1::Claim origin = Of(kNow);
  origin.mutable_identity()->set_country_of_origin("UA");
  for (const bool is_new : {true, false}) {
    EXPECT_TRUE(MayTakeBack(Agreed(), is_new));
    EXPECT_FALSE(MayTakeBack(Seen(), is_new));
    EXPECT_EQ(MayTakeBack(origin, is_new), !is_new);
  }
}

}  // namespace
}  // namespace homeward::registration
