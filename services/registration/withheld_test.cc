#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/registration_service.pb.h"
#include "services/registration/registrar_fixture.h"
#include "services/registration/test_kit.h"
#include "tests/testing/status_matchers.h"

// A rule that depends on the record holds for who writes to it as well.
namespace homeward::registration {
namespace {

using ::absl::StatusCode;
using ::google::protobuf::util::MessageDifferencer;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kAbsent[] =
    "agencies/north/children/00000000000000000000000000000000";
constexpr char kSource[] = "pfif.example/person.1";

// A child whose location is protected, with the number kSource.
v1::RegisterChildRequest Protected(const std::string& request_id) {
  v1::RegisterChildRequest request = Child(request_id);
  request.mutable_location_protection()->set_state(v1::PROTECT_LOCATION_ON);
  request.set_source_record_id(kSource);
  return request;
}

// The word that `record_id` need not be protected.
v1::AddClaimRequest Lift(const std::string& record_id,
                         const std::string& request_id) {
  v1::AddClaimRequest request = SightingOf(record_id, request_id);
  request.mutable_new_claim()
      ->mutable_claim()
      ->mutable_location_protection()
      ->set_state(v1::PROTECT_LOCATION_OFF);
  return request;
}

// By the house rules who searches for the missing may do nothing with a record
// that is protected; who locates for safety may.
class WithheldTest : public RegistrarTest {
 protected:
  WithheldTest() { kit_.Adopt(Hold()); }

  absl::StatusOr<v1::GetChildResponse> GetForSafety(const std::string& id) {
    v1::GetChildRequest request;
    request.set_record_id(id);
    request.set_purpose(v1::PURPOSE_LOCATE_SAFETY);
    return RegistrarKit::Await<v1::GetChildResponse>(
        [&](auto done) { kit_->GetChild(police_, request, done); });
  }
  int ClaimsOf(const std::string& id) {
    const auto child = GetForSafety(id);
    EXPECT_OK(child);
    return child.ok() ? child->record().claims_size() : -1;
  }
};

TEST_F(WithheldTest, NothingIsAddedAndItLooksAsIfThereWereNone) {
  const std::string id = Registered(Protected("request-1"));
  const auto refused = Add(Lift(id, "request-2"));
  EXPECT_THAT(refused, StatusIs(StatusCode::kNotFound));
  EXPECT_EQ(refused.status(), Add(Lift(kAbsent, "request-3")).status());
  EXPECT_EQ(ClaimsOf(id), 4);
  EXPECT_THAT(Get(id), StatusIs(StatusCode::kNotFound));
  // The log tells auditors which of the two it was.
  const auto log = kit_.Log();
  ASSERT_THAT(log, SizeIs(5));
  EXPECT_EQ(log[1].event.outcome(), v1::OUTCOME_DENIED);
  EXPECT_EQ(log[1].event.decision().reason(), v1::DECISION_REASON_PROHIBITED);
  EXPECT_THAT(log[1].event.decision().prohibitions(),
              ElementsAre("house@1/hold"));
  EXPECT_THAT(log[1].details.withheld_record_ids(), ElementsAre(id));
  EXPECT_EQ(log[2].event.outcome(), v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_THAT(log[2].details.withheld_record_ids(), IsEmpty());
}

TEST_F(WithheldTest, WhoMaySeeHerMayAddToHer) {
  const std::string id = Registered(Protected("request-1"));
  v1::AddClaimRequest lift = Lift(id, "request-2");
  lift.set_purpose(v1::PURPOSE_LOCATE_SAFETY);
  ASSERT_OK(Add(lift));
  EXPECT_OK(Add(SightingOf(id, "request-3")));
  EXPECT_EQ(ClaimsOf(id), 6);
}

TEST_F(WithheldTest, WhoCutsHerselfOffMayStillRepeatHerRequest) {
  const auto first = Register(Protected("request-1"));
  const auto again = Register(Protected("request-1"));
  ASSERT_OK(first);
  ASSERT_OK(again);
  EXPECT_TRUE(MessageDifferencer::Equals(*first, *again));
  EXPECT_EQ(RowsUnder("r/"), 1U);
}

TEST_F(WithheldTest, ReadingHerIsLikeReadingNone) {
  const std::string id = Registered(Protected("request-1"));
  const auto refused = Get(id);
  EXPECT_THAT(refused, StatusIs(StatusCode::kNotFound));
  EXPECT_EQ(refused.status(), Get(kAbsent).status());
  v1::GetPhotoRequest photo;
  photo.set_purpose(v1::PURPOSE_MISSING_SEARCH);
  photo.set_photo_id(std::string(32, '0'));
  const auto open = [&](const std::string& record_id) {
    photo.set_record_id(record_id);
    return RegistrarKit::Await<AttachmentContent>([&](auto done) {
             kit_->GetAttachment<PhotoKind>(police_, photo, done);
           })
        .status();
  };
  EXPECT_EQ(open(id), open(kAbsent));
}

// What comes of registering with a number three times, and whether it is made
// anew each time.
TEST_F(WithheldTest, HerNumberElsewhereTellsNothing) {
  const std::string held = Registered(Protected("request-1"));
  const auto story = [&](const std::string& number) {
    std::vector<std::string> told;
    for (int i = 0; i < 3; ++i) {
      v1::RegisterChildRequest request =
          Child(absl::StrCat("request-", number, "-", i));
      request.mutable_location_protection()->set_state(
          v1::PROTECT_LOCATION_OFF);
      request.set_source_record_id(number == "known" ? kSource : "another/1");
      const auto response = Register(request);
      EXPECT_OK(response);
      EXPECT_NE(response->record_id(), held);
      told.push_back(absl::StrCat(response->created() ? "made" : "added to",
                                  " ", response->claim_ids_size(), " alike ",
                                  response->possible_duplicates_size()));
    }
    return told;
  };
  const std::vector<std::string> known = story("known");
  EXPECT_THAT(known, ElementsAre("made 4 alike 0", "added to 0 alike 0",
                                 "added to 0 alike 0"));
  EXPECT_EQ(ClaimsOf(held), 4);
  EXPECT_THAT(kit_.Log()[1].details.withheld_record_ids(), ElementsAre(held));
  EXPECT_EQ(story("unknown")[0], "made 4 alike 1");  // Alike to the one above.
}

TEST_F(WithheldTest, FactsAloneDoNotTellThatSheIsThere) {
  const std::string held = Registered(Protected("request-1"));
  v1::RegisterChildRequest facts;
  facts.set_request_id("request-2");
  facts.set_purpose(v1::PURPOSE_MISSING_SEARCH);
  facts.set_source_record_id(kSource);
  *facts.add_further_claims() = Lift("", "").new_claim();
  const auto refused = Register(facts);
  facts.set_request_id("request-3");
  facts.set_source_record_id("another/1");
  EXPECT_THAT(refused, StatusIs(StatusCode::kNotFound));
  EXPECT_EQ(refused.status(), Register(facts).status());
  EXPECT_EQ(ClaimsOf(held), 4);
}

TEST_F(WithheldTest, OneCategoryMayBeWithheldFromWriters) {
  kit_.Adopt(Hold({v1::CATEGORY_CONSENT}));
  const std::string id = Registered(Protected("request-1"));
  EXPECT_OK(Add(SightingOf(id, "request-2")));
  EXPECT_THAT(Add(Lift(id, "request-3")), StatusIs(StatusCode::kNotFound));
  EXPECT_EQ(kit_.Log().back().event.decision().reason(),
            v1::DECISION_REASON_PROHIBITED);
  EXPECT_EQ(ClaimsOf(id), 5);
}

}  // namespace
}  // namespace homeward::registration
