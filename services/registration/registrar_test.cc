#include "services/registration/registrar.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/decision/grant.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "services/registration/registrar_fixture.h"
#include "services/registration/test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::registration {
namespace {

using ::absl::StatusCode;
using ::google::protobuf::util::MessageDifferencer;
using ::homeward::testing::IsOk;
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

// A report that `record_id` is missing, of which `status_change` is the last
// step.
v1::AddClaimRequest MissingOf(const std::string& record_id,
                              const std::string& request_id,
                              const std::string& status_change) {
  v1::AddClaimRequest request = SightingOf(record_id, request_id);
  *request.mutable_new_claim()->mutable_claim()->mutable_missing_report() =
      v1::MissingReport(testing::TextProto(absl::StrCat(
          "report_id: 'r-1' status_changes { status: MISSING_STATUS_SEARCHING "
          "change_time { seconds: 1700000500 } } status_changes { change_time "
          "{ seconds: 1700000600 } ",
          status_change, " }")));
  return request;
}
std::string AccountedForBy(const std::string& copy_id) {
  return absl::StrCat(
      "status: MISSING_STATUS_ACCOUNTED_FOR guardian_confirmed: true "
      "answer_copy_id: '",
      copy_id, "'");
}

// P-SAFE-ANSWER: a person says so, and names an answer that does.
TEST_F(RegistrarTest, SheIsAccountedForOnlyByAnAnswerThatSaysThatSheIsSafe) {
  const std::string id = Registered(Child("request-1"));
  kit_.SaysSafe("copy-1");
  const auto by_another =
      Add(MissingOf(id, "request-2", AccountedForBy("copy-2")));
  EXPECT_THAT(by_another, StatusIs(StatusCode::kFailedPrecondition,
                                   HasSubstr("answer_copy_id")));
  EXPECT_EQ(Get(id)->record().claims_size(), 3);
  ASSERT_OK(Add(MissingOf(id, "request-3", AccountedForBy("copy-1"))));
  const auto child = Get(id);
  ASSERT_OK(child);
  ASSERT_THAT(child->record().claims(), SizeIs(4));
  const auto& changes =
      child->record().claims(3).missing_report().status_changes();
  ASSERT_THAT(changes, SizeIs(2));
  EXPECT_EQ(changes[1].status(), v1::MISSING_STATUS_ACCOUNTED_FOR);
  EXPECT_EQ(changes[1].answer_copy_id(), "copy-1");
}

// A report that was written before says since when she is missing: by a check
// before that nobody is accounted for, however the answer is given.
TEST_F(RegistrarTest, AnAnswerFromBeforeSheWentMissingAccountsForNobody) {
  const std::string id = Registered(Child("request-1"));
  v1::AddClaimRequest report =
      MissingOf(id, "request-2", "status: MISSING_STATUS_SEARCHING");
  report.mutable_new_claim()
      ->mutable_claim()
      ->mutable_missing_report()
      ->mutable_missing_since()
      ->set_seconds(1700000400);
  ASSERT_OK(Add(report));
  const v1::AddClaimRequest step =
      MissingOf(id, "request-3", AccountedForBy("copy-1"));
  kit_.SaysSafe("copy-1", absl::FromUnixSeconds(1700000399));
  EXPECT_THAT(Add(step), StatusIs(StatusCode::kFailedPrecondition,
                                  HasSubstr("since she went missing")));
  kit_.SaysSafe("copy-1", absl::FromUnixSeconds(1700000400));
  EXPECT_OK(Add(step));
}

// The answer is kept for a while only; what was said by it stays.
TEST_F(RegistrarTest, OnlyTheLastStepMustHaveItsAnswer) {
  const std::string id = Registered(Child("request-1"));
  v1::AddClaimRequest request =
      MissingOf(id, "request-2", AccountedForBy("copy-gone"));
  v1::MissingStatusChange& closed = *request.mutable_new_claim()
                                         ->mutable_claim()
                                         ->mutable_missing_report()
                                         ->add_status_changes();
  closed.set_status(v1::MISSING_STATUS_CLOSED);
  closed.mutable_change_time()->set_seconds(1700000700);
  EXPECT_OK(Add(request));
}

TEST_F(RegistrarTest, ARegisteredChildIsAccountedForAsStrictly) {
  v1::RegisterChildRequest request = Child("request-1");
  v1::NewClaim& further = *request.add_further_claims();
  further = MissingOf("", "", AccountedForBy("copy-1")).new_claim();
  EXPECT_THAT(Register(request), StatusIs(StatusCode::kFailedPrecondition));
  kit_.SaysSafe("copy-1");
  request.set_request_id("request-2");
  EXPECT_OK(Register(request));
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

TEST_F(RegistrarTest, EveryCallLeavesAnEntryThatNamesNobody) {
  const std::string id = Registered(Child("request-1"));
  ASSERT_OK(Get(id));
  const auto log = kit_.Log();
  ASSERT_THAT(log, SizeIs(2));
  EXPECT_EQ(log[0].event.kind(), v1::AUDIT_KIND_WRITTEN);
  EXPECT_EQ(log[0].event.decision().reason(), v1::DECISION_REASON_PERMITTED);
  EXPECT_EQ(log[0].event.decision().mou(), "house@1");
  EXPECT_EQ(log[0].details.record_ids(0), id);
  EXPECT_EQ(log[0].details.subject(), "s-1");
  EXPECT_EQ(log[1].event.kind(), v1::AUDIT_KIND_READ);
  EXPECT_EQ(log[1].event.outcome(), v1::OUTCOME_ANSWERED);
  EXPECT_THAT(log[1].details.disclosed_fields(),
              ::testing::Contains("identity.name_full"));
  for (const auto& entry : log) {
    EXPECT_FALSE(absl::StrContains(entry.event.SerializeAsString(), "s-1"));
    EXPECT_FALSE(absl::StrContains(entry.event.SerializeAsString(), id));
  }
}

TEST_F(RegistrarTest, WithoutAPermitNothingIsWrittenButTheDenial) {
  v1::RegisterChildRequest invalid = Child("request-1");
  invalid.clear_identity();
  // Denied before the request is looked at: the text says nothing of it.
  for (const v1::RegisterChildRequest& request :
       {Child("request-1"), invalid}) {
    const auto denied = RegistrarKit::Await<v1::RegisterChildResponse>(
        [&](auto done) { kit_->RegisterChild(officer_, request, done); });
    EXPECT_THAT(denied, StatusIs(StatusCode::kPermissionDenied,
                                 std::string(auth::kDenialText)));
  }
  EXPECT_EQ(RowsUnder("r/"), 0U);
  EXPECT_EQ(RowsUnder("q/"), 0U);
  const auto log = kit_.Log();
  ASSERT_THAT(log, SizeIs(2));
  EXPECT_EQ(log[0].event.outcome(), v1::OUTCOME_DENIED);
}

TEST_F(RegistrarTest, WhoMayWriteMayNotWriteEveryCategory) {
  v1::RegisterChildRequest request = Child("request-1");
  v1::DocumentNumber* shown =
      request.mutable_crossing_event()->add_documents_shown();
  shown->set_type(v1::DOCUMENT_TYPE_PASSPORT);
  shown->set_number("X1");
  EXPECT_THAT(Register(request), StatusIs(StatusCode::kPermissionDenied,
                                          std::string(auth::kDenialText)));
  const std::string id = Registered(Child("request-2"));
  v1::AddClaimRequest added = SightingOf(id, "request-3");
  *added.mutable_new_claim()->mutable_claim()->mutable_crossing_event() =
      request.crossing_event();
  EXPECT_THAT(Add(added), StatusIs(StatusCode::kPermissionDenied));
  const auto log = kit_.Log();
  ASSERT_THAT(log, SizeIs(3));
  EXPECT_EQ(log[0].event.outcome(), v1::OUTCOME_DENIED);
  EXPECT_EQ(log[1].event.outcome(), v1::OUTCOME_ANSWERED);
  EXPECT_EQ(log[2].event.outcome(), v1::OUTCOME_DENIED);
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

TEST_F(RegistrarTest, UnknownRecordsAreNotFoundAndLeaveAnEntry) {
  const std::string id =
      absl::StrCat("agencies/north/children/", std::string(32, '0'));
  EXPECT_THAT(Get(id), StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(Add(SightingOf(id, "request-2")),
              StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(Get("x"), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(kit_.Log(), SizeIs(3));
}

TEST_F(RegistrarTest, ShowsOnlyWhatTheHouseRulesLet) {
  const std::string id = Registered(Child("request-1"));
  v1::AddClaimRequest request = SightingOf(id, "request-2");
  v1::NewClaim& claim = *request.mutable_new_claim();
  claim.mutable_claim()->mutable_health_summary()->add_problems()->set_display(
      "Asthma");
  ASSERT_OK(Add(request));
  const auto child = Get(id);
  ASSERT_OK(child);
  EXPECT_THAT(child->record().claims(), SizeIs(3));
  for (const v1::Claim& shown : child->record().claims()) {
    EXPECT_FALSE(shown.has_health_summary());
  }
}

TEST_F(RegistrarTest, WithoutEvidenceNothingIsShownOrChanged) {
  const std::string id = Registered(Child("request-1"));
  kit_.StopWriting();
  EXPECT_THAT(Get(id), StatusIs(StatusCode::kUnavailable));
  EXPECT_THAT(Register(Child("request-2")), StatusIs(StatusCode::kUnavailable));
  EXPECT_THAT(Add(SightingOf(id, "request-3")),
              StatusIs(StatusCode::kUnavailable));
  // Not even that it is denied.
  v1::GetChildRequest request;
  request.set_record_id(id);
  const auto denied = RegistrarKit::Await<v1::GetChildResponse>(
      [&](auto done) { kit_->GetChild(officer_, request, done); });
  EXPECT_THAT(denied, StatusIs(StatusCode::kUnavailable));
  EXPECT_EQ(RowsUnder("r/"), 1U);
  EXPECT_EQ(RowsUnder("q/"), 1U);
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
