#include "services/federation/merging/merge.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "homeward/v1/query_service.pb.h"
#include "tests/testing/text_proto.h"

namespace homeward::federation {
namespace {

using ::google::protobuf::util::MessageDifferencer;
using ::homeward::testing::TextProto;
using ::testing::ElementsAre;

const absl::Time kNow = absl::FromUnixSeconds(10000);

v1::NodeAnswer Registrar() {
  return TextProto(R"pb(
    agency_id: "registrar"
    outcome: OUTCOME_ANSWERED
    matches {
      band: MATCH_BAND_STRONG
      record {
        record_id: "r1"
        claims {
          claim_id: "crossing"
          source_time { seconds: 1000 }
          entry_time { seconds: 9000 }
          crossing_event { to_country_code: "RM" }
        }
        claims {
          claim_id: "registrar-identity"
          source_time { seconds: 1000 }
          identity { sex: SEX_FEMALE }
        }
      }
    }
  )pb");
}

v1::NodeAnswer Shelter() {
  return TextProto(R"pb(
    agency_id: "shelter"
    outcome: OUTCOME_ANSWERED
    matches {
      band: MATCH_BAND_STRONG
      record {
        record_id: "s1"
        claims {
          claim_id: "sighting"
          source_time { seconds: 8000 }
          entry_time { seconds: 8001 }
          sighting { place { admin2_code: "RM-02" } }
        }
        claims {
          claim_id: "safe"
          source_time { seconds: 8000 }
          wellbeing_check { status: WELLBEING_STATUS_SAFE }
        }
        claims {
          claim_id: "shelter-identity"
          source_time { seconds: 8000 }
          identity { sex: SEX_MALE }
        }
      }
    }
  )pb");
}

v1::NodeAnswer Clinic() {
  return TextProto(R"pb(
    agency_id: "clinic"
    outcome: OUTCOME_ANSWERED
    matches {
      band: MATCH_BAND_STRONG
      record {
        record_id: "c1"
        claims {
          claim_id: "urgent"
          source_time { seconds: 8000 }
          wellbeing_check { status: WELLBEING_STATUS_URGENT }
        }
      }
    }
  )pb");
}

v1::NodeAnswer Silent() {
  return TextProto(R"pb(agency_id: "police" outcome: OUTCOME_TIMED_OUT)pb");
}

TEST(MergeTest, TheNewestSourceTimeComesFirstNotTheLastToArrive) {
  const v1::Summary summary = Merge({Registrar(), Shelter()}, kNow);
  ASSERT_EQ(summary.locations_size(), 2);
  EXPECT_EQ(summary.locations(0).claim().claim_id(), "sighting");
  EXPECT_EQ(summary.locations(0).age().seconds(), 2000);
  EXPECT_EQ(summary.locations(1).claim().claim_id(), "crossing");
}

TEST(MergeTest, AClaimWithoutATimeHasNoAge) {
  v1::NodeAnswer clinic = Clinic();
  clinic.mutable_matches(0)
      ->mutable_record()
      ->mutable_claims(0)
      ->clear_source_time();
  const v1::Summary summary = Merge({clinic}, kNow);
  ASSERT_EQ(summary.wellbeing_size(), 1);
  EXPECT_FALSE(summary.wellbeing(0).has_age());
}

TEST(MergeTest, AtTheSameTimeTheHigherRiskComesFirst) {
  const v1::Summary summary = Merge({Shelter(), Clinic()}, kNow);
  ASSERT_EQ(summary.wellbeing_size(), 2);
  EXPECT_EQ(summary.wellbeing(0).claim().claim_id(), "urgent");
}

TEST(MergeTest, ContradictionsAreShownNotResolved) {
  const v1::Summary summary = Merge({Registrar(), Shelter(), Clinic()}, kNow);
  ASSERT_EQ(summary.contradictions_size(), 2);
  EXPECT_EQ(summary.contradictions(0).field_path(), "identity.sex");
  EXPECT_THAT(summary.contradictions(0).claim_ids(),
              ElementsAre("registrar-identity", "shelter-identity"));
  EXPECT_EQ(summary.contradictions(1).field_path(), "wellbeing_check.status");
}

TEST(MergeTest, SourcesThatAgreeDoNotContradict) {
  v1::NodeAnswer other = Registrar();
  other.set_agency_id("other");
  EXPECT_EQ(Merge({Registrar(), other}, kNow).contradictions_size(), 0);
}

// Another girl whose name has a word in common.
v1::NodeAnswer Another() {
  return TextProto(R"pb(
    agency_id: "another"
    outcome: OUTCOME_ANSWERED
    matches {
      band: MATCH_BAND_POSSIBLE
      record {
        record_id: "a1"
        claims {
          claim_id: "another-sighting"
          source_time { seconds: 9000 }
          sighting { place { admin2_code: "RM-09" } }
        }
        claims {
          claim_id: "another-urgent"
          source_time { seconds: 9000 }
          wellbeing_check { status: WELLBEING_STATUS_URGENT }
        }
        claims {
          claim_id: "another-identity"
          source_time { seconds: 9000 }
          identity { sex: SEX_MALE }
        }
      }
    }
  )pb");
}

TEST(MergeTest, APossibleMatchComesLastWhateverItsTime) {
  const v1::Summary summary = Merge({Another(), Registrar(), Shelter()}, kNow);
  ASSERT_EQ(summary.locations_size(), 3);
  EXPECT_EQ(summary.locations(0).claim().claim_id(), "sighting");
  EXPECT_EQ(summary.locations(0).band(), v1::MATCH_BAND_STRONG);
  EXPECT_EQ(summary.locations(2).claim().claim_id(), "another-sighting");
  EXPECT_EQ(summary.locations(2).band(), v1::MATCH_BAND_POSSIBLE);
  ASSERT_EQ(summary.wellbeing_size(), 2);
  EXPECT_EQ(summary.wellbeing(0).claim().claim_id(), "safe");
  EXPECT_EQ(summary.wellbeing(1).band(), v1::MATCH_BAND_POSSIBLE);
}

TEST(MergeTest, IdentifiedIsNoNewerThanStrong) {
  v1::NodeAnswer registrar = Registrar();
  registrar.mutable_matches(0)->set_band(v1::MATCH_BAND_IDENTIFIED);
  const v1::Summary summary = Merge({registrar, Shelter()}, kNow);
  EXPECT_EQ(summary.locations(0).band(), v1::MATCH_BAND_STRONG);
  EXPECT_EQ(summary.locations(1).band(), v1::MATCH_BAND_IDENTIFIED);
}

TEST(MergeTest, ABandThatIsUnknownHereIsAPossibleMatch) {
  v1::NodeAnswer shelter = Shelter();
  for (const int band : {0, 17}) {
    shelter.mutable_matches(0)->set_band(static_cast<v1::MatchBand>(band));
    const v1::Summary summary = Merge({shelter, Registrar()}, kNow);
    EXPECT_EQ(summary.locations(0).claim().claim_id(), "crossing");
    EXPECT_EQ(summary.locations(1).band(), v1::MATCH_BAND_POSSIBLE);
    EXPECT_EQ(summary.contradictions_size(), 0);
  }
}

TEST(MergeTest, WhatMayBeAnotherChildContradictsNobody) {
  EXPECT_EQ(Merge({Registrar(), Another()}, kNow).contradictions_size(), 0);
}

TEST(MergeTest, TimesOutsideOfWhatNanosecondsCountStayInOrder) {
  v1::NodeAnswer early = Registrar();
  early.mutable_matches(0)
      ->mutable_record()
      ->mutable_claims(0)
      ->mutable_source_time()
      ->set_seconds(-62135596800);
  v1::NodeAnswer late = Shelter();
  late.mutable_matches(0)
      ->mutable_record()
      ->mutable_claims(0)
      ->mutable_source_time()
      ->set_seconds(253402300799);
  const v1::Summary summary = Merge({early, late, Another()}, kNow);
  EXPECT_EQ(summary.locations(0).claim().claim_id(), "sighting");
  EXPECT_EQ(summary.locations(0).age().seconds(), 0);
  EXPECT_EQ(summary.locations(1).claim().claim_id(), "crossing");
  EXPECT_EQ(summary.locations(1).age().seconds(), 62135606800);
}

TEST(MergeTest, EveryNodeAppearsOnceWithItsOutcome) {
  const v1::Summary summary = Merge({Silent(), Registrar()}, kNow);
  ASSERT_EQ(summary.nodes_size(), 2);
  EXPECT_EQ(summary.nodes(0).agency_id(), "police");
  EXPECT_EQ(summary.nodes(0).outcome(), v1::OUTCOME_TIMED_OUT);
  EXPECT_EQ(summary.nodes(1).agency_id(), "registrar");
}

// `count` claims of where and how she is, of somewhat more than `bytes` each.
v1::NodeAnswer Talker(const std::string& agency_id, int count, size_t bytes) {
  v1::NodeAnswer answer;
  answer.set_agency_id(agency_id);
  v1::RecordMatch& match = *answer.add_matches();
  match.set_band(v1::MATCH_BAND_STRONG);
  for (int i = 0; i < count; ++i) {
    v1::Claim& where = *match.mutable_record()->add_claims();
    where.set_claim_id(std::to_string(i));
    where.mutable_source_time()->set_seconds(9000 + i);
    where.mutable_sighting()->set_text(std::string(bytes, 'x'));
    v1::Claim& how = *match.mutable_record()->add_claims();
    how.mutable_wellbeing_check()->set_status(v1::WELLBEING_STATUS_SAFE);
    how.set_claim_id(std::string(bytes, 'y'));
  }
  return answer;
}

TEST(MergeTest, WhoSaysMuchTakesNobodysPlace) {
  const v1::Summary summary =
      Merge({Talker("liar", 3000, 10), Shelter()}, kNow);
  ASSERT_EQ(summary.locations_size(), kMaxViews + 1);
  EXPECT_EQ(summary.locations(0).claim().source_time().seconds(), 11999);
  EXPECT_EQ(summary.locations(kMaxViews).agency_id(), "shelter");
  EXPECT_EQ(summary.wellbeing_size(), kMaxViews + 1);
  EXPECT_EQ(summary.nodes(0).omitted_view_count(), 2 * (3000 - kMaxViews));
  EXPECT_EQ(summary.nodes(1).omitted_view_count(), 0);
}

TEST(MergeTest, HasABoundWhateverCame) {
  std::vector<v1::NodeAnswer> answers = {Shelter()};
  for (int i = 0; i < 50; ++i) {
    answers.push_back(Talker(std::to_string(i), 60, 2000));
  }
  const v1::Summary summary = Merge(answers, kNow);
  EXPECT_LT(summary.ByteSizeLong(), kMaxSummaryBytes * 5 / 4);
  EXPECT_GT(summary.ByteSizeLong(), kMaxSummaryBytes / 2);
  EXPECT_EQ(summary.nodes(0).omitted_view_count(), 0);
  EXPECT_GT(summary.nodes(50).omitted_view_count(), 0);
}

TEST(MergeTest, ASourceTimeInTheFutureHasNoNegativeAge) {
  const v1::Summary summary = Merge({Shelter()}, absl::FromUnixSeconds(100));
  EXPECT_EQ(summary.locations(0).age().seconds(), 0);
}

TEST(MergeTest, TheOrderOfAnswersChangesNothingButTheNodes) {
  std::vector<v1::NodeAnswer> answers = {Another(), Clinic(), Registrar(),
                                         Shelter(), Silent()};
  v1::Summary first = Merge(answers, kNow);
  first.clear_nodes();
  while (std::next_permutation(
      answers.begin(), answers.end(),
      [](const v1::NodeAnswer& a, const v1::NodeAnswer& b) {
        return a.agency_id() < b.agency_id();
      })) {
    v1::Summary other = Merge(answers, kNow);
    other.clear_nodes();
    EXPECT_TRUE(MessageDifferencer::Equals(first, other));
  }
}

}  // namespace
}  // namespace homeward::federation
