#include "services/statistics/statistician.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "auth/decision/grant.h"
#include "auth/identity/caller.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/statistics_service.pb.h"
#include "services/statistics/period.h"
#include "services/statistics/test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::statistics {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class StatisticianTest : public ::testing::Test {
 protected:
  // Twelve children in one area, two of them small, and two in another.
  void SetUp() override {
    for (int i = 0; i < 10; ++i) Register("PL1465", "AGE_BAND_6_TO_11");
    for (int i = 0; i < 2; ++i) Register("PL1465", "AGE_BAND_0_TO_5");
    for (int i = 0; i < 2; ++i) Register("PL0201", "AGE_BAND_6_TO_11");
  }

  std::string Register(const std::string& area, const std::string& band,
                       const std::string& more = "") {
    const Period period = PeriodToCount(kit_.now());
    return kit_.Register(period.end - absl::Hours(1), area, band, more);
  }

  auth::Caller CallerAs(v1::Role role) const {
    return federation_.CallerOf("north", role);
  }
  absl::StatusOr<v1::CountChildrenResponse> Ask(
      v1::StatisticsTable table = v1::STATISTICS_TABLE_REGISTRATIONS) {
    return kit_.Ask(CallerAs(v1::ROLE_RESEARCH_ANALYST), table);
  }
  v1::AuditEvent LastEvent() { return kit_.Log().back().event; }

  const auth::testing::Federation federation_;
  StatisticianKit kit_{federation_.now};
};

TEST_F(StatisticianTest, TellsATableWithoutSmallCountsAndTheLogOfIt) {
  ASSERT_OK_AND_ASSIGN(const auto response, Ask());
  const v1::CountTable& table = response.table();
  EXPECT_EQ(table.total().total().children(), 14);
  for (const v1::CountRow& row : table.rows()) {
    for (const v1::Count& count : row.counts()) {
      EXPECT_TRUE(!count.has_children() || count.children() == 0 ||
                  count.children() >= 5);
    }
  }
  const auto log = kit_.Log();
  ASSERT_THAT(log, SizeIs(1));
  EXPECT_EQ(log[0].event.kind(), v1::AUDIT_KIND_COUNTED);
  EXPECT_EQ(log[0].event.statistics_table(),
            v1::STATISTICS_TABLE_REGISTRATIONS);
  EXPECT_EQ(log[0].event.outcome(), v1::OUTCOME_ANSWERED);
  EXPECT_EQ(log[0].event.purpose(), v1::PURPOSE_STATISTICS);
  EXPECT_EQ(log[0].event.decision().reason(), v1::DECISION_REASON_PERMITTED);
  EXPECT_THAT(log[0].event.roles(), ElementsAre(v1::ROLE_RESEARCH_ANALYST));
  EXPECT_EQ(log[0].details.subject(), "s-1");
}

TEST_F(StatisticianTest, WithoutItsEntryNothingIsTold) {
  kit_.StopWriting();
  EXPECT_THAT(Ask(), StatusIs(StatusCode::kUnavailable));
}

// Neither who comes nor who goes can be told by asking again.
TEST_F(StatisticianTest, TheSameTableIsTheSameBytesForTheWholeQuarter) {
  ASSERT_OK_AND_ASSIGN(const auto first, Ask());
  for (int i = 0; i < 7; ++i) Register("PL0201", "AGE_BAND_0_TO_5");
  kit_.Restart();
  kit_.now() += absl::Hours(24);
  ASSERT_OK_AND_ASSIGN(const auto again,
                       kit_.Ask(CallerAs(v1::ROLE_OVERSIGHT_AUDITOR),
                                v1::STATISTICS_TABLE_REGISTRATIONS));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  // Nor when the clock went ahead and back meanwhile.
  kit_.now() += absl::Hours(24 * 100);
  ASSERT_OK_AND_ASSIGN(const auto next, Ask());
  EXPECT_NE(next.SerializeAsString(), first.SerializeAsString());
  kit_.now() -= absl::Hours(24 * 100);
  ASSERT_OK_AND_ASSIGN(const auto back, Ask());
  EXPECT_EQ(back.SerializeAsString(), first.SerializeAsString());
}

// What was told once is not counted again from other records.
TEST_F(StatisticianTest, AnOlderCopyOfTheStoreDoesNotCountWhatWasTold) {
  ASSERT_OK(Ask());
  kit_.LoseTables();
  kit_.Restart();
  EXPECT_THAT(Ask(), StatusIs(StatusCode::kFailedPrecondition,
                              HasSubstr("not counted again")));
  EXPECT_EQ(LastEvent().outcome(), v1::OUTCOME_NOTHING_TO_SHOW);
  // A table that nobody has seen is, and the next quarter's.
  EXPECT_OK(Ask(v1::STATISTICS_TABLE_WELLBEING));
  kit_.now() += absl::Hours(24 * 100);
  EXPECT_OK(Ask());
}

// Without the mark an older copy of the store would count it again.
TEST_F(StatisticianTest, WhatCanNotBeMarkedAsToldIsNotTold) {
  const std::string folder = kit_.store().folder();
  std::filesystem::rename(folder, folder + "-away");
  EXPECT_THAT(Ask(), StatusIs(StatusCode::kUnavailable));
  EXPECT_EQ(LastEvent().outcome(), v1::OUTCOME_NOTHING_TO_SHOW);
  std::filesystem::rename(folder + "-away", folder);
  // What was counted was kept, and is not counted again.
  Register("PL1465", "AGE_BAND_6_TO_11");
  ASSERT_OK_AND_ASSIGN(const auto response, Ask());
  EXPECT_EQ(response.table().total().total().children(), 14);
  EXPECT_EQ(LastEvent().outcome(), v1::OUTCOME_ANSWERED);
}

TEST_F(StatisticianTest, TheNextQuarterIsCountedAnew) {
  ASSERT_OK_AND_ASSIGN(const auto first, Ask());
  kit_.now() += absl::Hours(24 * 100);
  ASSERT_OK_AND_ASSIGN(const auto next, Ask());
  EXPECT_EQ(next.table().start_time().seconds(),
            first.table().end_time().seconds());
  EXPECT_EQ(next.table().total().total().children(), 0);
}

TEST_F(StatisticianTest, AnybodyElseIsDeniedInOneText) {
  std::vector<absl::Status> denials;
  for (const v1::Role role :
       {v1::ROLE_CP_CASEWORKER, v1::ROLE_NODE_ADMIN, v1::ROLE_CP_SUPERVISOR,
        v1::ROLE_IMM_ENFORCEMENT, v1::ROLE_POLICE_MISSING}) {
    denials.push_back(
        kit_.Ask(CallerAs(role), v1::STATISTICS_TABLE_REGISTRATIONS).status());
    EXPECT_EQ(LastEvent().outcome(), v1::OUTCOME_DENIED);
  }
  for (const v1::Purpose purpose :
       {v1::PURPOSE_UNSPECIFIED, v1::PURPOSE_OVERSIGHT,
        v1::PURPOSE_IMM_ENFORCEMENT, static_cast<v1::Purpose>(99)}) {
    denials.push_back(kit_.Ask(CallerAs(v1::ROLE_RESEARCH_ANALYST),
                               v1::STATISTICS_TABLE_REGISTRATIONS, purpose)
                          .status());
    EXPECT_EQ(LastEvent().outcome(), v1::OUTCOME_DENIED);
  }
  // Denied before the table is looked at.
  denials.push_back(kit_.Ask(CallerAs(v1::ROLE_CP_CASEWORKER),
                             static_cast<v1::StatisticsTable>(99))
                        .status());
  EXPECT_THAT(denials, Each(absl::PermissionDeniedError(auth::kDenialText)));
  EXPECT_EQ(kit_.Log()[3].event.decision().reason(),
            v1::DECISION_REASON_RED_LINE);
}

TEST_F(StatisticianTest, ATableThatIsNotThereIsRefused) {
  for (const int table : {0, 99}) {
    EXPECT_THAT(Ask(static_cast<v1::StatisticsTable>(table)),
                StatusIs(StatusCode::kInvalidArgument, HasSubstr("table")));
  }
}

TEST_F(StatisticianTest, EachPersonHasSoManyADay) {
  for (int i = 0; i < 3; ++i) EXPECT_OK(Ask());
  EXPECT_THAT(Ask(),
              StatusIs(StatusCode::kResourceExhausted, HasSubstr("used up")));
  EXPECT_EQ(LastEvent().outcome(), v1::OUTCOME_DENIED);
  EXPECT_THAT(LastEvent().decision().built_in_rules(), ElementsAre("P-STATS"));
  kit_.now() += absl::Hours(24);
  EXPECT_OK(Ask());
}

TEST_F(StatisticianTest, OneTableIsCountedAtATimeInPieces) {
  for (size_t i = 0; i < kRecordsAtOnce; ++i) {
    Register("PL1465", "AGE_BAND_12_TO_17");
  }
  std::vector<std::function<void()>> rest;
  kit_.SetRun([&](std::function<void()> work) {
    rest.push_back(std::move(work));
    return true;
  });
  absl::StatusOr<v1::CountChildrenResponse> first;
  absl::Notification done;
  v1::CountChildrenRequest request;
  request.set_table(v1::STATISTICS_TABLE_REGISTRATIONS);
  request.set_purpose(v1::PURPOSE_STATISTICS);
  kit_.statistician()->Count(
      CallerAs(v1::ROLE_RESEARCH_ANALYST), request,
      [] { return absl::OkStatus(); },
      [&](absl::StatusOr<v1::CountChildrenResponse> response) {
        first = std::move(response);
        done.Notify();
      });
  ASSERT_THAT(rest, SizeIs(1));
  EXPECT_THAT(Ask(v1::STATISTICS_TABLE_WELLBEING),
              StatusIs(StatusCode::kResourceExhausted, HasSubstr("minute")));
  for (size_t i = 0; i < rest.size(); ++i) {
    const std::function<void()> work = rest[i];
    work();
  }
  done.WaitForNotification();
  ASSERT_OK(first);
  EXPECT_EQ(first->table().total().total().children(), 114);
  // The end, and the empty piece after it.
  EXPECT_THAT(rest, SizeIs(2));
}

TEST_F(StatisticianTest, EndsWhenNobodyWaitsOrTooMuchDoes) {
  EXPECT_THAT(
      kit_.Ask(CallerAs(v1::ROLE_RESEARCH_ANALYST),
               v1::STATISTICS_TABLE_REGISTRATIONS, v1::PURPOSE_STATISTICS,
               [] { return absl::DeadlineExceededError("late"); }),
      StatusIs(StatusCode::kDeadlineExceeded));
  kit_.SetRun([](std::function<void()>) { return false; });
  EXPECT_THAT(Ask(), StatusIs(StatusCode::kResourceExhausted));
  kit_.SetRun([](std::function<void()> work) {
    work();
    return true;
  });
  // Neither kept a table, or the turn to count.
  ASSERT_OK_AND_ASSIGN(const auto response, Ask());
  EXPECT_EQ(response.table().total().total().children(), 14);
}

TEST_F(StatisticianTest, NoAnswerAndNoEntryNamesAChild) {
  const std::string id = Register("PL0201", "AGE_BAND_6_TO_11");
  ASSERT_OK_AND_ASSIGN(const auto response, Ask());
  EXPECT_FALSE(absl::StrContains(response.DebugString(), "children/"));
  for (const auto& entry : kit_.Log()) {
    EXPECT_THAT(entry.details.record_ids(), SizeIs(0));
    EXPECT_FALSE(absl::StrContains(entry.event.DebugString(), id));
  }
}

}  // namespace
}  // namespace homeward::statistics
