#include "services/rpc/service/evidence/log_reader.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/evidence_service.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/query_id.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"
#include "storage/committer.h"
#include "storage/log/audit_test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::rpc {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto kDenied = absl::StatusCode::kPermissionDenied;
constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr auto kNotFound = absl::StatusCode::kNotFound;

constexpr char kQuery[] = "q-0123456789abcdef0123456789abcdef";
constexpr char kOtherQuery[] = "q-fedcba9876543210fedcba9876543210";
constexpr int64_t kNow = 1800000000;

class LogReaderTest : public ::testing::Test {
 protected:
  LogReaderTest() : kit_("log_reader") {
    EXPECT_OK(kit_.OpenLog());
    storage::CommitterOptions options;
    committer_ = std::make_unique<storage::Committer>(
        kit_.engine(), &kit_.log(), std::move(options));
  }

  // An entry about kQuery: the agency and the person who asked.
  void Append(const std::string& agency, const std::string& subject) {
    Append(v1::AUDIT_KIND_ASKED, agency, subject, kQuery);
  }
  // What was decided of the kQuery of another agency.
  void AppendDecided(const std::string& agency) {
    Append(v1::AUDIT_KIND_DECIDED, agency, "s-1",
           federation::PeerQueryTopic(agency, kQuery));
  }
  void Append(v1::AuditKind kind, const std::string& agency,
              const std::string& subject, const std::string& topic) {
    v1::AuditEvent event;
    event.set_kind(kind);
    event.set_query_id(kQuery);
    event.set_asker_agency_id(agency);
    v1::AuditDetails details;
    details.set_subject(subject);
    Append(event, details, topic);
  }
  void Append(const v1::AuditEvent& event, const v1::AuditDetails& details,
              const std::string& topic) {
    storage::Submission submission;
    submission.entries.push_back(
        {event.SerializeAsString(), details.SerializeAsString(), topic});
    ASSERT_OK(storage::CommitAndWait(committer_.get(), std::move(submission)));
  }
  LogReader Reader() {
    return LogReader(
        &kit_.log(), committer_.get(),
        [] {
          return std::vector<std::string>{"east", "south", "west"};
        },
        [] { return absl::FromUnixSeconds(kNow); });
  }
  auto Explain(v1::Role role, const std::string& query_id = kQuery) {
    v1::ExplainQueryRequest request;
    request.set_query_id(query_id);
    return Reader().Explain(federation_.CallerOf("north", role), request);
  }
  auto List(v1::Role role, int64_t first, int page_size) {
    v1::ListEntriesRequest request;
    request.set_first_index(first);
    request.set_page_size(page_size);
    return Reader().List(federation_.CallerOf("north", role), request);
  }
  // The newest entry of the log, which must be of a reading.
  v1::AuditEvent LastReading() {
    v1::AuditEvent event;
    const auto records = kit_.log().Read(kit_.log().Current().size - 1, 1);
    EXPECT_OK(records);
    EXPECT_TRUE(event.ParseFromString(records->front().metadata));
    EXPECT_EQ(event.kind(), v1::AUDIT_KIND_LOG_READ);
    return event;
  }

  const auth::testing::Federation federation_;
  storage::AuditTestKit kit_;
  std::unique_ptr<storage::Committer> committer_;
};

TEST_F(LogReaderTest, WhoAskedSeesWhatIsHers) {
  Append("north", "s-1");
  Append("north", "s-2");
  Append("south", "s-1");
  ASSERT_OK_AND_ASSIGN(const auto own, Explain(v1::ROLE_POLICE_MISSING));
  ASSERT_THAT(own.entries(), SizeIs(1));
  EXPECT_EQ(own.entries(0).index(), 0);
  EXPECT_EQ(own.entries(0).details().subject(), "s-1");
  for (const v1::Role role :
       {v1::ROLE_OVERSIGHT_AUDITOR, v1::ROLE_NODE_ADMIN}) {
    ASSERT_OK_AND_ASSIGN(const auto all, Explain(role));
    EXPECT_THAT(all.entries(), SizeIs(3));
  }
}

// A question of which a record was withheld, and one of which there was none.
TEST_F(LogReaderTest, WhoAskedDoesNotLearnWhatWasWithheld) {
  v1::AuditEvent event;
  event.set_kind(v1::AUDIT_KIND_ASKED);
  event.set_asker_agency_id("north");
  event.mutable_decision()->set_case_finding(v1::CASE_FINDING_HOLDS);
  event.mutable_decision()->set_reason(v1::DECISION_REASON_PERMITTED);
  v1::AuditDetails absent;
  absent.set_subject("s-1");
  absent.mutable_admission()->set_reason(v1::DECISION_REASON_PERMITTED);
  v1::AuditDetails withheld = absent;
  withheld.add_withheld_record_ids("agencies/north/children/1");
  // Of one record, and of none.
  withheld.mutable_basis()->add_facts()->set_records(1);
  absent.mutable_basis()->add_facts();
  v1::AuditEvent prohibited = event;
  prohibited.mutable_decision()->set_reason(v1::DECISION_REASON_PROHIBITED);
  prohibited.mutable_decision()->add_prohibitions("house@1/hold");
  Append(prohibited, withheld, kQuery);
  Append(event, absent, kOtherQuery);
  ASSERT_OK_AND_ASSIGN(auto one, Explain(v1::ROLE_POLICE_MISSING));
  ASSERT_OK_AND_ASSIGN(auto other,
                       Explain(v1::ROLE_POLICE_MISSING, kOtherQuery));
  ASSERT_THAT(one.entries(), SizeIs(1));
  EXPECT_EQ(one.entries(0).event().decision().case_finding(),
            v1::CASE_FINDING_HOLDS);
  one.mutable_entries(0)->clear_index();
  other.mutable_entries(0)->clear_index();
  EXPECT_EQ(one.SerializeAsString(), other.SerializeAsString());
  ASSERT_OK_AND_ASSIGN(const auto all, Explain(v1::ROLE_OVERSIGHT_AUDITOR));
  EXPECT_THAT(all.entries(0).details().withheld_record_ids(), SizeIs(1));
  EXPECT_EQ(all.entries(0).event().decision().reason(),
            v1::DECISION_REASON_PROHIBITED);
}

TEST_F(LogReaderTest, TheOwnersAuditorsSeeWhatWasDecidedOfAPeersQuery) {
  AppendDecided("west");
  AppendDecided("south");
  AppendDecided("stranger");
  Append("north", "s-1");
  for (const v1::Role role :
       {v1::ROLE_OVERSIGHT_AUDITOR, v1::ROLE_NODE_ADMIN}) {
    ASSERT_OK_AND_ASSIGN(const auto all, Explain(role));
    ASSERT_THAT(all.entries(), SizeIs(3));
    EXPECT_EQ(all.entries(0).event().asker_agency_id(), "west");
    EXPECT_EQ(all.entries(1).event().asker_agency_id(), "south");
    EXPECT_EQ(all.entries(2).index(), 3);
  }
  // A peer that takes the id of an own query adds nothing to it.
  ASSERT_OK_AND_ASSIGN(const auto own, Explain(v1::ROLE_POLICE_MISSING));
  ASSERT_THAT(own.entries(), SizeIs(1));
  EXPECT_EQ(own.entries(0).index(), 3);
}

TEST_F(LogReaderTest, AnothersQueryIsLikeNone) {
  Append("north", "s-2");
  Append("south", "s-1");
  const auto other = Explain(v1::ROLE_POLICE_MISSING);
  const auto none =
      Explain(v1::ROLE_POLICE_MISSING, "q-" + std::string(32, 'f'));
  EXPECT_THAT(other, StatusIs(kNotFound));
  EXPECT_EQ(other.status(), none.status());
}

TEST_F(LogReaderTest, AMalformedQueryIdIsRefused) {
  for (const std::string& bad :
       {std::string(), std::string("q-"), "q-" + std::string(32, 'F'),
        "q-" + std::string(33, 'a'), std::string(34, 'a')}) {
    EXPECT_THAT(Explain(v1::ROLE_NODE_ADMIN, bad), StatusIs(kInvalid)) << bad;
  }
}

TEST_F(LogReaderTest, WhoReadsIsInTheLogWithWhatSheRead) {
  for (int i = 0; i < 5; ++i) Append("north", "s-2");
  ASSERT_OK_AND_ASSIGN(const auto page, List(v1::ROLE_OVERSIGHT_AUDITOR, 1, 3));
  EXPECT_EQ(page.log_size(), 5);
  EXPECT_EQ(kit_.log().Current().size, 6u);
  const v1::AuditEvent reading = LastReading();
  EXPECT_EQ(reading.time().seconds(), kNow);
  EXPECT_EQ(reading.asker_agency_id(), "north");
  EXPECT_THAT(reading.roles(), ElementsAre(v1::ROLE_OVERSIGHT_AUDITOR));
  EXPECT_EQ(reading.log_range().first_index(), 1);
  EXPECT_EQ(reading.log_range().end_index(), 4);
  EXPECT_EQ(reading.outcome(), v1::OUTCOME_ANSWERED);
  // The reading can be read too, with who it was.
  ASSERT_OK_AND_ASSIGN(const auto next, List(v1::ROLE_NODE_ADMIN, 5, 0));
  ASSERT_THAT(next.entries(), SizeIs(1));
  EXPECT_EQ(next.entries(0).details().subject(), "s-1");
}

TEST_F(LogReaderTest, LookingAtAQueryDoesNotLengthenIt) {
  Append("north", "s-1");
  for (int i = 0; i < 3; ++i) {
    ASSERT_OK_AND_ASSIGN(const auto own, Explain(v1::ROLE_POLICE_MISSING));
    EXPECT_THAT(own.entries(), SizeIs(1));
    EXPECT_EQ(LastReading().query_id(), kQuery);
    EXPECT_EQ(LastReading().log_range().end_index(), 1);
  }
  EXPECT_EQ(kit_.log().Current().size, 4u);
}

TEST_F(LogReaderTest, WhatIsDeniedOrNotFoundIsInTheLogToo) {
  EXPECT_THAT(List(v1::ROLE_POLICE_MISSING, 0, 0), StatusIs(kDenied));
  EXPECT_EQ(LastReading().outcome(), v1::OUTCOME_DENIED);
  EXPECT_FALSE(LastReading().has_log_range());
  EXPECT_THAT(Explain(v1::ROLE_POLICE_MISSING), StatusIs(kNotFound));
  EXPECT_EQ(LastReading().outcome(), v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_EQ(kit_.log().Current().size, 2u);
}

TEST_F(LogReaderTest, WhatCantBeKeptIsNotShown) {
  Append("north", "s-1");
  committer_->Stop();
  const auto unavailable = StatusIs(absl::StatusCode::kUnavailable);
  EXPECT_THAT(Explain(v1::ROLE_NODE_ADMIN), unavailable);
  EXPECT_THAT(List(v1::ROLE_NODE_ADMIN, 0, 0), unavailable);
  EXPECT_THAT(List(v1::ROLE_POLICE_MISSING, 0, 0), unavailable);
}

TEST_F(LogReaderTest, OnlyAuditorsAndAdministratorsList) {
  EXPECT_THAT(List(v1::ROLE_POLICE_MISSING, 0, 0), StatusIs(kDenied));
  // Even for what is out of range.
  EXPECT_THAT(List(v1::ROLE_POLICE_MISSING, -1, 0), StatusIs(kDenied));
  EXPECT_OK(List(v1::ROLE_OVERSIGHT_AUDITOR, 0, 0));
}

TEST_F(LogReaderTest, PagesHoldEveryEntryInOrder) {
  for (int i = 0; i < 130; ++i) Append("north", absl::StrCat("s-", i));
  std::vector<int64_t> seen;
  while (seen.size() < 130) {
    ASSERT_OK_AND_ASSIGN(const auto page,
                         List(v1::ROLE_OVERSIGHT_AUDITOR,
                              static_cast<int64_t>(seen.size()), 60));
    ASSERT_FALSE(page.entries().empty());
    EXPECT_GE(page.log_size(), 130);
    for (const v1::AuditEntry& entry : page.entries()) {
      EXPECT_EQ(entry.index(), static_cast<int64_t>(seen.size()));
      seen.push_back(entry.index());
    }
  }
  ASSERT_OK_AND_ASSIGN(const auto first, List(v1::ROLE_NODE_ADMIN, 0, 0));
  EXPECT_THAT(first.entries(), SizeIs(100));
  const int64_t end = static_cast<int64_t>(kit_.log().Current().size);
  ASSERT_OK_AND_ASSIGN(const auto last, List(v1::ROLE_NODE_ADMIN, end, 0));
  EXPECT_THAT(last.entries(), IsEmpty());
  EXPECT_EQ(LastReading().outcome(), v1::OUTCOME_NOTHING_TO_SHOW);
}

TEST_F(LogReaderTest, AFirstIndexOutsideTheLogIsRefused) {
  Append("north", "s-1");
  EXPECT_THAT(List(v1::ROLE_NODE_ADMIN, -1, 0),
              StatusIs(kInvalid, HasSubstr("first_index")));
  EXPECT_THAT(List(v1::ROLE_NODE_ADMIN, 2, 0),
              StatusIs(kInvalid, HasSubstr("first_index")));
  EXPECT_THAT(List(v1::ROLE_NODE_ADMIN, 0, -1),
              StatusIs(kInvalid, HasSubstr("page_size")));
}

TEST_F(LogReaderTest, ErasedDetailsAreUnset) {
  Append("north", "s-1");
  kit_.Drop(kit_.keys().Details(0));
  ASSERT_OK_AND_ASSIGN(const auto page, List(v1::ROLE_NODE_ADMIN, 0, 0));
  ASSERT_THAT(page.entries(), SizeIs(1));
  EXPECT_FALSE(page.entries(0).has_details());
  EXPECT_TRUE(page.entries(0).has_event());
}

}  // namespace
}  // namespace homeward::rpc
