#include "services/rpc/service/evidence/decision_reading.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/evidence_service.pb.h"
#include "storage/log/audit_test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::rpc {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::SizeIs;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

// A question for `mou_id` at the second `time`, decided on records of `kinds`.
storage::AuditEntry Entry(v1::AuditKind kind, const std::string& mou_id,
                          int64_t time, int kinds) {
  v1::AuditEvent event;
  event.set_kind(kind);
  event.mutable_time()->set_seconds(time);
  v1::AuditDetails details;
  details.set_subject("s-1");
  details.add_record_ids("agencies/north/children/1");
  details.mutable_basis()->mutable_request()->set_mou_id(mou_id);
  for (int i = 0; i < kinds; ++i) {
    v1::BasisFacts& facts = *details.mutable_basis()->add_facts();
    facts.mutable_facts()->mutable_subject_age()->set_max_years(i);
    facts.set_records(i + 1);
  }
  return {event.SerializeAsString(), details.SerializeAsString()};
}

class DecisionReadingTest : public ::testing::Test {
 protected:
  DecisionReadingTest() : kit_("decision_reading") {
    EXPECT_OK(kit_.OpenLog());
  }

  void Append(v1::AuditKind kind, const std::string& mou_id, int64_t time,
              int kinds = 1) {
    kit_.Append({Entry(kind, mou_id, time, kinds)});
  }
  // All messages of a reading.
  std::vector<v1::ListDecisionsResponse> Read(DecisionSpan span = {}) {
    DecisionReading reading(
        &kit_.log(), static_cast<int64_t>(kit_.log().Current().size), span);
    std::vector<v1::ListDecisionsResponse> messages;
    while (messages.empty() || !reading.done()) {
      auto next = reading.Next();
      EXPECT_OK(next);
      if (!next.ok()) break;
      messages.push_back(*std::move(next));
    }
    return messages;
  }
  // The MOUs of what is read, in order.
  std::vector<std::string> Mous(DecisionSpan span = {}) {
    std::vector<std::string> mous;
    for (const auto& message : Read(span)) {
      for (const auto& decision : message.decisions()) {
        mous.push_back(decision.request().mou_id());
      }
    }
    return mous;
  }

  storage::AuditTestKit kit_;
};

TEST_F(DecisionReadingTest, ReadsWhatWasDecidedAndNothingElse) {
  Append(v1::AUDIT_KIND_ASKED, "a", 10);
  Append(v1::AUDIT_KIND_SENT, "b", 11);
  Append(v1::AUDIT_KIND_DECIDED, "c", 12, /*kinds=*/2);
  const auto messages = Read();
  ASSERT_THAT(messages, SizeIs(1));
  const v1::ListDecisionsResponse& all = messages[0];
  EXPECT_EQ(all.read_entries(), 3);
  EXPECT_EQ(all.log_size(), 3);
  EXPECT_EQ(all.unknown_count(), 0);
  ASSERT_THAT(all.decisions(), SizeIs(3));
  EXPECT_EQ(all.decisions(0).request().mou_id(), "a");
  EXPECT_EQ(all.decisions(0).time().seconds(), 10);
  EXPECT_EQ(all.decisions(0).records(), 1);
  EXPECT_EQ(all.decisions(2).request().mou_id(), "c");
  EXPECT_EQ(all.decisions(2).facts().subject_age().max_years(), 1);
  EXPECT_EQ(all.decisions(2).records(), 2);
}

TEST_F(DecisionReadingTest, ASpanHasItsStartAndNotItsEnd) {
  for (const int64_t time : {10, 11, 12, 11}) {
    Append(v1::AUDIT_KIND_DECIDED, absl::StrCat("m", time), time);
  }
  const auto at = [](int64_t time) { return absl::FromUnixSeconds(time); };
  EXPECT_THAT(Mous({at(11), at(12)}), ElementsAre("m11", "m11"));
  EXPECT_THAT(Mous({at(11)}), ElementsAre("m11", "m12", "m11"));
  EXPECT_THAT(Mous({absl::InfinitePast(), at(11)}), ElementsAre("m10"));
}

TEST_F(DecisionReadingTest, CountsWhatCantBeDecidedAgain) {
  storage::AuditEntry without = Entry(v1::AUDIT_KIND_DECIDED, "a", 10, 1);
  without.details = "";
  kit_.Append({without});
  kit_.AppendUnreadable(std::vector<storage::AuditEntry>{
      Entry(v1::AUDIT_KIND_ASKED, "b", 11, 1)});
  Append(v1::AUDIT_KIND_DECIDED, "c", 12);
  const auto messages = Read();
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_THAT(messages[0].decisions(), SizeIs(1));
  EXPECT_EQ(messages[0].unknown_count(), 2);
  EXPECT_EQ(Read({absl::FromUnixSeconds(11)})[0].unknown_count(), 1);
}

// 2,500 entries, and 32 decisions in each of 100.
TEST_F(DecisionReadingTest, ALongLogComesInManyMessages) {
  std::vector<storage::AuditEntry> entries;
  for (int i = 0; i < 2500; ++i) {
    entries.push_back(
        Entry(i < 100 ? v1::AUDIT_KIND_DECIDED : v1::AUDIT_KIND_SENT,
              absl::StrCat("m", i), i, 32));
  }
  kit_.Append(entries);
  const auto messages = Read();
  ASSERT_GT(messages.size(), 4u);
  int decisions = 0;
  int64_t read = 0;
  for (const auto& message : messages) {
    EXPECT_THAT(message.decisions(), SizeIs(Le(1000)));
    EXPECT_LE(message.read_entries() - read, 1000);
    EXPECT_GT(message.read_entries(), read);
    read = message.read_entries();
    decisions += message.decisions_size();
  }
  EXPECT_EQ(read, 2500);
  EXPECT_EQ(decisions, 3200);
}

TEST_F(DecisionReadingTest, AnEmptyLogIsReadAtOnce) {
  const auto messages = Read();
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_THAT(messages[0].decisions(), IsEmpty());
}

TEST_F(DecisionReadingTest, AnEntryThatCantBeReadEndsIt) {
  kit_.Append({{"\xff", "details"}});
  DecisionReading reading(&kit_.log(), 1, {});
  EXPECT_THAT(reading.Next(), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(ReadSpanTest, RefusesWhatIsNoSpan) {
  v1::ListDecisionsRequest request;
  EXPECT_OK(ReadSpan(request));
  request.mutable_start_time()->set_seconds(10);
  request.mutable_end_time()->set_seconds(10);
  EXPECT_OK(ReadSpan(request));
  request.mutable_end_time()->set_seconds(9);
  EXPECT_THAT(ReadSpan(request), StatusIs(kInvalid));
  request.mutable_end_time()->set_nanos(-1);
  EXPECT_THAT(ReadSpan(request), StatusIs(kInvalid));
}

}  // namespace
}  // namespace homeward::rpc
