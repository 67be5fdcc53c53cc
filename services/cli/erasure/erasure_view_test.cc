#include "services/cli/erasure/erasure_view.h"

#include <string>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/text_proto.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::TextProto;
using ::testing::HasSubstr;
using ::testing::Not;

std::string Shown(const v1::Erasure& erasure) {
  return absl::StrJoin(ErasureText(erasure), "\n");
}

TEST(ErasureViewTest, SaysWhatHindersIt) {
  const v1::Erasure erasure = TextProto(R"pb(
    record_id: "agencies/ngo/children/1"
    state: ERASURE_STATE_REFUSED
    check_time { seconds: 1000 }
    hindrances: ERASURE_HINDRANCE_OPEN_CASE
    holders { agency_id: "police" copy_count: 1 }
  )pb");
  EXPECT_EQ(Shown(erasure),
            "agencies/ngo/children/1  refused, looked at 1970-01-01 00:16 UTC\n"
            "  it was shown for a case that is open\n"
            "  police: 1 copy");
}

TEST(ErasureViewTest, SaysWhoHasNotAcknowledged) {
  v1::Erasure erasure = TextProto(R"pb(
    record_id: "agencies/ngo/children/1"
    state: ERASURE_STATE_ERASED
    erase_time { seconds: 1000 }
    holders { agency_id: "police" copy_count: 3 acknowledged_count: 1 }
  )pb");
  EXPECT_THAT(Shown(erasure),
              HasSubstr("police: 3 copies, 2 NOT ACKNOWLEDGED"));
  erasure.mutable_holders(0)->set_acknowledged_count(3);
  EXPECT_THAT(Shown(erasure), HasSubstr("police: 3 copies, acknowledged"));
}

TEST(ErasureViewTest, EveryStateAndHindranceHasItsWords) {
  for (int state = 1; state < v1::ErasureState_ARRAYSIZE; ++state) {
    v1::Erasure erasure;
    erasure.set_state(static_cast<v1::ErasureState>(state));
    for (int i = 1; i < v1::ErasureHindrance_ARRAYSIZE; ++i) {
      erasure.add_hindrances(static_cast<v1::ErasureHindrance>(i));
    }
    EXPECT_THAT(Shown(erasure), Not(HasSubstr("does not know")));
  }
}

TEST(ErasureViewTest, SaysWhoWasShownWhat) {
  const v1::ShownOnce shown = TextProto(R"pb(
    agency_id: "clinic"
    time { seconds: 1000 }
    purpose: PURPOSE_LOCATE_SAFETY
    categories: CATEGORY_EXIST
    categories: CATEGORY_LOC_COARSE
    expiry_time { seconds: 5000 }
  )pb");
  EXPECT_EQ(ShownText(shown),
            "1970-01-01 00:16 UTC  clinic, for locate safety: exist, loc "
            "coarse; to be kept at most until 1970-01-01 01:23 UTC");
}

TEST(ErasureViewTest, EveryGroundToKeepItHasItsWords) {
  for (int ground = 1; ground < v1::KeepingGround_ARRAYSIZE; ++ground) {
    v1::Keeping keeping;
    keeping.set_ground(static_cast<v1::KeepingGround>(ground));
    EXPECT_THAT(KeepingText(keeping), Not(HasSubstr("does not know")));
  }
  const v1::Keeping duty = TextProto(R"pb(
    ground: KEEPING_GROUND_CRIMINAL_INVESTIGATION
    said_time { seconds: 1000 }
    expiry_time { seconds: 5000 }
    said_by: "vera-1"
  )pb");
  EXPECT_EQ(KeepingText(duty),
            "kept to investigate a crime until 1970-01-01 01:23 UTC; said "
            "1970-01-01 00:16 UTC by vera-1");
}

}  // namespace
}  // namespace homeward::cli
