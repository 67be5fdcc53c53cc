#include "services/federation/merging/evidence_check.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "homeward/v1/question.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;

// A good match, and one with these weights and this score.
v1::Answer Answer(const std::vector<int64_t>& weights, int64_t score) {
  v1::Answer answer;
  answer.add_matches();
  v1::RecordMatch& match = *answer.add_matches();
  for (const int64_t weight : weights) {
    match.add_evidence()->set_weight_millibits(weight);
  }
  match.set_score_millibits(score);
  return answer;
}

TEST(EvidenceCheckTest, WhatSumsToTheScoreHolds) {
  EXPECT_THAT(CheckEvidence(Answer({}, 0)), IsOk());
  EXPECT_THAT(CheckEvidence(Answer({-13288, 12000, 5}, -1283)), IsOk());
}

TEST(EvidenceCheckTest, WhatDoesNotIsRefused) {
  EXPECT_THAT(CheckEvidence(Answer({-13288, 12000, 5}, -1282)),
              StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckEvidence(Answer({}, 1)),
              StatusIs(StatusCode::kInvalidArgument));
  // The sum of these would wrap around to the score.
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  EXPECT_THAT(CheckEvidence(Answer({kMost, kMost, 2}, 0)),
              StatusIs(StatusCode::kInvalidArgument));
}

TEST(EvidenceCheckTest, NoPeerFillsTheScreen) {
  const std::vector<int64_t> weights(kMaxEvidence, 0);
  EXPECT_THAT(CheckEvidence(Answer(weights, 0)), IsOk());
  v1::Answer more = Answer(weights, 0);
  more.mutable_matches(1)->add_evidence();
  EXPECT_THAT(CheckEvidence(more), StatusIs(StatusCode::kInvalidArgument));
  v1::Answer large = Answer({0}, 0);
  large.mutable_matches(1)->mutable_evidence(0)->set_record_value(
      std::string(kMaxEvidenceBytes, 'x'));
  EXPECT_THAT(CheckEvidence(large), StatusIs(StatusCode::kInvalidArgument));
}

TEST(EvidenceCheckTest, EachTextIsShortAndCanBeSeen) {
  using Set = void (*)(const std::string&, v1::MatchEvidence&);
  const Set setters[] = {
      [](const std::string& text, v1::MatchEvidence& evidence) {
        evidence.set_record_value(text);
      },
      [](const std::string& text, v1::MatchEvidence& evidence) {
        evidence.set_level(text);
      },
      [](const std::string& text, v1::MatchEvidence& evidence) {
        evidence.set_field(text);
      }};
  for (const Set set : setters) {
    const auto checked = [&](const std::string& text) {
      v1::Answer answer = Answer({0}, 0);
      set(text, *answer.mutable_matches(1)->mutable_evidence(0));
      return CheckEvidence(answer);
    };
    EXPECT_THAT(checked("соломія ሃና"), IsOk());
    EXPECT_THAT(checked(std::string(kMaxEvidenceValueBytes, 'x')), IsOk());
    // Too long; clears the screen; turns the direction of what follows.
    for (const std::string& bad :
         {std::string(kMaxEvidenceValueBytes + 1, 'x'), std::string("a\x1b[2J"),
          std::string("a\u202eb")}) {
      EXPECT_THAT(checked(bad), StatusIs(StatusCode::kInvalidArgument));
    }
  }
}

// A name that was pasted with its marks is told back with them.
TEST(EvidenceCheckTest, WhatWasAskedIsClearedWhereItCannotBeShown) {
  for (const std::string& bad :
       {std::string(kMaxEvidenceValueBytes + 1, 'x'), std::string("a\x1b[2J"),
        std::string("\u2068\u0645\u0631\u064a\u0645\u2069")}) {
    v1::Answer answer = Answer({0}, 0);
    v1::RecordMatch& match = *answer.mutable_matches(1);
    match.mutable_evidence(0)->set_asked_value(bad);
    match.mutable_evidence(0)->set_record_value("Maryam");
    EXPECT_THAT(CheckEvidence(answer), IsOk());
    KeepReadable(match);
    EXPECT_EQ(match.evidence(0).asked_value(), "");
    EXPECT_EQ(match.evidence(0).record_value(), "Maryam");
  }
  v1::RecordMatch good = Answer({0}, 0).matches(1);
  good.mutable_evidence(0)->set_asked_value("\u0645\u0631\u064a\u0645");
  KeepReadable(good);
  EXPECT_NE(good.evidence(0).asked_value(), "");
}

}  // namespace
}  // namespace homeward::federation
