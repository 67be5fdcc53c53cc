#include "auth/what_if/decision_basis.h"

#include <string>

#include "auth/decision/access.h"
#include "auth/mou/enum_set.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "homeward/v1/decision_input.pb.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::google::protobuf::util::MessageDifferencer;
using ::homeward::testing::TextProto;
using ::testing::Le;
using ::testing::SizeIs;

AccessRequest Request() {
  AccessRequest request;
  request.requester_agency_id = "police";
  request.requester_kind = v1::AGENCY_KIND_POLICE;
  request.owner_agency_id = "ngo";
  request.roles = {v1::ROLE_POLICE_MISSING};
  request.purpose = v1::PURPOSE_MISSING_SEARCH;
  request.action = v1::ACTION_LOCATE;
  request.mou_id = "police-ngo";
  return request;
}

RecordFacts Aged(int years) {
  RecordFacts facts;
  facts.adoption_hold = Tri::kFalse;
  facts.age = {years, years};
  return facts;
}

TEST(DecisionBasisTest, WithoutARecordItSaysWhatIsKnownOfTheCase) {
  const v1::DecisionBasis basis = BasisOf(Request(), CaseFacts());
  const v1::DecisionBasis expected = TextProto(R"pb(
    request {
      requester_agency_id: "police"
      requester_kind: AGENCY_KIND_POLICE
      owner_agency_id: "ngo"
      roles: ROLE_POLICE_MISSING
      purpose: PURPOSE_MISSING_SEARCH
      action: ACTION_LOCATE
      mou_id: "police-ngo"
    }
    facts {
      facts {
        facts { fact: FACT_OPEN_CASE truth: TRUTH_FALSE }
        facts { fact: FACT_IMMINENT_DANGER truth: TRUTH_FALSE }
        facts { fact: FACT_BREAK_GLASS truth: TRUTH_FALSE }
        subject_age { min_years: 0 max_years: 17 }
      }
    }
  )pb");
  EXPECT_TRUE(MessageDifferencer::Equals(basis, expected))
      << basis.DebugString();
}

TEST(DecisionBasisTest, RecordsOfWhichTheSameIsKnownAreCountedTogether) {
  v1::DecisionBasis basis = BasisOf(Request(), CaseFacts());
  for (const int years : {3, 4, 3}) AddRecord(Aged(years), basis);
  ASSERT_THAT(basis.facts(), SizeIs(2));
  EXPECT_EQ(basis.facts(0).facts().subject_age().min_years(), 3);
  EXPECT_EQ(basis.facts(0).records(), 2);
  EXPECT_EQ(basis.facts(1).records(), 1);
  EXPECT_EQ(basis.more_records(), 0);
}

// Each of 100 records differs from the others, and in as much as can be.
TEST(DecisionBasisTest, FitsIntoAnEntryHoweverManyRecordsThereAre) {
  CaseFacts case_facts;
  case_facts.issuer_agency_id = std::string(63, 'c');
  case_facts.open_case = Tri::kTrue;
  CategorySet::All().ForEach([&](v1::Category category) {
    if (category != v1::CATEGORY_PHOTO) case_facts.categories.Add(category);
  });
  case_facts.imminent_danger = Tri::kTrue;
  case_facts.danger_categories = case_facts.categories;
  v1::DecisionBasis basis = BasisOf(Request(), case_facts);
  for (int years = 0; years < 100; ++years) {
    RecordFacts facts = Aged(years);
    facts.consented = case_facts.categories;
    facts.refused = case_facts.categories;
    facts.custody_relation = Tri::kTrue;
    facts.care_relation = Tri::kTrue;
    facts.read_back_is_over = true;
    facts.withheld_from_origin = case_facts.categories;
    AddRecord(facts, basis);
    AddRecord(facts, basis);
  }
  EXPECT_THAT(basis.ByteSizeLong(), Le(size_t{3} << 10));
  int records = basis.more_records();
  for (const v1::BasisFacts& one : basis.facts()) {
    EXPECT_EQ(one.records(), 2);
    records += one.records();
  }
  EXPECT_EQ(records, 200);
}

// A token that was refused covers nothing, whatever categories it names.
TEST(DecisionBasisTest, ACaseThatIsNotOpenIsTheSameForAllRecords) {
  CaseFacts case_facts;
  case_facts.categories = {v1::CATEGORY_PHOTO};
  v1::DecisionBasis basis = BasisOf(Request(), case_facts);
  AddRecord(Aged(3), basis);
  AddRecord(Aged(4), basis);
  ASSERT_THAT(basis.facts(), SizeIs(2));
  for (const v1::BasisFacts& one : basis.facts()) {
    EXPECT_EQ(one.facts().facts(0).fact(), v1::FACT_OPEN_CASE);
    EXPECT_EQ(one.facts().facts(0).truth(), v1::TRUTH_FALSE);
    EXPECT_THAT(one.facts().facts(0).categories(), SizeIs(0));
  }
}

TEST(DecisionBasisTest, AnMouIdThatCantBeOneIsNotKept) {
  AccessRequest request = Request();
  request.mou_id = std::string(100000, 'x');
  EXPECT_EQ(BasisOf(request, CaseFacts()).request().mou_id(), "");
  request.mou_id = "Olena Bondar, Lviv";
  EXPECT_EQ(BasisOf(request, CaseFacts()).request().mou_id(), "");
}

}  // namespace
}  // namespace homeward::auth
