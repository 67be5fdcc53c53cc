// What is withheld shows in nothing that is told.

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "services/query/pipeline.h"
#include "services/query/pipeline_fixture.h"
#include "tests/testing/status_matchers.h"

namespace homeward::query {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class PipelineWithheldTest : public PipelineFixture {};

TEST_F(PipelineWithheldTest, WithheldAndAbsentAreToldAlike) {
  const std::string id = Register(kName, /*is_protected=*/true);
  const NodeFinding withheld = Find(ById(id));
  const NodeFinding absent = Find(ById(kAbsent));
  for (const NodeFinding& finding : {withheld, absent}) {
    EXPECT_EQ(finding.outcome, v1::OUTCOME_NOTHING_TO_SHOW);
    EXPECT_THAT(finding.matches, IsEmpty());
    EXPECT_THAT(finding.details.disclosed_fields(), IsEmpty());
  }
  // The own log tells them apart.
  EXPECT_THAT(withheld.decision.built_in_rules(), ElementsAre("P-PROTECT-LOC"));
  EXPECT_THAT(withheld.details.withheld_record_ids(), ElementsAre(id));
  EXPECT_THAT(absent.details.withheld_record_ids(), IsEmpty());
  // What staff who asked are shown of it does not.
  for (const NodeFinding& finding : {withheld, absent}) {
    EXPECT_THAT(finding.details.record_ids(), IsEmpty());
    EXPECT_EQ(finding.details.admission().reason(),
              v1::DECISION_REASON_PERMITTED);
  }
  EXPECT_EQ(withheld.details.admission().SerializeAsString(),
            absent.details.admission().SerializeAsString());
}

TEST_F(PipelineWithheldTest, OneThatIsWithheldHidesNoOther) {
  // All are as good a match: which come first is left to their random ids.
  std::vector<std::string> open;
  for (int i = 0; i < 30; ++i) {
    Register(kName, /*is_protected=*/true);
    if (i % 5 == 0) open.push_back(Register(kName));
  }
  const NodeFinding finding = Find(ByName(kName, 2015));
  EXPECT_EQ(finding.outcome, v1::OUTCOME_ANSWERED);
  EXPECT_THAT(finding.matches, SizeIs(6));
  EXPECT_THAT(finding.details.record_ids(),
              ::testing::UnorderedElementsAreArray(open));
  EXPECT_THAT(finding.details.withheld_record_ids(), SizeIs(30));
  EXPECT_EQ(finding.decision.reason(), v1::DECISION_REASON_PERMITTED);
}

TEST_F(PipelineWithheldTest, TheLogHasRoomForWhatIsWithheld) {
  for (int i = 0; i < 120; ++i) Register(kName, /*is_protected=*/true);
  const NodeFinding finding = Find(ByName(kName, 2015));
  EXPECT_EQ(finding.outcome, v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_THAT(finding.details.withheld_record_ids(), SizeIs(100));
}

TEST_F(PipelineWithheldTest, OfTwoRecordsWithANumberThePermittedOneIsShown) {
  const std::string held = Register(kName, /*is_protected=*/true, "", "pfif/1");
  const std::string open = Register(kName, false, "", "pfif/1", {held});
  const NodeFinding finding =
      Find(ByNumber(v1::IDENTIFIER_TYPE_SOURCE_RECORD, "pfif/1"));
  EXPECT_THAT(finding.details.record_ids(), ElementsAre(open));
  EXPECT_THAT(finding.details.withheld_record_ids(), ElementsAre(held));
}

// To say that one is damaged would say that there is one.
TEST_F(PipelineWithheldTest, ADamagedRecordIsToAPeerAsIfItWereNotThere) {
  const std::string lost = Register(kName, false, "", "pfif/1");
  const std::string sound = Register(kName, false, "", "pfif/1", {lost});
  kit_.LoseKeyOf(lost);
  ASSERT_THAT(kit_.records()->Load(lost, {}, now_),
              StatusIs(StatusCode::kDataLoss));
  for (const v1::ChildDescriptor& child :
       {ByNumber(v1::IDENTIFIER_TYPE_SOURCE_RECORD, "pfif/1"),
        ByName(kName, 2015)}) {
    const NodeFinding finding = Find(child);
    EXPECT_THAT(finding.details.record_ids(), ElementsAre(sound));
    EXPECT_THAT(finding.details.withheld_record_ids(), IsEmpty());
  }
  const NodeFinding of_lost = Find(ById(lost));
  const NodeFinding of_none = Find(ById(kAbsent));
  EXPECT_EQ(of_lost.outcome, v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_EQ(of_lost.details.SerializeAsString(),
            of_none.details.SerializeAsString());
}

TEST_F(PipelineWithheldTest, AMatchTellsNoYearThatMayNotBeTold) {
  Register(kName);
  const NodeFinding without = Find(ByName(kName));
  ASSERT_THAT(without.matches, SizeIs(1));
  for (int year = 1990; year <= 2026; ++year) {
    const NodeFinding finding = Find(ByName(kName, year));
    ASSERT_THAT(finding.matches, SizeIs(1)) << year;
    EXPECT_EQ(finding.matches[0].SerializeAsString(),
              without.matches[0].SerializeAsString())
        << year;
  }
}

TEST_F(PipelineWithheldTest, WhoIsBarredAfterASearchIsToldWhatOneBeforeItIs) {
  const std::string id = Register(kName);
  NodeQuestion question = Allowed(ByName(kName, 2015));
  auto found = Answer(question);
  ASSERT_OK(found);
  ASSERT_EQ(found->outcome, v1::OUTCOME_ANSWERED);
  Bar(v1::DECISION_REASON_PROBING, *found);
  question.barred = v1::DECISION_REASON_PROBING;
  const auto unsearched = Answer(question);
  ASSERT_OK(unsearched);
  EXPECT_EQ(found->outcome, unsearched->outcome);
  EXPECT_THAT(found->matches, IsEmpty());
  EXPECT_EQ(found->omitted_claim_count, 0);
  EXPECT_EQ(found->decision.SerializeAsString(),
            unsearched->decision.SerializeAsString());
  // The own log knows whom she asked about.
  EXPECT_THAT(found->details.record_ids(), IsEmpty());
  EXPECT_THAT(found->details.disclosed_fields(), IsEmpty());
  EXPECT_THAT(found->details.withheld_record_ids(), ElementsAre(id));
}

}  // namespace
}  // namespace homeward::query
