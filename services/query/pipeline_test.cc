#include "services/query/pipeline.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/redaction/field_hash.h"
#include "auth/testing/hasher.h"
#include "auth/testing/signed_mous.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/mou.pb.h"
#include "services/matching/describe.h"
#include "services/matching/index_version.h"
#include "services/matching/terms.h"
#include "storage/records/record_store.h"
#include "storage/records/record_test_kit.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::query {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::homeward::testing::TextProto;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr int64_t kNow = 1800000000;
constexpr char kName[] = "Solomiia Koval";
constexpr char kNumber[] = "305-00412907";
// No record has it.
constexpr char kAbsent[] =
    "agencies/ngo/children/00000000000000000000000000000000";

constexpr char kCharter[] = R"pb(
  mou_id: "charter"
  version: 1
  effective_time { seconds: 1 }
  expiry_time { seconds: 1900000000 }
  legal_authority: "the federation's statute"
  schema_version: 1
  clauses {
    clause_id: "no-incidents"
    effect: EFFECT_PROHIBIT
    match {
      owner { any: true }
      requester { any: true }
      roles { any: true }
      purposes { any: true }
      actions { any: true }
      categories { categories: CATEGORY_INCIDENT }
    }
  }
)pb";

// The police may learn of the NGO's records a place, roughly, and no name.
constexpr char kMou[] = R"pb(
  mou_id: "ngo-police"
  version: 1
  party_agency_ids: [ "ngo", "police" ]
  effective_time { seconds: 1 }
  expiry_time { seconds: 1900000000 }
  legal_authority: "an agreement"
  schema_version: 1
  clauses {
    clause_id: "search"
    effect: EFFECT_PERMIT
    match {
      owner { agency_ids: "ngo" }
      requester { agency_ids: "police" }
      roles { roles: ROLE_POLICE_MISSING }
      purposes { purposes: PURPOSE_MISSING_SEARCH }
      actions { actions: ACTION_LOCATE }
      categories { categories: [ CATEGORY_EXIST, CATEGORY_LOC_COARSE ] }
    }
    fields { field_path: "source_time" outcome: FIELD_OUTCOME_CLEAR }
    fields {
      field_path: "sighting.place.admin1_code"
      outcome: FIELD_OUTCOME_CLEAR
    }
    obligations {
      type: OBLIGATION_TYPE_RETAIN_AT_MOST
      within { seconds: 60 }
    }
  }
)pb";

v1::ChildDescriptor ByName(const std::string& name, int year = 0) {
  v1::ChildDescriptor child;
  child.mutable_name()->set_full_name(name);
  if (year != 0) child.mutable_name()->set_birth_year(year);
  return child;
}

v1::ChildDescriptor ByNumber(v1::IdentifierType type,
                             const std::string& value) {
  v1::ChildDescriptor child;
  child.mutable_identifier()->set_type(type);
  child.mutable_identifier()->set_value(value);
  return child;
}

v1::ChildDescriptor ById(const std::string& record_id) {
  v1::ChildDescriptor child;
  child.set_record_id(record_id);
  return child;
}

class PipelineTest : public ::testing::Test {
 protected:
  PipelineTest() {
    const v1::Mou charter = TextProto(kCharter);
    const v1::Mou mou = TextProto(kMou);
    auto set = auth::ActiveSet::Build(auth::testing::AsCharter(charter),
                                      {auth::testing::SignedByAll(mou)}, {});
    EXPECT_OK(set);
    mous_ = *std::move(set);
  }

  // A record of a child of that name, born in 2015, seen once; returns its id.
  std::string Register(const std::string& name, bool is_protected = false,
                       const std::string& number = "",
                       const std::string& source_id = "",
                       const std::vector<std::string>& of_source = {}) {
    v1::Claim claim;
    claim.set_source_agency_id("ngo");
    claim.mutable_source_time()->set_seconds(kNow - 3600);
    claim.set_basis(v1::BASIS_OBSERVED);
    storage::NewClaims content;
    v1::Claim& identity = content.claims.emplace_back(claim);
    identity.mutable_identity()->set_name_full(name);
    identity.mutable_identity()->mutable_date_of_birth()->set_year(2015);
    if (!number.empty()) {
      v1::DocumentNumber& document =
          *identity.mutable_identity()->add_documents();
      document.set_type(v1::DOCUMENT_TYPE_UNHCR_INDIVIDUAL);
      document.set_number(number);
    }
    v1::Claim& sighting = content.claims.emplace_back(claim);
    sighting.mutable_sighting()->mutable_place()->set_admin1_code("PL-MZ");
    v1::Claim& location = content.claims.emplace_back(claim);
    location.mutable_location_protection()->set_state(
        is_protected ? v1::PROTECT_LOCATION_ON : v1::PROTECT_LOCATION_OFF);
    const google::protobuf::RepeatedPtrField<v1::Claim> claims(
        content.claims.begin(), content.claims.end());
    for (const std::string& term :
         matching::IndexTerms(matching::DescribeClaims(claims))) {
      content.terms.push_back({std::string(matching::kTermKind), term});
    }
    auto change = kit_.records()->Create(content, {source_id, of_source}, now_);
    EXPECT_OK(change);
    EXPECT_EQ(kit_.Commit(*change), storage::CommitOutcome::kCommitted);
    return change->record_id;
  }

  static NodeQuestion Allowed(const v1::ChildDescriptor& child) {
    NodeQuestion question;
    question.access.requester_agency_id = "police";
    question.access.requester_kind = v1::AGENCY_KIND_POLICE;
    question.access.owner_agency_id = "ngo";
    question.access.roles = {v1::ROLE_POLICE_MISSING};
    question.access.purpose = v1::PURPOSE_MISSING_SEARCH;
    question.access.action = v1::ACTION_LOCATE;
    question.access.mou_id = "ngo-police";
    question.child = child;
    return question;
  }
  absl::StatusOr<NodeFinding> Answer(const NodeQuestion& question) {
    return Pipeline(kit_.records(), &hasher_, nullptr)
        .Answer(question, mous_, now_);
  }
  NodeFinding Find(const v1::ChildDescriptor& child) {
    auto finding = Answer(Allowed(child));
    EXPECT_OK(finding);
    return finding.ok() ? *std::move(finding) : NodeFinding{};
  }

  const absl::Time now_ = absl::FromUnixSeconds(kNow);
  storage::RecordTestKit kit_{storage::RecordTestKit::Disk::kMemory, "ngo"};
  const auth::FieldHasher hasher_ = auth::testing::Hasher();
  std::shared_ptr<const auth::ActiveSet> mous_;
};

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

TEST_F(PipelineTest, FindsByEveryWayToNameHer) {
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

TEST_F(PipelineTest, ANumberIdentifiesAndANameDoesNot) {
  const std::string id = Register(kName, false, kNumber);
  EXPECT_EQ(Find(ByNumber(v1::IDENTIFIER_TYPE_UNHCR_INDIVIDUAL, kNumber))
                .matches[0]
                .band(),
            v1::MATCH_BAND_IDENTIFIED);
  EXPECT_EQ(Find(ById(id)).matches[0].band(), v1::MATCH_BAND_IDENTIFIED);
  EXPECT_NE(Find(ByName(kName)).matches[0].band(), v1::MATCH_BAND_IDENTIFIED);
}

TEST_F(PipelineTest, WithheldAndAbsentAreToldAlike) {
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

TEST_F(PipelineTest, OneThatIsWithheldHidesNoOther) {
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

TEST_F(PipelineTest, TheLogHasRoomForWhatIsWithheld) {
  for (int i = 0; i < 120; ++i) Register(kName, /*is_protected=*/true);
  const NodeFinding finding = Find(ByName(kName, 2015));
  EXPECT_EQ(finding.outcome, v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_THAT(finding.details.withheld_record_ids(), SizeIs(100));
}

TEST_F(PipelineTest, OfTwoRecordsWithANumberThePermittedOneIsShown) {
  const std::string held = Register(kName, /*is_protected=*/true, "", "pfif/1");
  const std::string open = Register(kName, false, "", "pfif/1", {held});
  const NodeFinding finding =
      Find(ByNumber(v1::IDENTIFIER_TYPE_SOURCE_RECORD, "pfif/1"));
  EXPECT_THAT(finding.details.record_ids(), ElementsAre(open));
  EXPECT_THAT(finding.details.withheld_record_ids(), ElementsAre(held));
}

// To say that one is damaged would say that there is one.
TEST_F(PipelineTest, ADamagedRecordIsToAPeerAsIfItWereNotThere) {
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

TEST_F(PipelineTest, ShowsTenAtMost) {
  for (int i = 0; i < 12; ++i) Register(kName);
  const NodeFinding finding = Find(ByName(kName, 2015));
  EXPECT_THAT(finding.matches, SizeIs(10));
  EXPECT_THAT(finding.details.record_ids(), SizeIs(10));
}

TEST_F(PipelineTest, TheBestMatchComesFirst) {
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

TEST_F(PipelineTest, FindsHerHoweverHerNameIsWritten) {
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

TEST_F(PipelineTest, AScoreDoesNotDependOnOtherRecords) {
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

TEST_F(PipelineTest, ARecordOfAnOlderIndexIsFound) {
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

TEST_F(PipelineTest, AMatchTellsNoYearThatMayNotBeTold) {
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

TEST_F(PipelineTest, SaysWhichRecordIsSurelyHersHoweverSheIsNamed) {
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

TEST_F(PipelineTest, ARecordThatIsWithheldIsSurelyHersToo) {
  const std::string id = Register(kName, /*is_protected=*/true);
  const NodeFinding finding = Find(ByName(kName, 2015));
  EXPECT_EQ(finding.outcome, v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_EQ(finding.sure_record_id, id);
}

TEST_F(PipelineTest, OfTwoThatAreSurelyHersNeitherIs) {
  Register(kName);
  Register(kName);
  EXPECT_THAT(Find(ByName(kName, 2015)).matches, SizeIs(2));
  EXPECT_EQ(Find(ByName(kName, 2015)).sure_record_id, "");
}

TEST_F(PipelineTest, WhoIsBarredAfterASearchIsToldWhatOneBeforeItIs) {
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
