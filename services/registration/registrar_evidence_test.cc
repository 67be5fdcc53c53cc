// What the house rules let own staff do, and what each call leaves in the log.

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "auth/decision/grant.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/registration/registrar.h"
#include "services/registration/registrar_fixture.h"
#include "services/registration/test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::registration {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::SizeIs;

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

}  // namespace
}  // namespace homeward::registration
