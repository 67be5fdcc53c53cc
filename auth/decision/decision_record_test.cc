#include "auth/decision/decision_record.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "auth/decision/decision_trace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"

namespace homeward::auth {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// As long as the name of a clause can be.
std::string LongName(int number) {
  return absl::StrCat(std::string(64, 'm'), "@1000000/", std::string(59, 'c'),
                      10000 + number);
}

TEST(DecisionRecordTest, NamesWhatAppliedOnly) {
  DecisionTrace trace;
  trace.reason = Reason::kPermitted;
  trace.permits = {"m@1/treat"};
  trace.prohibitions = {{"charter@1/no", true}, {"charter@1/idle", false}};
  const v1::DecisionRecord record = MakeDecisionRecord(trace, "digest");
  EXPECT_EQ(record.reason(), v1::DECISION_REASON_PERMITTED);
  EXPECT_THAT(record.permits(), ElementsAre("m@1/treat"));
  EXPECT_THAT(record.prohibitions(), ElementsAre("charter@1/no"));
  EXPECT_EQ(record.policy_sha256(), "digest");
}

// However many MOUs are in force, a decision leaves an entry.
TEST(DecisionRecordTest, FitsIntoAnEntryOfTheLogAndCountsTheRest) {
  std::vector<std::string> names;
  for (int i = 0; i < 500; ++i) names.push_back(LongName(i));
  DecisionTrace trace;
  for (int i = 0; i < 500; ++i) {
    trace.permits.push_back(names[i]);
    trace.prohibitions.push_back({names[i], /*applied=*/i % 2 == 0});
  }
  const v1::DecisionRecord record = MakeDecisionRecord(trace, "digest");
  EXPECT_THAT(record.permits(), SizeIs(32));
  EXPECT_EQ(record.permits(0), LongName(0));
  EXPECT_THAT(record.prohibitions(), SizeIs(32));
  EXPECT_LT(record.ByteSizeLong(), 12 << 10);
  EXPECT_EQ(record.more_permits_count(), 500 - 32);
  EXPECT_EQ(record.more_prohibitions_count(), 250 - 32);
  trace.permits.resize(32);
  EXPECT_EQ(MakeDecisionRecord(trace, "").more_permits_count(), 0);
}

TEST(DecisionRecordTest, ADenialNamesNothingThatPermits) {
  DecisionTrace trace;
  trace.reason = Reason::kNoPermit;
  trace.nearest = {{"m@1/treat", {"purpose"}}};
  const v1::DecisionRecord record = MakeDecisionRecord(trace, "");
  EXPECT_THAT(record.permits(), IsEmpty());
  EXPECT_EQ(record.nearest(0).clause(), "m@1/treat");
  EXPECT_THAT(record.nearest(0).missing(), ElementsAre("purpose"));
}

}  // namespace
}  // namespace homeward::auth
