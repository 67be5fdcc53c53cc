#include "services/federation/merging/answer_size.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/federation/merging/merge.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;

// A claim of `bytes` and somewhat more, `seconds` old in the year 1970.
void AddClaim(v1::RecordMatch& match, const std::string& id, int64_t seconds,
              size_t bytes) {
  v1::Claim& claim = *match.mutable_record()->add_claims();
  claim.set_claim_id(id);
  claim.mutable_source_time()->set_seconds(seconds);
  claim.mutable_sighting()->set_text(std::string(bytes, 'x'));
}

std::vector<std::string> IdsOf(const v1::RecordMatch& match) {
  std::vector<std::string> ids;
  for (const v1::Claim& claim : match.record().claims()) {
    ids.push_back(claim.claim_id());
  }
  return ids;
}

// An answer of about `bytes`, signed bytes and matches alike.
v1::NodeAnswer Answer(const std::string& agency_id, size_t bytes) {
  v1::NodeAnswer answer;
  answer.set_agency_id(agency_id);
  answer.set_outcome(v1::OUTCOME_ANSWERED);
  v1::RecordMatch& match = *answer.add_matches();
  match.set_band(v1::MATCH_BAND_STRONG);
  for (size_t i = 0; i < bytes / 1024; ++i) {
    AddClaim(match, std::to_string(i), static_cast<int64_t>(i), 1000);
  }
  answer.mutable_signed_answer()->set_payload(std::string(bytes, 's'));
  answer.set_signer_certificate("der");
  return answer;
}

TEST(FairShareTest, NothingThatIsSmallerIsCut) {
  EXPECT_EQ(FairShare({10, 20, 30}, 60), 30);
  EXPECT_EQ(FairShare({10, 1000, 30}, 100), 60);
  EXPECT_EQ(FairShare({1000, 10, 1000}, 110), 50);
  EXPECT_EQ(FairShare({}, 7), 7);
}

TEST(FitMatchesTest, WhatFitsStaysAsItIs) {
  google::protobuf::RepeatedPtrField<v1::RecordMatch> matches;
  AddClaim(*matches.Add(), "a", 1, 100);
  EXPECT_EQ(FitMatches(1000, matches), 0);
  EXPECT_THAT(IdsOf(matches.Get(0)), ElementsAre("a"));
}

TEST(FitMatchesTest, TheLargestRecordsLoseTheirOldestClaims) {
  google::protobuf::RepeatedPtrField<v1::RecordMatch> matches;
  v1::RecordMatch& large = *matches.Add();
  AddClaim(large, "newest", 40, 1000);
  AddClaim(large, "oldest", 10, 1000);
  AddClaim(large, "older", 20, 1000);
  AddClaim(large, "newer", 30, 1000);
  AddClaim(*matches.Add(), "small", 1, 100);
  EXPECT_EQ(FitMatches(2500, matches), 2);
  EXPECT_THAT(IdsOf(matches.Get(0)), ElementsAre("newest", "newer"));
  EXPECT_THAT(IdsOf(matches.Get(1)), ElementsAre("small"));
}

TEST(FitMatchesTest, AClaimThatNeverFitsDoesNotTakeTheOthersWithIt) {
  google::protobuf::RepeatedPtrField<v1::RecordMatch> matches;
  AddClaim(*matches.Add(), "huge", 40, 100'000);
  AddClaim(*matches.Mutable(0), "small", 10, 100);
  EXPECT_EQ(FitMatches(5000, matches), 1);
  EXPECT_THAT(IdsOf(matches.Get(0)), ElementsAre("small"));
}

TEST(FitMatchesTest, WhatIsLeftFitsWhateverTheSizes) {
  for (const size_t bytes : {1, 100, 120, 130, 16'000, 16'400, 60'000}) {
    google::protobuf::RepeatedPtrField<v1::RecordMatch> matches;
    for (int m = 0; m < 10; ++m) {
      v1::RecordMatch& match = *matches.Add();
      match.mutable_record()->set_record_id(std::string(60, 'r'));
      for (int i = 0; i < 400; ++i) AddClaim(match, "id", i, bytes);
    }
    v1::Answer answer;
    *answer.mutable_matches() = matches;
    const size_t before = answer.ByteSizeLong();
    FitMatches(kMaxMatchesBytes, matches);
    *answer.mutable_matches() = matches;
    EXPECT_LE(answer.ByteSizeLong(), kMaxMatchesBytes) << bytes;
    EXPECT_GE(answer.ByteSizeLong(), std::min(before, kMaxMatchesBytes / 4))
        << bytes;
  }
}

TEST(FitAnswersTest, OneLargeAnswerTakesNoOthersRoom) {
  v1::GetWellbeingResponse response;
  *response.add_answers() = Answer("liar", 200 << 10);
  const v1::NodeAnswer honest = Answer("ngo", 4 << 10);
  *response.add_answers() = honest;
  FitAnswers(100 << 10, *response.mutable_answers());
  EXPECT_LE(response.ByteSizeLong(), 100 << 10);
  EXPECT_FALSE(response.answers(0).has_signed_answer());
  EXPECT_GT(response.answers(0).omitted_claim_count(), 100);
  EXPECT_EQ(response.answers(0).omitted_claim_count() +
                response.answers(0).matches(0).record().claims_size(),
            200);
  EXPECT_EQ(response.answers(1).SerializeAsString(),
            honest.SerializeAsString());
}

TEST(FitAnswersTest, WhatIsMoreThanClaimsHelpsAHostileNodeNothing) {
  v1::GetWellbeingResponse response;
  v1::NodeAnswer& liar = *response.add_answers();
  liar = Answer("liar", 4 << 10);
  for (int i = 0; i < 1000; ++i) {
    liar.mutable_matches(0)->add_evidence()->set_field(std::string(300, 'x'));
  }
  const v1::NodeAnswer honest = Answer("ngo", 4 << 10);
  *response.add_answers() = honest;
  FitAnswers(100 << 10, *response.mutable_answers());
  EXPECT_LE(response.ByteSizeLong(), 100 << 10);
  EXPECT_EQ(response.answers(0).outcome(), v1::OUTCOME_ANSWERED);
  EXPECT_EQ(response.answers(0).omitted_claim_count(), 4);
  EXPECT_EQ(response.answers(1).SerializeAsString(),
            honest.SerializeAsString());
}

TEST(FitAnswersTest, FiftyOfTheLargestFitIntoOneResponse) {
  v1::GetWellbeingResponse response;
  for (int i = 0; i < 51; ++i) {
    *response.add_answers() =
        Answer(std::to_string(i), kMaxMatchesBytes - (8 << 10));
  }
  const std::vector<v1::NodeAnswer> answers(response.answers().begin(),
                                            response.answers().end());
  *response.mutable_summary() = Merge(answers, absl::FromUnixSeconds(1000));
  FitAnswers(kMaxAnswersBytes, *response.mutable_answers());
  EXPECT_LT(response.ByteSizeLong(), 4 << 20);
  EXPECT_EQ(response.answers_size(), 51);
  for (const v1::NodeAnswer& answer : response.answers()) {
    EXPECT_GT(answer.matches(0).record().claims_size(), 30);
  }
  for (const v1::NodeOutcome& node : response.summary().nodes()) {
    EXPECT_GT(node.omitted_view_count(), 0);
  }
}

TEST(CheckSizeTest, RefusesWhatIsTooLargeWhereverItIs) {
  v1::AskResponse reply;
  reply.mutable_answer()->set_payload(std::string(kMaxAnswerBytes, 'x'));
  reply.set_signer_certificate(std::string(2000, 'c'));
  EXPECT_THAT(CheckSize(reply), IsOk());
  v1::AskResponse payload = reply;
  payload.mutable_answer()->mutable_payload()->append("x");
  EXPECT_THAT(CheckSize(payload), StatusIs(StatusCode::kInvalidArgument));
  v1::AskResponse signature = reply;
  signature.mutable_answer()->add_signatures()->set_signature(
      std::string(20 << 10, 's'));
  EXPECT_THAT(CheckSize(signature), StatusIs(StatusCode::kInvalidArgument));
}

TEST(CheckIdsTest, RefusesIdsThatAreDocuments) {
  v1::Answer answer;
  AddClaim(*answer.add_matches(), std::string(256, 'i'), 1, 1);
  EXPECT_THAT(CheckIds(answer), IsOk());
  v1::Answer claim = answer;
  AddClaim(*claim.mutable_matches(0), std::string(257, 'i'), 1, 1);
  EXPECT_THAT(CheckIds(claim), StatusIs(StatusCode::kInvalidArgument));
  answer.mutable_matches(0)->mutable_record()->set_record_id(
      std::string(257, 'r'));
  EXPECT_THAT(CheckIds(answer), StatusIs(StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace homeward::federation
