// Whether the outcomes of an MOU fit its fields.

#include <string>

#include "auth/mou/mou.h"
#include "auth/mou/mou_test_kit.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/mou.pb.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::TextProto;
using ::testing::IsEmpty;

struct Rules {
  const char* fields;
  const char* path;  // Of the one finding; "" when there is none.
};

// Whether outcomes fit fields: docs/mou.md, "Outcomes".
const Rules kRules[] = {
    {"field_path: 'identity.name_full' outcome: FIELD_OUTCOME_HASH", ""},
    {"field_path: 'identity.documents' outcome: FIELD_OUTCOME_MASK "
     "mask_keep: MASK_KEEP_LAST_TWO",
     ""},
    {"field_path: 'identity.date_of_birth' outcome: FIELD_OUTCOME_COARSEN "
     "coarsen_to: COARSENESS_YEAR",
     ""},
    {"field_path: 'identity.place_of_birth' outcome: FIELD_OUTCOME_COARSEN "
     "coarsen_to: COARSENESS_ADMIN1",
     ""},
    {"field_path: 'identity.name_full' outcome: FIELD_OUTCOME_MASK",
     "mask_keep"},
    {"field_path: 'identity.name_full' outcome: FIELD_OUTCOME_MASK "
     "mask_keep: 9",
     "mask_keep"},
    {"field_path: 'identity.name_full' outcome: FIELD_OUTCOME_COARSEN "
     "coarsen_to: COARSENESS_YEAR",
     "outcome"},
    {"field_path: 'identity.age' outcome: FIELD_OUTCOME_COARSEN", "coarsen_to"},
    {"field_path: 'identity.age' outcome: FIELD_OUTCOME_COARSEN "
     "coarsen_to: 99",
     "coarsen_to"},
    {"field_path: 'identity.age' outcome: FIELD_OUTCOME_COARSEN "
     "coarsen_to: COARSENESS_YEAR",
     "outcome"},
    {"field_path: 'identity.sex' outcome: FIELD_OUTCOME_HASH", "outcome"},
    {"field_path: 'identity.nationality' outcome: FIELD_OUTCOME_HASH",
     "outcome"},
    {"field_path: 'sighting.place.site' outcome: FIELD_OUTCOME_COARSEN "
     "coarsen_to: COARSENESS_ADMIN2",
     "outcome"},
    {"field_path: 'source_time' outcome: FIELD_OUTCOME_COARSEN "
     "coarsen_to: COARSENESS_DAY",
     "outcome"},
    // The band has nowhere to go.
    {"field_path: 'identity.date_of_birth' outcome: FIELD_OUTCOME_COARSEN "
     "coarsen_to: COARSENESS_AGE_BAND",
     "coarsen_to"},
};

TEST(CheckMouTest, AnOutcomeMustFitItsField) {
  for (const Rules& rules : kRules) {
    v1::Mou mou = Good();
    MatchOf(mou).mutable_categories()->Clear();
    MatchOf(mou).mutable_categories()->set_any(true);
    const v1::FieldRule rule = TextProto(rules.fields);
    *First(mou).mutable_fields(0) = rule;
    const auto findings = CheckMou(mou, MouKind::kMou);
    const std::string path = rules.path;
    ASSERT_EQ(findings.size(), path.empty() ? 0u : 1u)
        << rules.fields << "\n"
        << FindingsText(findings);
    if (path.empty()) continue;
    EXPECT_EQ(findings[0].path, "clauses[0].fields[0]." + path);
  }
}

TEST(CheckMouTest, SaysWhatFitsInstead) {
  v1::Mou mou = Good();
  MatchOf(mou).mutable_categories()->Clear();
  MatchOf(mou).mutable_categories()->set_any(true);
  const v1::FieldRule rule = TextProto(R"pb(
    field_path: "identity.age"
    outcome: FIELD_OUTCOME_HASH
  )pb");
  *First(mou).mutable_fields(0) = rule;
  EXPECT_EQ(FindingsText(CheckMou(mou, MouKind::kMou)),
            "clauses[0].fields[0].outcome: does not fit identity.age; "
            "use one of CLEAR, COARSEN to AGE_BAND, DROP");
}

TEST(CheckMouTest, ABirthDateLeavesItsBandWithTheAge) {
  v1::Mou mou = Good();
  MatchOf(mou).mutable_categories()->add_categories(v1::CATEGORY_ID_FULL);
  const v1::FieldRule birth = TextProto(R"pb(
    field_path: "identity.date_of_birth"
    outcome: FIELD_OUTCOME_COARSEN
    coarsen_to: COARSENESS_AGE_BAND
  )pb");
  v1::FieldRule age = birth;
  age.set_field_path("identity.age");
  *First(mou).add_fields() = birth;
  *First(mou).add_fields() = age;
  EXPECT_THAT(CheckMou(mou, MouKind::kMou), IsEmpty());
  First(mou).mutable_fields(2)->set_outcome(v1::FIELD_OUTCOME_DROP);
  First(mou).mutable_fields(2)->clear_coarsen_to();
  EXPECT_EQ(CheckMou(mou, MouKind::kMou).size(), 1u);
}

}  // namespace
}  // namespace homeward::auth
