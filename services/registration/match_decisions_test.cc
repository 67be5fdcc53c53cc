// What people decide of matches, on real storage.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/match.pb.h"
#include "homeward/v1/match_service.pb.h"
#include "services/matching/match_state.h"
#include "services/registration/registrar_fixture.h"
#include "services/registration/test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::registration {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kOthers[] =
    "agencies/south/children/0123456789abcdef0123456789abcdef";

v1::DecideMatchRequest Reject(const std::string& candidate) {
  v1::DecideMatchRequest request;
  request.set_purpose(v1::PURPOSE_MISSING_SEARCH);
  request.mutable_child()->mutable_name()->set_full_name("Solomiya Tkachenko");
  request.set_candidate_record_id(candidate);
  request.set_verdict(v1::MATCH_VERDICT_REJECTED);
  request.set_reason(v1::MATCH_REASON_FAMILY_SAYS);
  return request;
}

v1::DecideMatchRequest RejectOf(const std::string& own,
                                const std::string& candidate) {
  v1::DecideMatchRequest request = Reject(candidate);
  request.mutable_child()->set_record_id(own);
  return request;
}

class MatchDecisionsTest : public RegistrarTest {
 protected:
  absl::StatusOr<v1::DecideMatchResponse> Decide(
      const v1::DecideMatchRequest& request, const auth::Caller& caller) {
    return RegistrarKit::Await<v1::DecideMatchResponse>(
        [&](auto done) { kit_->DecideMatch(caller, request, done); });
  }
  absl::StatusOr<v1::DecideMatchResponse> Decide(
      const v1::DecideMatchRequest& request) {
    return Decide(request, police_);
  }
  absl::StatusOr<v1::ListMatchesResponse> List(const v1::ChildDescriptor& child,
                                               const auth::Caller& caller) {
    v1::ListMatchesRequest request;
    request.set_purpose(v1::PURPOSE_MISSING_SEARCH);
    *request.mutable_child() = child;
    return RegistrarKit::Await<v1::ListMatchesResponse>(
        [&](auto done) { kit_->ListMatches(caller, request, done); });
  }
};

TEST_F(MatchDecisionsTest, SaysWhoDecidedWhatWhenAndWhy) {
  const auto decided = Decide(Reject(kOthers));
  ASSERT_OK(decided);
  EXPECT_EQ(decided->match().state(), v1::MATCH_STATE_REJECTED);
  const auto listed = List(Reject(kOthers).child(), police_);
  ASSERT_OK(listed);
  ASSERT_THAT(listed->matches(), SizeIs(1));
  const v1::DecidedMatch& match = listed->matches(0);
  EXPECT_EQ(match.candidate_record_id(), kOthers);
  ASSERT_THAT(match.decisions(), SizeIs(1));
  EXPECT_EQ(match.decisions(0).subject(), police_.staff()->subject());
  EXPECT_EQ(match.decisions(0).reason(), v1::MATCH_REASON_FAMILY_SAYS);
  EXPECT_EQ(match.decisions(0).decide_time().seconds(),
            absl::ToUnixSeconds(kit_.now()));
}

TEST_F(MatchDecisionsTest, ThatPeopleDecidedIsInTheLog) {
  ASSERT_OK(Decide(Reject(kOthers)));
  const auto log = kit_.Log();
  ASSERT_THAT(log, SizeIs(1));
  EXPECT_EQ(log[0].event.kind(), v1::AUDIT_KIND_WRITTEN);
  EXPECT_EQ(log[0].event.outcome(), v1::OUTCOME_ANSWERED);
  EXPECT_THAT(log[0].details.record_ids(), ElementsAre(kOthers));
  EXPECT_EQ(log[0].details.match_verdict(), v1::MATCH_VERDICT_REJECTED);
}

TEST_F(MatchDecisionsTest, TheSameWordsInAnotherOrderAreTheSameChild) {
  ASSERT_OK(Decide(Reject(kOthers)));
  v1::ChildDescriptor child;
  child.mutable_name()->set_full_name("TKACHENKO solomiya");
  EXPECT_THAT(List(child, police_)->matches(), SizeIs(1));
  child.mutable_name()->set_birth_year(2018);
  EXPECT_THAT(List(child, police_)->matches(), IsEmpty());
}

TEST_F(MatchDecisionsTest, WhoMayNotWriteDecidesNothing) {
  EXPECT_THAT(Decide(Reject(kOthers), officer_),
              StatusIs(StatusCode::kPermissionDenied));
  EXPECT_THAT(List(Reject(kOthers).child(), officer_),
              StatusIs(StatusCode::kPermissionDenied));
  EXPECT_THAT(List(Reject(kOthers).child(), police_)->matches(), IsEmpty());
}

TEST_F(MatchDecisionsTest, WhatIsMalformedIsRefused) {
  for (const auto& spoil :
       {+[](v1::DecideMatchRequest* r) { r->clear_child(); },
        +[](v1::DecideMatchRequest* r) { r->set_candidate_record_id("x"); },
        +[](v1::DecideMatchRequest* r) { r->clear_verdict(); },
        +[](v1::DecideMatchRequest* r) { r->clear_reason(); },
        +[](v1::DecideMatchRequest* r) {
          r->set_reason(static_cast<v1::MatchReason>(99));
        },
        +[](v1::DecideMatchRequest* r) {
          r->mutable_child()->set_record_id(r->candidate_record_id());
        }}) {
    v1::DecideMatchRequest request = Reject(kOthers);
    spoil(&request);
    EXPECT_THAT(Decide(request), StatusIs(StatusCode::kInvalidArgument));
  }
}

TEST_F(MatchDecisionsTest, OnlyAnOwnRecordIsAChildOfOnesOwn) {
  const std::string absent =
      "agencies/north/children/0123456789abcdef0123456789abcdef";
  EXPECT_THAT(Decide(RejectOf(absent, kOthers)),
              StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(Decide(Reject(absent)), StatusIs(StatusCode::kNotFound));
  v1::ChildDescriptor child;
  child.set_record_id(kOthers);
  EXPECT_THAT(List(child, police_), StatusIs(StatusCode::kNotFound));
}

TEST_F(MatchDecisionsTest, AWithheldRecordIsToldAsAbsent) {
  const std::string own = Registered(Child("request-1"));
  kit_.Adopt(Hold());
  EXPECT_THAT(Decide(RejectOf(own, kOthers)), StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(Decide(Reject(own)), StatusIs(StatusCode::kNotFound));
  EXPECT_THAT(kit_.Log().back().details.withheld_record_ids(),
              ElementsAre(own));
}

TEST_F(MatchDecisionsTest, ARejectedDuplicateIsNotShownAgainForEither) {
  v1::RegisterChildRequest first = Child("request-1");
  first.set_source_record_id("pfif/1");
  v1::RegisterChildRequest second = Child("request-2");
  second.set_source_record_id("pfif/2");
  const std::string one = Registered(first);
  const std::string other = Registered(second);
  const auto again = [&](v1::RegisterChildRequest request,
                         const std::string& id) {
    request.set_request_id(id);
    auto response = Register(request);
    EXPECT_OK(response);
    return *response;
  };
  const auto before = again(first, "request-3");
  ASSERT_THAT(before.possible_duplicates(), SizeIs(1));
  EXPECT_EQ(before.possible_duplicates(0).record().record_id(), other);
  EXPECT_EQ(before.possible_duplicates(0).state(), v1::MATCH_STATE_PROPOSED);
  EXPECT_GT(before.possible_duplicates(0).evidence_size(), 3);
  ASSERT_OK(Decide(RejectOf(one, other)));
  const auto after = again(first, "request-4");
  EXPECT_THAT(after.possible_duplicates(), IsEmpty());
  EXPECT_EQ(after.rejected_duplicate_count(), 1);
  const auto reverse = again(second, "request-5");
  EXPECT_THAT(reverse.possible_duplicates(), IsEmpty());
  EXPECT_EQ(reverse.rejected_duplicate_count(), 1);
  // A third child may still be either.
  EXPECT_THAT(again(Child("request-6"), "request-6").possible_duplicates(),
              SizeIs(2));
}

// So a question about another agency's record finds the own one.
TEST_F(MatchDecisionsTest, WhatIsSaidOfAnOwnChildIsSaidOfTheOtherRecordToo) {
  const std::string own = Registered(Child("request-1"));
  ASSERT_OK(Decide(RejectOf(own, kOthers)));
  const auto known = kit_.matches().Find(absl::StrCat("record:", kOthers));
  ASSERT_OK(known);
  EXPECT_EQ(matching::StateOf(own, known->matches), v1::MATCH_STATE_REJECTED);
}

TEST_F(MatchDecisionsTest, WhatIsNotDurableIsNotSaid) {
  kit_.StopWriting();
  EXPECT_FALSE(Decide(Reject(kOthers)).ok());
}

}  // namespace
}  // namespace homeward::registration
