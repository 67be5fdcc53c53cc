#include "services/cli/text_view.h"

#include <string>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/evidence_service.pb.h"
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
using ::testing::Not;

google::protobuf::Duration Age(int64_t seconds) {
  google::protobuf::Duration age;
  age.set_seconds(seconds);
  return age;
}

TEST(TextViewTest, AgesHaveOneUnit) {
  EXPECT_EQ(AgeText(Age(5)), "5 s");
  EXPECT_EQ(AgeText(Age(119)), "1 min");
  EXPECT_EQ(AgeText(Age(3 * 3600 + 59)), "3 h");
  EXPECT_EQ(AgeText(Age(47 * 3600)), "47 h");
  EXPECT_EQ(AgeText(Age(12 * 86400)), "12 d");
}

TEST(TextViewTest, ATimeThatWasNotToldIsNotTheYear1970) {
  EXPECT_EQ(TimeText(google::protobuf::Timestamp()), "time not told");
}

TEST(TextViewTest, AClaimWithoutAFactWasWithheld) {
  EXPECT_EQ(ClaimText(v1::Claim()), "withheld");
}

TEST(TextViewTest, AnEntryThatTellsOfNoAnswerSaysSoInWords) {
  v1::AuditEntry entry = TextProto(R"pb(
    index: 7
    event {
      time { seconds: 1772366400 }
      kind: AUDIT_KIND_DELIVERED
      asker_agency_id: "police"
      responder_agency_id: "clinic"
      outcome: OUTCOME_ANSWERED
    }
  )pb");
  const std::string begin = "2026-03-01 12:00 UTC  entry 7: ";
  EXPECT_EQ(EntryText(entry),
            begin + "delivered, police asks clinic: answered");
  entry.mutable_event()->clear_outcome();
  entry.mutable_event()->set_kind(v1::AUDIT_KIND_SENT);
  EXPECT_EQ(EntryText(entry),
            begin +
                "sent, police asks clinic: the question goes out, not "
                "answered yet");
  entry.mutable_event()->clear_responder_agency_id();
  entry.mutable_event()->set_kind(v1::AUDIT_KIND_ERASED);
  EXPECT_EQ(EntryText(entry), begin + "erased, police");
}

TEST(TextViewTest, TellsTheTermsOfARecord) {
  const v1::ChildRecord record = TextProto(R"pb(
    altered_fields {
      field_path: "identity.documents"
      outcome: FIELD_OUTCOME_MASK
    }
    obligations {
      type: OBLIGATION_TYPE_RETAIN_AT_MOST
      within { seconds: 2592000 }
    }
    obligations { type: OBLIGATION_TYPE_NO_ONWARD_SHARING }
  )pb");
  EXPECT_THAT(
      TermsText(record),
      ElementsAre("  not as the owner has it: identity.documents (mask)",
                  "  duty: retain at most, 30 d", "  duty: no onward sharing"));
  EXPECT_THAT(TermsText(v1::ChildRecord()), ElementsAre());
}

TEST(TextViewTest, CodesAreWordsAndIdsAreLeftOut) {
  const v1::Claim claim = TextProto(R"pb(
    wellbeing_check {
      status: WELLBEING_STATUS_NEEDS_ATTENTION
      method: WELLBEING_METHOD_IN_PERSON
    }
  )pb");
  EXPECT_THAT(ClaimText(claim), HasSubstr("needs attention"));
  EXPECT_THAT(ClaimText(claim), HasSubstr("in person"));
  const v1::Claim sighting =
      TextProto(R"pb(sighting { sighting_id: "x-17" text: "Seen." })pb");
  EXPECT_THAT(ClaimText(sighting), Not(HasSubstr("x-17")));
  const v1::Claim crossing = TextProto(
      R"pb(
        crossing_event { accompanying_adult_ids: [ "adult-1", "adult-2" ] }
      )pb");
  EXPECT_EQ(ClaimText(crossing), "crossing event");
  const v1::Claim consent =
      TextProto(R"pb(consent { recipient_agency_ids: "ngo" })pb");
  EXPECT_THAT(ClaimText(consent), HasSubstr("ngo"));
}

TEST(TextViewTest, WhatHadNoRoomIsSaid) {
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

TEST(TextViewTest, WhatPeopleRejectedIsCounted) {
  const v1::NodeAnswer answer = TextProto(R"pb(agency_id: "ngo"
                                               outcome: OUTCOME_ANSWERED
                                               rejected_match_count: 2)pb");
  EXPECT_THAT(absl::StrJoin(AnswerText(answer), "\n"),
              HasSubstr("not shown: 2 that people here rejected"));
}

TEST(TextViewTest, TheSummaryOfFourNodes) {
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

TEST(TextViewTest, WhatIsToldWithoutATimeIsNotOld) {
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

TEST(TextViewTest, APossibleMatchIsNotWhereSheIs) {
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
