#include "services/matching/match_state.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/match.pb.h"
#include "homeward/v1/record.pb.h"

namespace homeward::matching {
namespace {

using ::homeward::internal::v1::StoredMatches;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// What the match with `record` is after `subject` said so.
v1::MatchState Say(const std::string& subject, v1::MatchVerdict verdict,
                   const std::string& record, StoredMatches& matches) {
  v1::MatchDecision decision;
  decision.set_subject(subject);
  decision.set_verdict(verdict);
  return StateOf(AddDecision(record, decision, matches).decisions());
}

TEST(MatchStateTest, EachPersonHasOneWordAndTheyMayDisagree) {
  StoredMatches matches;
  EXPECT_EQ(Say("anna", v1::MATCH_VERDICT_REJECTED, "r", matches),
            v1::MATCH_STATE_REJECTED);
  EXPECT_EQ(Say("ben", v1::MATCH_VERDICT_CONFIRMED, "r", matches),
            v1::MATCH_STATE_CONTESTED);
  EXPECT_EQ(Say("anna", v1::MATCH_VERDICT_CONFIRMED, "r", matches),
            v1::MATCH_STATE_CONFIRMED);
  ASSERT_THAT(matches.matches(), SizeIs(1));
  ASSERT_THAT(matches.matches(0).decisions(), SizeIs(2));
  // Anna's is the last now.
  EXPECT_EQ(matches.matches(0).decisions(1).subject(), "anna");
}

TEST(MatchStateTest, WhoWithdrawsSaysNothing) {
  StoredMatches matches;
  Say("anna", v1::MATCH_VERDICT_REJECTED, "r", matches);
  Say("ben", v1::MATCH_VERDICT_CONFIRMED, "r", matches);
  EXPECT_EQ(Say("ben", v1::MATCH_VERDICT_WITHDRAWN, "r", matches),
            v1::MATCH_STATE_REJECTED);
  EXPECT_EQ(Say("anna", v1::MATCH_VERDICT_WITHDRAWN, "r", matches),
            v1::MATCH_STATE_PROPOSED);
  EXPECT_EQ(Say("cem", v1::MATCH_VERDICT_WITHDRAWN, "r", matches),
            v1::MATCH_STATE_PROPOSED);
  EXPECT_THAT(matches.matches(0).decisions(), IsEmpty());
}

TEST(MatchStateTest, MatchesStandByRecord) {
  StoredMatches matches;
  for (const char* record : {"b", "d", "a", "c", "b"}) {
    Say("anna", v1::MATCH_VERDICT_REJECTED, record, matches);
  }
  std::vector<std::string> records;
  for (const auto& match : matches.matches()) {
    records.push_back(match.candidate_record_id());
    EXPECT_THAT(match.decisions(), SizeIs(1));
  }
  EXPECT_THAT(records, ElementsAre("a", "b", "c", "d"));
}

google::protobuf::RepeatedPtrField<v1::RecordMatch> Found(
    const std::vector<std::string>& records) {
  google::protobuf::RepeatedPtrField<v1::RecordMatch> found;
  for (const std::string& record : records) {
    v1::RecordMatch& match = *found.Add();
    match.mutable_record()->set_record_id(record);
    // A peer may say so; it is not believed.
    match.set_state(v1::MATCH_STATE_CONFIRMED);
  }
  return found;
}

TEST(ApplyDecisionsTest, OnlyWhatAllRejectIsTakenOut) {
  StoredMatches decided;
  Say("anna", v1::MATCH_VERDICT_REJECTED, "out", decided);
  Say("anna", v1::MATCH_VERDICT_REJECTED, "contested", decided);
  Say("ben", v1::MATCH_VERDICT_CONFIRMED, "contested", decided);
  auto found = Found({"new", "out", "contested"});
  EXPECT_EQ(ApplyDecisions(decided, /*include_rejected=*/false, found), 1);
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].record().record_id(), "new");
  EXPECT_EQ(found[0].state(), v1::MATCH_STATE_PROPOSED);
  EXPECT_EQ(found[1].state(), v1::MATCH_STATE_CONTESTED);
}

TEST(ApplyDecisionsTest, OnRequestAllAreShown) {
  StoredMatches decided;
  Say("anna", v1::MATCH_VERDICT_REJECTED, "out", decided);
  auto found = Found({"new", "out"});
  EXPECT_EQ(ApplyDecisions(decided, /*include_rejected=*/true, found), 0);
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[1].state(), v1::MATCH_STATE_REJECTED);
}

}  // namespace
}  // namespace homeward::matching
