#include "services/cli/mou/mou_warnings.h"

#include <cstdint>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/text_proto.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::TextProto;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int64_t kDay = 86400;
const absl::Time kNow = absl::FromUnixSeconds(1'772'366'400);

TEST(MouWarningsTest, ATimeOfOverTenYearsIsProbablyASlip) {
  v1::Mou mou;
  mou.mutable_expiry_time()->set_seconds(1'772'366'400 + 3653 * kDay);
  EXPECT_THAT(MouWarnings(mou, kNow), IsEmpty());
  mou.mutable_expiry_time()->set_seconds(1'772'366'400 + 3653 * kDay + 1);
  const auto warnings = MouWarnings(mou, kNow);
  ASSERT_THAT(warnings, SizeIs(1));
  EXPECT_EQ(warnings[0].path, "expiry_time");
}

TEST(MouWarningsTest, SoIsKeepingForOverTenYears) {
  v1::Mou mou = TextProto(R"pb(
    clauses {}
    clauses {
      obligations { type: OBLIGATION_TYPE_NO_ONWARD_SHARING }
      obligations { type: OBLIGATION_TYPE_RETAIN_AT_MOST }
    }
  )pb");
  v1::Obligation& duty = *mou.mutable_clauses(1)->mutable_obligations(1);
  duty.mutable_within()->set_seconds(3653 * kDay);
  EXPECT_THAT(MouWarnings(mou, kNow), IsEmpty());
  duty.mutable_within()->set_seconds(36530 * kDay);
  const auto warnings = MouWarnings(mou, kNow);
  ASSERT_THAT(warnings, SizeIs(1));
  EXPECT_EQ(warnings[0].path, "clauses[1].obligations[1].within");
  EXPECT_EQ(warnings[0].reason,
            "lets what was received be kept for 36530 days (about 100 years)");
  // A review within that time is late, but keeps nothing.
  duty.set_type(v1::OBLIGATION_TYPE_REVIEW);
  EXPECT_THAT(MouWarnings(mou, kNow), IsEmpty());
}

}  // namespace
}  // namespace homeward::cli
