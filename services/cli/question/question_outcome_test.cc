#include "services/cli/question/question_outcome.h"

#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/query_service.pb.h"
#include "services/cli/context.h"
#include "services/rpc/error_detail.h"
#include "tests/testing/text_proto.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::TextProto;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(QuestionOutcomeTest, IsDeniedWhenNobodyAnsweredAndAllDenied) {
  v1::Summary summary = TextProto(R"pb(
    nodes { agency_id: "ngo" outcome: OUTCOME_DENIED }
    nodes { agency_id: "clinic" outcome: OUTCOME_DENIED }
  )pb");
  const Result denied = HowItEnded(summary, "q-1");
  EXPECT_EQ(denied.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(rpc::DetailOf(denied.status()).next_command(),
            "homeward explain q-1");
  summary.mutable_nodes(0)->set_outcome(v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_EQ(*HowItEnded(summary, "q-1"), ExitCode::kOk);
  EXPECT_EQ(*HowItEnded(v1::Summary(), "q-1"), ExitCode::kOk);
}

TEST(QuestionOutcomeTest, IsPartialWhenOneNodeGaveNoAnswerThatHolds) {
  for (const v1::Outcome outcome :
       {v1::OUTCOME_UNREACHABLE, v1::OUTCOME_TIMED_OUT,
        v1::OUTCOME_INVALID_ANSWER, v1::OUTCOME_STALE_MOU,
        v1::OUTCOME_TRY_LATER}) {
    v1::Summary summary = TextProto(R"pb(
      nodes { agency_id: "ngo" outcome: OUTCOME_ANSWERED }
      nodes { agency_id: "clinic" }
    )pb");
    summary.mutable_nodes(1)->set_outcome(outcome);
    EXPECT_EQ(*HowItEnded(summary, "q-1"), ExitCode::kPartial) << outcome;
  }
}

TEST(QuestionOutcomeTest, SaysOfWhichNodeAndWhatToType) {
  const v1::Summary summary = TextProto(R"pb(
    nodes { agency_id: "ngo" outcome: OUTCOME_ANSWERED }
    nodes { agency_id: "clinic" outcome: OUTCOME_UNREACHABLE }
  )pb");
  std::ostringstream out;
  std::ostringstream err;
  Context context;
  context.out = &out;
  context.err = &err;
  ShowSummary(context, summary, "q-1");
  EXPECT_THAT(err.str(), HasSubstr("clinic did not answer"));
  EXPECT_THAT(err.str(), HasSubstr("homeward doctor --peer clinic"));
  EXPECT_THAT(err.str(), Not(HasSubstr("ngo")));
}

}  // namespace
}  // namespace homeward::cli
