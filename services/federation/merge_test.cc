#include "services/federation/merge.h"

#include <algorithm>
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

TEST(MergeTest, EveryNodeAppearsOnceWithItsOutcome) {
  const v1::Summary summary = Merge({Silent(), Registrar()}, kNow);
  ASSERT_EQ(summary.nodes_size(), 2);
  EXPECT_EQ(summary.nodes(0).agency_id(), "police");
  EXPECT_EQ(summary.nodes(0).outcome(), v1::OUTCOME_TIMED_OUT);
  EXPECT_EQ(summary.nodes(1).agency_id(), "registrar");
}

TEST(MergeTest, ASourceTimeInTheFutureHasNoNegativeAge) {
  const v1::Summary summary = Merge({Shelter()}, absl::FromUnixSeconds(100));
  EXPECT_EQ(summary.locations(0).age().seconds(), 0);
}

TEST(MergeTest, TheOrderOfAnswersChangesNothingButTheNodes) {
  std::vector<v1::NodeAnswer> answers = {Clinic(), Registrar(), Shelter(),
                                         Silent()};
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
