#include "services/query/pipeline.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/mou.pb.h"
#include "services/query/pipeline_fixture.h"
#include "tests/testing/status_matchers.h"

namespace homeward::query {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class PipelineTest : public PipelineFixture {};

TEST_F(PipelineTest, AnswersWithWhatTheMouPermitsAndNoMore) {
  const std::string id = Register(kName);
  const NodeFinding finding = Find(ByName(kName, 2015));
  EXPECT_EQ(finding.outcome, v1::OUTCOME_ANSWERED);
  ASSERT_THAT(finding.matches, SizeIs(1));
  const v1::RecordMatch& match = finding.matches[0];
  EXPECT_EQ(match.answer_time().seconds(), kNow);
  // Her birth may not be told, so that it makes no match strong either.
  EXPECT_EQ(match.band(), v1::MATCH_BAND_POSSIBLE);
  EXPECT_EQ(match.SerializeAsString().find("Solomiia"), std::string::npos);
  EXPECT_THAT(match.SerializeAsString(), ::testing::HasSubstr("PL-MZ"));
}

TEST_F(PipelineTest, TellsTheLogWhatWasDisclosedAndByWhat) {
  const std::string id = Register(kName);
  const NodeFinding finding = Find(ByName(kName, 2015));
  EXPECT_EQ(finding.decision.reason(), v1::DECISION_REASON_PERMITTED);
  EXPECT_EQ(finding.decision.mou(), "ngo-police@1");
  EXPECT_THAT(finding.decision.permits(), ElementsAre("ngo-police@1/search"));
  EXPECT_EQ(finding.decision.policy_sha256(), mous_->digest());
  EXPECT_THAT(finding.details.record_ids(), ElementsAre(id));
  EXPECT_EQ(finding.details.descriptor_kind(), "name");
  EXPECT_THAT(finding.details.disclosed_fields(),
              Contains("sighting.place.admin1_code"));
  EXPECT_THAT(finding.details.disclosed_fields(),
              Not(Contains("identity.name_full")));
}

// Two records of which the same is known, and one whose place is protected.
TEST_F(PipelineTest, TellsTheLogWhatEachRecordWasDecidedFrom) {
  Register(kName);
  Register(kName);
  Register(kName, /*is_protected=*/true);
  const NodeFinding finding = Find(ByName(kName, 2015));
  const v1::DecisionBasis& basis = finding.details.basis();
  EXPECT_EQ(basis.request().requester_agency_id(), "police");
  EXPECT_EQ(basis.request().owner_agency_id(), "ngo");
  EXPECT_EQ(basis.request().mou_id(), "ngo-police");
  EXPECT_THAT(basis.request().roles(), ElementsAre(v1::ROLE_POLICE_MISSING));
  std::vector<std::string> known;
  for (const v1::BasisFacts& facts : basis.facts()) {
    for (const v1::FactValue& fact : facts.facts().facts()) {
      if (fact.fact() != v1::FACT_LOCATION_PROTECTED) continue;
      known.push_back(
          absl::StrCat(facts.records(), " ", v1::Truth_Name(fact.truth())));
    }
    EXPECT_EQ(facts.facts().subject_age().min_years(), 11);
  }
  EXPECT_THAT(known,
              ::testing::UnorderedElementsAre("2 TRUTH_FALSE", "1 TRUTH_TRUE"));
  EXPECT_EQ(basis.SerializeAsString().find("Solomiia"), std::string::npos);
  EXPECT_EQ(basis.SerializeAsString().find("children"), std::string::npos);
}

TEST_F(PipelineTest, WithoutARecordTheLogHasWhatIsKnownOfTheCase) {
  Register(kName);
  NodeQuestion denied = Allowed(ByName(kName));
  denied.access.purpose = v1::PURPOSE_TREAT;
  ASSERT_OK_AND_ASSIGN(const NodeFinding not_searched, Answer(denied));
  EXPECT_EQ(not_searched.outcome, v1::OUTCOME_DENIED);
  const NodeFinding not_found = Find(ByName("Nobody Atall"));
  EXPECT_EQ(not_found.outcome, v1::OUTCOME_NOTHING_TO_SHOW);
  for (const NodeFinding& finding : {not_searched, not_found}) {
    ASSERT_THAT(finding.details.basis().facts(), SizeIs(1));
    EXPECT_EQ(finding.details.basis().facts(0).records(), 0);
    EXPECT_EQ(
        finding.details.basis().facts(0).facts().subject_age().max_years(), 17);
  }
}

TEST_F(PipelineTest, DutiesGoWithEachRecordAndOnceIntoTheLog) {
  Register(kName);
  Register(kName);
  const NodeFinding finding = Find(ByName(kName, 2015));
  ASSERT_THAT(finding.matches, SizeIs(2));
  for (const v1::RecordMatch& match : finding.matches) {
    ASSERT_THAT(match.record().obligations(), SizeIs(1));
    EXPECT_EQ(match.record().obligations(0).within().seconds(), 60);
  }
  ASSERT_THAT(finding.decision.obligations(), SizeIs(1));
  EXPECT_EQ(finding.decision.obligations(0).type(),
            v1::OBLIGATION_TYPE_RETAIN_AT_MOST);
  // What staff who asked are shown is the same when nothing is found.
  EXPECT_THAT(finding.details.admission().obligations(), IsEmpty());
}

TEST_F(PipelineTest, ADenialReadsNothingAndLooksAtNoChild) {
  Register(kName);
  for (const v1::ChildDescriptor& child :
       {ByName(kName), ByName(""), ById("nonsense"), v1::ChildDescriptor()}) {
    NodeQuestion question = Allowed(child);
    question.access.purpose = v1::PURPOSE_IMM_ENFORCEMENT;
    auto finding = Answer(question);
    ASSERT_OK(finding);
    EXPECT_EQ(finding->outcome, v1::OUTCOME_DENIED);
    EXPECT_THAT(finding->matches, IsEmpty());
    EXPECT_EQ(finding->decision.reason(), v1::DECISION_REASON_RED_LINE);
    finding->details.clear_basis();
    EXPECT_EQ(finding->details.SerializeAsString(), "");
  }
}

TEST_F(PipelineTest, WhoMayAskIsToldWhatIsMalformed) {
  for (const v1::ChildDescriptor& child :
       {ByName(""), ById("nonsense"), ByName(kName, 1776),
        v1::ChildDescriptor()}) {
    EXPECT_THAT(Answer(Allowed(child)), StatusIs(StatusCode::kInvalidArgument));
  }
}

TEST_F(PipelineTest, ARecordOfAnotherAgencyIsNotHere) {
  Register(kName);
  EXPECT_EQ(Find(ById("agencies/clinic/children/"
                      "00000000000000000000000000000000"))
                .outcome,
            v1::OUTCOME_NOTHING_TO_SHOW);
}

TEST_F(PipelineTest, NothingIsSearchedForWhoProbes) {
  const std::string id = Register(kName);
  NodeQuestion question = Allowed(ByName(kName));
  question.barred = v1::DECISION_REASON_PROBING;
  const auto probing = Answer(question);
  ASSERT_OK(probing);
  EXPECT_EQ(probing->outcome, v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_THAT(probing->matches, IsEmpty());
  EXPECT_EQ(probing->decision.reason(), v1::DECISION_REASON_PROBING);
  EXPECT_THAT(probing->decision.built_in_rules(), ElementsAre("P-PROBE"));
  EXPECT_THAT(probing->details.withheld_record_ids(), IsEmpty());
  // What she would be told anyway stays so.
  question.child = ByName("");
  EXPECT_THAT(Answer(question), StatusIs(StatusCode::kInvalidArgument));
  question.access.purpose = v1::PURPOSE_IMM_ENFORCEMENT;
  EXPECT_EQ(Answer(question)->outcome, v1::OUTCOME_DENIED);
}

}  // namespace
}  // namespace homeward::query
