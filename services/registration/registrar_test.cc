#include "services/registration/registrar.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/registration/registrar_fixture.h"
#include "tests/testing/status_matchers.h"

namespace homeward::registration {
namespace {

using ::absl::StatusCode;
using ::google::protobuf::util::MessageDifferencer;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(RegistrarTest, RegistersAChildAndShowsHer) {
  auto response = Register(Child("request-1"));
  ASSERT_OK(response);
  EXPECT_TRUE(response->created());
  EXPECT_THAT(response->claim_ids(), SizeIs(3));
  EXPECT_THAT(response->possible_duplicates(), IsEmpty());
  auto child = Get(response->record_id());
  ASSERT_OK(child);
  ASSERT_THAT(child->record().claims(), SizeIs(3));
  const v1::Claim& identity = child->record().claims(0);
  EXPECT_EQ(identity.identity().name_full(), "Solomiya Tkachenko");
  EXPECT_EQ(identity.source_agency_id(), "north");
  EXPECT_EQ(identity.source_time().seconds(), 1700000000);
  EXPECT_EQ(identity.entry_time().seconds(), 1800000000);
}

// A word of a caregiver about the record `record_id`.
v1::AddClaimRequest ConsentOf(const std::string& record_id,
                              const std::string& request_id,
                              const std::string& more) {
  v1::AddClaimRequest request = SightingOf(record_id, request_id);
  const v1::Consent consent = testing::TextProto(
      absl::StrCat("purpose: PURPOSE_TREAT given_by: CONSENT_GIVER_CAREGIVER "
                   "given_time { seconds: 1700000000 } ",
                   more));
  *request.mutable_new_claim()->mutable_claim()->mutable_consent() = consent;
  return request;
}

TEST_F(RegistrarTest, NewWordsAboutConsentAreActedOnWithTheirClaims) {
  const std::string id = Registered(Child("request-1"));
  EXPECT_THAT(kit_.words(), IsEmpty());
  EXPECT_EQ(kit_.consent_changes(), 0);
  const std::string revoked = "revoked_time { seconds: 1700000100 }";
  ASSERT_OK(Add(ConsentOf(id, "request-2", revoked)));
  ASSERT_THAT(kit_.words(), SizeIs(1));
  EXPECT_EQ(kit_.words()[0].record_id, id);
  EXPECT_EQ(kit_.words()[0].subject, "s-1");
  EXPECT_EQ(kit_.words()[0].consent.revoked_time().seconds(), 1700000100);
  EXPECT_EQ(kit_.consent_changes(), 1);
  // In one commit with the claim.
  EXPECT_EQ(RowsUnder("word"), 1);
  // The same word again is none.
  ASSERT_OK(Add(ConsentOf(id, "request-3", revoked)));
  EXPECT_THAT(kit_.words(), SizeIs(1));
  // Nor is one that is refused.
  EXPECT_FALSE(Add(ConsentOf("agencies/north/children/" + std::string(32, '0'),
                             "request-4", revoked))
                   .ok());
  EXPECT_THAT(kit_.words(), SizeIs(1));
  v1::RegisterChildRequest child = Child("request-5");
  *child.add_consents() =
      ConsentOf("", "", revoked).new_claim().claim().consent();
  const std::string other = Registered(child);
  ASSERT_THAT(kit_.words(), SizeIs(2));
  EXPECT_EQ(kit_.words()[1].record_id, other);
}

TEST_F(RegistrarTest, WhereSheComesFromIsActedOnWhenItIsLearntLater) {
  const int changes = kit_.consent_changes();
  v1::RegisterChildRequest child = Child("request-1");
  child.mutable_identity()->set_country_of_origin("SY");
  const std::string id = Registered(child);
  EXPECT_THAT(kit_.words(), IsEmpty());
  v1::AddClaimRequest request = SightingOf(id, "request-2");
  ASSERT_OK(Add(request));
  EXPECT_THAT(kit_.words(), IsEmpty());
  EXPECT_EQ(kit_.consent_changes(), changes);
  request.set_request_id("request-3");
  request.mutable_new_claim()
      ->mutable_claim()
      ->mutable_identity()
      ->set_country_of_origin("UA");
  ASSERT_OK(Add(request));
  ASSERT_THAT(kit_.words(), SizeIs(1));
  EXPECT_EQ(kit_.words()[0].record_id, id);
  EXPECT_EQ(kit_.consent_changes(), changes + 1);
}

TEST_F(RegistrarTest, ARepeatedRequestHappensOnce) {
  auto first = Register(Child("request-1"));
  auto again = Register(Child("request-1"));
  ASSERT_OK(first);
  ASSERT_OK(again);
  EXPECT_TRUE(MessageDifferencer::Equals(*first, *again));
  EXPECT_EQ(RowsUnder("r/"), 1U);
  v1::RegisterChildRequest other = Child("request-1");
  other.mutable_identity()->set_sex(v1::SEX_MALE);
  EXPECT_THAT(Register(other), StatusIs(StatusCode::kAlreadyExists));
  EXPECT_THAT(Add(SightingOf(first->record_id(), "request-1")),
              StatusIs(StatusCode::kAlreadyExists));
  EXPECT_THAT(kit_.Log(), SizeIs(4));
}

TEST_F(RegistrarTest, RefusesWhoIsSurelyAnAdultAndNobodyElse) {
  v1::RegisterChildRequest request = Child("request-1");
  request.mutable_identity()->mutable_date_of_birth()->set_year(1990);
  EXPECT_THAT(Register(request), StatusIs(StatusCode::kFailedPrecondition));
  request.mutable_identity()->clear_date_of_birth();
  v1::AgeRange& age = *request.mutable_identity()->mutable_age();
  age.set_min_years(17);
  age.set_max_years(19);
  age.set_estimated(true);
  EXPECT_OK(Register(request));
  request.set_request_id("request-2");
  age.set_min_years(0);
  age.set_max_years(0);
  auto baby = Register(request);
  ASSERT_OK(baby);
  const auto read = Get(baby->record_id());
  EXPECT_TRUE(read->record().claims(0).identity().age().has_min_years());
  EXPECT_EQ(read->record().claims(0).identity().age().max_years(), 0);
}

TEST_F(RegistrarTest, PointsToWhoMayBeTheSameChild) {
  const std::string id = Registered(Child("request-1"));
  v1::RegisterChildRequest request = Child("request-2");
  request.mutable_identity()->set_name_full("Tkachenko Solomiya");
  auto second = Register(request);
  ASSERT_OK(second);
  EXPECT_TRUE(second->created());
  ASSERT_THAT(second->possible_duplicates(), SizeIs(1));
  EXPECT_EQ(second->possible_duplicates(0).record().record_id(), id);
  // What was shown of another child is in the log.
  EXPECT_THAT(kit_.Log().back().details.record_ids(),
              ::testing::UnorderedElementsAre(id, second->record_id()));
}

TEST_F(RegistrarTest, AddsAClaimOnce) {
  const std::string id = Registered(Child("request-1"));
  auto first = Add(SightingOf(id, "request-2"));
  ASSERT_OK(first);
  EXPECT_TRUE(first->added());
  auto known = Add(SightingOf(id, "request-3"));
  ASSERT_OK(known);
  EXPECT_FALSE(known->added());
  EXPECT_EQ(known->claim_id(), first->claim_id());
  EXPECT_THAT(Get(id)->record().claims(), SizeIs(4));
}

TEST_F(RegistrarTest, NamesTheFieldAndNeverTheValue) {
  const std::string id = Registered(Child("request-1"));
  v1::AddClaimRequest request = SightingOf(id, "request-2");
  request.mutable_new_claim()
      ->mutable_claim()
      ->mutable_sighting()
      ->mutable_place()
      ->set_country_code("Canary");
  const auto refused = Add(request);
  EXPECT_THAT(refused,
              StatusIs(StatusCode::kInvalidArgument,
                       HasSubstr("new_claim.sighting.place.country_code: ")));
  EXPECT_FALSE(absl::StrContains(refused.status().message(), "Canary"));
  EXPECT_THAT(Get(id)->record().claims(), SizeIs(3));
}

TEST_F(RegistrarTest, WritersAtOneTimeLoseNothing) {
  const std::string id = Registered(Child("request-1"));
  constexpr int kThreads = 3;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      v1::AddClaimRequest request =
          SightingOf(id, absl::StrCat("request-1", i));
      request.mutable_new_claim()
          ->mutable_claim()
          ->mutable_sighting()
          ->set_sighting_id(absl::StrCat("s-", i));
      EXPECT_OK(Add(request));
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(Get(id)->record().claims(), SizeIs(3 + kThreads));
}

}  // namespace
}  // namespace homeward::registration
