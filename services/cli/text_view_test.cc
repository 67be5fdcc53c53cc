#include "services/cli/text_view.h"

#include <cstdint>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/record.pb.h"
#include "tests/testing/text_proto.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::TextProto;
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
  const v1::Claim photo =
      TextProto(R"pb(photo { photo_id: "p-1" consent_claim_id: "c-1" })pb");
  EXPECT_EQ(ClaimText(photo), "photo: photo id \"p-1\"");
  const v1::Claim recording = TextProto(
      R"pb(recording { recording_id: "r-1" consent_claim_id: "c-1" })pb");
  EXPECT_EQ(ClaimText(recording), "recording: recording id \"r-1\"");
}

}  // namespace
}  // namespace homeward::cli
