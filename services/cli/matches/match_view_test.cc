#include "services/cli/matches/match_view.h"

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/record.pb.h"
#include "tests/testing/golden.h"
#include "tests/testing/text_proto.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::ExpectGolden;
using ::homeward::testing::TextProto;
using ::testing::ElementsAre;

TEST(MatchViewTest, TheEvidenceIsATableThatAddsUp) {
  const v1::RecordMatch match = TextProto(R"pb(
    record {
      record_id: "agencies/ngo/children/0123456789abcdef0123456789abcdef"
    }
    band: MATCH_BAND_POSSIBLE
    probability: 0.8312
    score_millibits: 2301
    state: MATCH_STATE_CONTESTED
    evidence {
      field: "prior"
      level: "one in the population"
      weight_millibits: -13288
      one_in: 10000
    }
    evidence {
      field: "name"
      level: "same sound"
      weight_millibits: 11590
      asked_value: "solomija"
      record_value: "solomiya"
      one_in: 5100
    }
    evidence {
      field: "birth"
      level: "overlap"
      weight_millibits: 3950
      asked_value: "2014"
      record_value: "2014-05-03"
      one_in: 16
    }
    evidence { field: "not shown" weight_millibits: 49 }
  )pb");
  ExpectGolden("cli/match.txt", absl::StrJoin(MatchText(match), "\n") + "\n");
}

TEST(MatchViewTest, WithoutEvidenceThereIsNoTableAndNoProbability) {
  const v1::RecordMatch match = TextProto(R"pb(
    record { record_id: "r" }
    band: MATCH_BAND_IDENTIFIED
    probability: 1
    state: MATCH_STATE_PROPOSED
  )pb");
  EXPECT_THAT(MatchText(match), ElementsAre("  record r, identified"));
}

TEST(MatchViewTest, AWeightOfLessThanABitKeepsItsSign) {
  const v1::RecordMatch match = TextProto(R"pb(
    record { record_id: "r" }
    band: MATCH_BAND_STRONG
    score_millibits: -7
    evidence { field: "sex" level: "different" weight_millibits: -7 }
  )pb");
  EXPECT_EQ(MatchText(match).back(),
            "    score                                       -0.007");
}

}  // namespace
}  // namespace homeward::cli
