#include "services/federation/signed/answer_times.h"

#include <functional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/question.pb.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::google::protobuf::Timestamp;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::homeward::testing::TextProto;
using ::testing::HasSubstr;

const absl::Time kNow = absl::FromUnixSeconds(1800000000);

v1::Answer Answer() {
  return TextProto(R"pb(
    answer_time { seconds: 1800000000 }
    matches {
      answer_time { seconds: 1800000000 }
      record {
        claims {
          source_time { seconds: 1700000000 }
          entry_time { seconds: 1700000000 }
          sighting { seen_time { seconds: 1700000000 } }
        }
        claims {
          source_time { seconds: 1700000000 }
          consent {
            given_time { seconds: 1700000000 }
            expiry_time { seconds: 1900000000 }
          }
        }
      }
    }
  )pb");
}

v1::Claim& Sighting(v1::Answer& answer) {
  return *answer.mutable_matches(0)->mutable_record()->mutable_claims(0);
}

// A time of the answer, and its field.
struct Part {
  const char* field;
  std::function<Timestamp*(v1::Answer&)> time;
};

// Those that must not be ahead of the clock.
const std::vector<Part>& Past() {
  static const auto* past = new std::vector<Part>{
      {"answer_time", [](v1::Answer& a) { return a.mutable_answer_time(); }},
      {"answer_time",
       [](v1::Answer& a) {
         return a.mutable_matches(0)->mutable_answer_time();
       }},
      {"source_time",
       [](v1::Answer& a) { return Sighting(a).mutable_source_time(); }},
      {"entry_time",
       [](v1::Answer& a) { return Sighting(a).mutable_entry_time(); }}};
  return *past;
}

TEST(AnswerTimesTest, AnHonestAnswerPasses) {
  EXPECT_OK(CheckTimes(Answer(), kNow));
  EXPECT_OK(CheckTimes(v1::Answer(), kNow));
}

TEST(AnswerTimesTest, WhatIsSaidIsNotFromTheFuture) {
  for (const Part& part : Past()) {
    v1::Answer answer = Answer();
    *part.time(answer) = auth::ToTimestamp(kNow + kMostAhead);
    EXPECT_OK(CheckTimes(answer, kNow)) << part.field;
    *part.time(answer) =
        auth::ToTimestamp(kNow + kMostAhead + absl::Nanoseconds(1));
    EXPECT_THAT(CheckTimes(answer, kNow),
                StatusIs(StatusCode::kInvalidArgument, HasSubstr(part.field)));
    // A time too late to be counted in nanoseconds.
    part.time(answer)->set_seconds(253402300799);
    EXPECT_FALSE(CheckTimes(answer, kNow).ok()) << part.field;
  }
}

TEST(AnswerTimesTest, WhatIsNoTimeIsRefusedWhereverItStands) {
  std::vector<Part> parts = Past();
  parts.push_back({"seen_time", [](v1::Answer& a) {
                     return Sighting(a).mutable_sighting()->mutable_seen_time();
                   }});
  for (const Part& part : parts) {
    for (const int64_t seconds :
         {INT64_MIN, INT64_MAX, int64_t{-62135596801}, int64_t{253402300800}}) {
      v1::Answer answer = Answer();
      part.time(answer)->set_seconds(seconds);
      EXPECT_THAT(
          CheckTimes(answer, kNow),
          StatusIs(StatusCode::kInvalidArgument, HasSubstr(part.field)));
    }
    v1::Answer answer = Answer();
    part.time(answer)->set_nanos(-1);
    EXPECT_FALSE(CheckTimes(answer, kNow).ok()) << part.field;
  }
}

}  // namespace
}  // namespace homeward::federation
