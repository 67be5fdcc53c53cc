// Which records are found, in which order, and which of them is surely hers.

#include <string>
#include <vector>

#include "auth/redaction/field_hash.h"
#include "auth/testing/hasher.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "services/matching/index_version.h"
#include "services/query/pipeline.h"
#include "services/query/pipeline_fixture.h"
#include "storage/records/record_store.h"
#include "storage/records/record_test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::query {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class PipelineSearchTest : public PipelineFixture {};

TEST_F(PipelineSearchTest, FindsByEveryWayToNameHer) {
  const std::string id = Register(kName, false, kNumber, "pfif/1");
  const std::vector<std::pair<v1::ChildDescriptor, std::string>> ways = {
      {ByName("koval SOLOMIIA"), "name"},
      {ByNumber(v1::IDENTIFIER_TYPE_UNHCR_INDIVIDUAL, kNumber), "identifier"},
      {ByNumber(v1::IDENTIFIER_TYPE_SOURCE_RECORD, "pfif/1"), "identifier"},
      {ById(id), "record_id"}};
  for (const auto& [child, kind] : ways) {
    const NodeFinding finding = Find(child);
    EXPECT_EQ(finding.outcome, v1::OUTCOME_ANSWERED) << kind;
    EXPECT_THAT(finding.details.record_ids(), ElementsAre(id));
    EXPECT_EQ(finding.details.descriptor_kind(), kind);
  }
}

TEST_F(PipelineSearchTest, ANumberIdentifiesAndANameDoesNot) {
  const std::string id = Register(kName, false, kNumber);
  EXPECT_EQ(Find(ByNumber(v1::IDENTIFIER_TYPE_UNHCR_INDIVIDUAL, kNumber))
                .matches[0]
                .band(),
            v1::MATCH_BAND_IDENTIFIED);
  EXPECT_EQ(Find(ById(id)).matches[0].band(), v1::MATCH_BAND_IDENTIFIED);
  EXPECT_NE(Find(ByName(kName)).matches[0].band(), v1::MATCH_BAND_IDENTIFIED);
}

TEST_F(PipelineSearchTest, ShowsTenAtMost) {
  for (int i = 0; i < 12; ++i) Register(kName);
  const NodeFinding finding = Find(ByName(kName, 2015));
  EXPECT_THAT(finding.matches, SizeIs(10));
  EXPECT_THAT(finding.details.record_ids(), SizeIs(10));
}

TEST_F(PipelineSearchTest, TheBestMatchComesFirst) {
  Register("Solomiia Kovalenko");
  Register(kName);
  const NodeFinding finding = Find(ByName(kName, 2015));
  ASSERT_FALSE(finding.matches.empty());
  for (int i = 1; i < finding.matches.size(); ++i) {
    EXPECT_GE(finding.matches[i - 1].probability(),
              finding.matches[i].probability());
  }
  EXPECT_EQ(finding.matches[0].band(), v1::MATCH_BAND_POSSIBLE);
}

TEST_F(PipelineSearchTest, FindsHerHoweverHerNameIsWritten) {
  const std::vector<std::vector<std::string>> same = {
      {"Соломія Ткачук", "Solomiya Tkachuk", "TKACHUK Solomija"},
      {"أحمد الخليل", "Ahmad Al-Khalil", "Ahmed Alkhalil"},
      {"ሃና ገብረሚካኤል", "Hana Gebremikael", "Hanna Gebre Mikael"},
      {"Sofía Hernández López", "SOFIA HERNANDES LOPES", "Lopez, Sofia"}};
  std::vector<std::string> ids;
  for (const auto& names : same) ids.push_back(Register(names[0]));
  for (size_t i = 0; i < same.size(); ++i) {
    for (const std::string& name : same[i]) {
      EXPECT_THAT(Find(ByName(name)).details.record_ids(), ElementsAre(ids[i]))
          << name;
    }
  }
  const std::string latin = Register("Oleksandr Shevchenko");
  EXPECT_THAT(Find(ByName("Олександр Шевченко")).details.record_ids(),
              ElementsAre(latin));
}

TEST_F(PipelineSearchTest, AScoreDoesNotDependOnOtherRecords) {
  Register(kName);
  const double alone = Find(ByName(kName)).matches.at(0).probability();
  for (const char* name : {"Solomiia Koval", "Solomia Kovalenko",
                           "Соломія Коваль", "Ivan Koval", "Ahmad Saleh"}) {
    Register(name);
    const NodeFinding finding = Find(ByName(kName));
    ASSERT_FALSE(finding.matches.empty());
    EXPECT_EQ(finding.matches[0].probability(), alone);
  }
}

TEST_F(PipelineSearchTest, ARecordOfAnOlderIndexIsFound) {
  v1::Claim claim;
  claim.set_source_agency_id("ngo");
  claim.set_basis(v1::BASIS_OBSERVED);
  claim.mutable_source_time()->set_seconds(kNow - 3600);
  storage::NewClaims content;
  content.claims.resize(3, claim);
  content.claims[0].mutable_identity()->set_name_full(kName);
  content.claims[1].mutable_sighting()->mutable_place()->set_admin1_code(
      "PL-MZ");
  content.claims[2].mutable_location_protection()->set_state(
      v1::PROTECT_LOCATION_OFF);
  content.terms = {{std::string(matching::kOlderTermKind), "1|n|solomiia"}};
  auto change = kit_.records()->Create(content, {}, now_);
  ASSERT_OK(change);
  ASSERT_EQ(kit_.Commit(*change), storage::CommitOutcome::kCommitted);
  EXPECT_THAT(Find(ByName(kName)).details.record_ids(),
              ElementsAre(change->record_id));
}

TEST_F(PipelineSearchTest, SaysWhichRecordIsSurelyHersHoweverSheIsNamed) {
  const std::string id = Register(kName, false, kNumber, "pfif/1");
  for (const v1::ChildDescriptor& child :
       {ByName(kName, 2015), ByName("Koval, Solomija"), ById(id),
        ByNumber(v1::IDENTIFIER_TYPE_UNHCR_INDIVIDUAL, kNumber),
        ByNumber(v1::IDENTIFIER_TYPE_SOURCE_RECORD, "pfif/1")}) {
    EXPECT_EQ(Find(child).sure_record_id, id) << child.ShortDebugString();
  }
  // A first name says little; of somebody else nothing is surely hers.
  EXPECT_EQ(Find(ByName("Solomiia")).sure_record_id, "");
  EXPECT_EQ(Find(ByName("Taras Bondar")).sure_record_id, "");
  EXPECT_EQ(Find(ById(kAbsent)).sure_record_id, "");
}

TEST_F(PipelineSearchTest, ARecordThatIsWithheldIsSurelyHersToo) {
  const std::string id = Register(kName, /*is_protected=*/true);
  const NodeFinding finding = Find(ByName(kName, 2015));
  EXPECT_EQ(finding.outcome, v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_EQ(finding.sure_record_id, id);
}

TEST_F(PipelineSearchTest, OfTwoThatAreSurelyHersNeitherIs) {
  Register(kName);
  Register(kName);
  EXPECT_THAT(Find(ByName(kName, 2015)).matches, SizeIs(2));
  EXPECT_EQ(Find(ByName(kName, 2015)).sure_record_id, "");
}

}  // namespace
}  // namespace homeward::query
