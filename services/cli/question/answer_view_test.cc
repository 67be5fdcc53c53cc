#include "services/cli/question/answer_view.h"

#include <string>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/query_service.pb.h"
#include "tests/testing/golden.h"
#include "tests/testing/text_proto.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::ExpectGolden;
using ::homeward::testing::TextProto;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(AnswerViewTest, WhatHadNoRoomIsSaid) {
  const v1::NodeAnswer answer = TextProto(R"pb(agency_id: "ngo"
                                               outcome: OUTCOME_ANSWERED
                                               omitted_claim_count: 7)pb");
  EXPECT_THAT(absl::StrJoin(AnswerText(answer), "\n"),
              HasSubstr("CUT: 7 older claims"));
  const v1::Summary summary = TextProto(
      R"pb(nodes {
             agency_id: "ngo"
             outcome: OUTCOME_ANSWERED
             omitted_view_count: 12
           })pb");
  EXPECT_THAT(absl::StrJoin(SummaryText(summary), "\n"),
              HasSubstr("ngo: answered, CUT: 12 more"));
}

TEST(AnswerViewTest, WhatPeopleRejectedIsCounted) {
  const v1::NodeAnswer answer = TextProto(R"pb(agency_id: "ngo"
                                               outcome: OUTCOME_ANSWERED
                                               rejected_match_count: 2)pb");
  EXPECT_THAT(absl::StrJoin(AnswerText(answer), "\n"),
              HasSubstr("not shown: 2 that people here rejected"));
}

TEST(AnswerViewTest, TheSummaryOfFourNodes) {
  const v1::Summary summary = TextProto(R"pb(
    locations {
      agency_id: "ngo"
      age { seconds: 7300 }
      claim {
        sighting {
          seen_time { seconds: 1772359200 }
          place { site: "Shelter 3" country_code: "XX" }
        }
      }
    }
    locations {
      agency_id: "registrar"
      age { seconds: 864000 }
      claim { crossing_event { direction: CROSSING_DIRECTION_ENTRY } }
    }
    wellbeing {
      agency_id: "ngo"
      age { seconds: 7300 }
      claim { wellbeing_check { status: WELLBEING_STATUS_SAFE } }
    }
    contradictions {
      field_path: "identity.date_of_birth"
      claim_ids: [ "a", "b" ]
    }
    nodes { agency_id: "police" outcome: OUTCOME_NOTHING_TO_SHOW }
    nodes { agency_id: "ngo" outcome: OUTCOME_ANSWERED }
    nodes { agency_id: "registrar" outcome: OUTCOME_ANSWERED }
    nodes { agency_id: "clinic" outcome: OUTCOME_UNREACHABLE }
  )pb");
  ExpectGolden("cli/summary.txt",
               absl::StrJoin(SummaryText(summary), "\n") + "\n");
}

TEST(AnswerViewTest, WhatIsToldWithoutATimeIsNotOld) {
  const v1::Summary summary = TextProto(R"pb(
    wellbeing {
      agency_id: "ngo"
      band: MATCH_BAND_STRONG
      claim { wellbeing_check { status: WELLBEING_STATUS_SAFE } }
    }
  )pb");
  EXPECT_THAT(SummaryText(summary),
              Contains("  time not told, ngo says wellbeing check: status "
                       "safe"));
}

TEST(AnswerViewTest, APossibleMatchIsNotWhereSheIs) {
  const v1::Summary summary = TextProto(R"pb(
    locations {
      agency_id: "clinic"
      record_id: "agencies/clinic/children/1"
      band: MATCH_BAND_STRONG
      age { seconds: 864000 }
      claim { crossing_event { direction: CROSSING_DIRECTION_ENTRY } }
    }
    locations {
      agency_id: "ngo"
      record_id: "agencies/ngo/children/2"
      band: MATCH_BAND_POSSIBLE
      age { seconds: 7300 }
      claim { sighting { place { site: "Shelter 3" } } }
    }
    wellbeing {
      agency_id: "ngo"
      record_id: "agencies/ngo/children/2"
      band: MATCH_BAND_POSSIBLE
      age { seconds: 7300 }
      claim { wellbeing_check { status: WELLBEING_STATUS_SAFE } }
    }
  )pb");
  EXPECT_THAT(
      SummaryText(summary),
      ElementsAre(
          "Where she is, newest first:",
          "  10 d ago, clinic says crossing event: direction entry",
          "How she is, newest first:", "  nothing to show",
          "POSSIBLE MATCHES, perhaps other children; a person must decide:",
          "  record agencies/ngo/children/2: 2 h ago, ngo says sighting: place "
          "Shelter 3",
          "  record agencies/ngo/children/2: 2 h ago, ngo says wellbeing "
          "check: status safe",
          "Who was asked:"));
}

}  // namespace
}  // namespace homeward::cli
