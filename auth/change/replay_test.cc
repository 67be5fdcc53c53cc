#include "auth/change/replay.h"

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "auth/testing/signed_mous.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/decide.pb.h"
#include "homeward/v1/evidence_service.pb.h"
#include "homeward/v1/mou_change.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::StatusIs;
using ::homeward::testing::TextProto;
using ::testing::SizeIs;

constexpr int kStart = 1000;

// An MOU of a and b that shows these fields from `start` on.
std::shared_ptr<const ActiveSet> Showing(const std::vector<std::string>& fields,
                                         int start = kStart) {
  v1::Mou mou =
      testing::Permitting(testing::Document("m", absl::FromUnixSeconds(start),
                                            absl::FromUnixSeconds(9000)),
                          fields);
  mou.add_party_agency_ids("a");
  mou.add_party_agency_ids("b");
  const v1::Mou charter = testing::Document("charter", absl::UnixEpoch(),
                                            absl::FromUnixSeconds(9000));
  auto set = ActiveSet::Build(testing::AsCharter(charter),
                              {testing::SignedByAll(mou)}, {});
  EXPECT_OK(set);
  return *set;
}

v1::DecideRequest Question(const std::string& requester,
                           const std::string& owner) {
  v1::DecideRequest question = TextProto(R"pb(
    request {
      requester_kind: AGENCY_KIND_POLICE
      roles: ROLE_POLICE_MISSING
      purpose: PURPOSE_MISSING_SEARCH
      action: ACTION_LOCATE
      mou_id: "m"
    }
    facts {
      facts { fact: FACT_LOCATION_PROTECTED truth: TRUTH_FALSE }
      facts { fact: FACT_ADOPTION_HOLD truth: TRUTH_FALSE }
    }
    time { seconds: 1 }
  )pb");
  question.mutable_request()->set_requester_agency_id(requester);
  question.mutable_request()->set_owner_agency_id(owner);
  return question;
}

TEST(ReplayTest, CountsWhatChangesByFieldAndPair) {
  Replay replay(Showing({"identity.sex"}),
                Showing({"identity.sex", "identity.age_band"}),
                absl::FromUnixSeconds(2000));
  ASSERT_OK(replay.Add(Question("a", "b")));
  ASSERT_OK(replay.Add(Question("b", "a")));
  ASSERT_OK(replay.Add(Question("b", "a")));
  ASSERT_OK(replay.Add(Question("c", "a")));  // No party.
  const v1::ReplayReport report = replay.Report();
  EXPECT_EQ(report.decisions(), 4);
  EXPECT_EQ(report.changed(), 3);
  ASSERT_THAT(report.changes(), SizeIs(2));
  EXPECT_EQ(report.changes(0).owner_agency_id(), "a");
  EXPECT_EQ(report.changes(0).requester_agency_id(), "b");
  EXPECT_EQ(report.changes(0).decisions(), 2);
  EXPECT_EQ(report.changes(0).field().field_path(), "identity.age_band");
  EXPECT_EQ(report.changes(0).field().before().outcome(),
            v1::FIELD_OUTCOME_DROP);
  EXPECT_EQ(report.changes(0).field().after().outcome(),
            v1::FIELD_OUTCOME_CLEAR);
}

// Two records of which the same was known, and a question that came to none.
TEST(ReplayTest, CountsTheRecordsOfAPastDecision) {
  Replay replay(Showing({"identity.sex"}), ActiveSet::DenyAll(),
                absl::FromUnixSeconds(2000));
  v1::PastDecision decision;
  *decision.mutable_request() = Question("a", "b").request();
  *decision.mutable_facts() = Question("a", "b").facts();
  decision.mutable_time()->set_seconds(1);
  decision.set_records(2);
  ASSERT_OK(replay.Add(decision));
  decision.set_records(0);
  ASSERT_OK(replay.Add(decision));
  replay.AddUnknown(3);
  const v1::ReplayReport report = replay.Report();
  EXPECT_EQ(report.decisions(), 3);
  EXPECT_EQ(report.changed(), 3);
  EXPECT_EQ(report.without_record(), 1);
  EXPECT_EQ(report.unknown(), 3);
  ASSERT_THAT(report.changes(), SizeIs(1));
  EXPECT_EQ(report.changes(0).decisions(), 3);
  decision.clear_time();
  EXPECT_THAT(replay.Add(decision),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(replay.Report().without_record(), 1);
}

TEST(ReplayTest, TheSameMousChangeNothing) {
  Replay replay(Showing({"identity.sex"}), Showing({"identity.sex"}),
                absl::FromUnixSeconds(2000));
  ASSERT_OK(replay.Add(Question("a", "b")));
  EXPECT_EQ(replay.Report().changed(), 0);
  EXPECT_THAT(replay.Report().changes(), SizeIs(0));
}

TEST(ReplayTest, AnMouThatBeginsLaterIsTriedOnWhatWasAskedBefore) {
  const auto later = Showing({"identity.sex"}, /*start=*/5000);
  Replay replay(ActiveSet::DenyAll(), later, absl::FromUnixSeconds(5000));
  ASSERT_OK(replay.Add(Question("a", "b")));
  EXPECT_EQ(replay.Report().changed(), 1);
}

TEST(ReplayTest, WhatIsNoQuestionIsRefused) {
  Replay replay(ActiveSet::DenyAll(), ActiveSet::DenyAll(), absl::UnixEpoch());
  EXPECT_THAT(replay.Add(v1::DecideRequest()),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(replay.Report().decisions(), 0);
}

}  // namespace
}  // namespace homeward::auth
