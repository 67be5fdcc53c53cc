#include "auth/mou/mou.h"

#include <string>

#include "absl/algorithm/container.h"
#include "auth/mou/mou_test_kit.h"
#include "gmock/gmock.h"
#include "google/protobuf/message.h"
#include "google/protobuf/unknown_field_set.h"
#include "gtest/gtest.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::auth {
namespace {

using ::testing::IsEmpty;

struct Case {
  const char* path;
  void (*break_it)(v1::Mou&);
};

const Case kCases[] = {
    {"schema_version", [](v1::Mou& m) { m.set_schema_version(2); }},
    {"mou_id", [](v1::Mou& m) { m.set_mou_id("Über"); }},
    {"mou_id", [](v1::Mou& m) { m.set_mou_id(std::string(64, 'a')); }},
    {"version", [](v1::Mou& m) { m.set_version(0); }},
    {"previous_sha256", [](v1::Mou& m) { m.set_version(2); }},
    {"previous_sha256", [](v1::Mou& m) { m.set_previous_sha256("x"); }},
    {"critical_features[0]", [](v1::Mou& m) { m.add_critical_features("x"); }},
    {"party_agency_ids[2]", [](v1::Mou& m) { m.add_party_agency_ids("ngo"); }},
    {"case_issuer_agency_ids[0]",
     [](v1::Mou& m) { m.add_case_issuer_agency_ids(""); }},
    {"clauses[0].match.conditions[0].fact",
     [](v1::Mou& m) {
       MatchOf(m).clear_conditions();
       MatchOf(m).add_conditions()->set_fact(v1::FACT_BREAK_GLASS);
     }},
    {"effective_time", [](v1::Mou& m) { m.clear_effective_time(); }},
    {"expiry_time", [](v1::Mou& m) { m.clear_expiry_time(); }},
    {"expiry_time",
     [](v1::Mou& m) { m.mutable_expiry_time()->set_seconds(1000); }},
    {"effective_time",
     [](v1::Mou& m) { m.mutable_effective_time()->set_nanos(-1); }},
    {"legal_authority", [](v1::Mou& m) { m.set_legal_authority(" "); }},
    {"legal_authority",
     [](v1::Mou& m) { m.set_legal_authority(std::string(2001, 'x')); }},
    {"clauses", [](v1::Mou& m) { m.clear_clauses(); }},
    {"clauses[1].clause_id",
     [](v1::Mou& m) { *m.add_clauses() = v1::Clause(m.clauses(0)); }},
    {"clauses[0].effect",
     [](v1::Mou& m) { First(m).set_effect(static_cast<v1::Effect>(9)); }},
    {"clauses[0].match.owner",
     [](v1::Mou& m) { MatchOf(m).mutable_owner()->set_any(true); }},
    {"clauses[0].match.owner.agency_ids[0]",
     [](v1::Mou& m) {
       MatchOf(m).mutable_owner()->set_agency_ids(0, "clinic");
     }},
    {"clauses[0].match.requester",
     [](v1::Mou& m) { MatchOf(m).clear_requester(); }},
    {"clauses[0].match.roles.roles[1]",
     [](v1::Mou& m) {
       MatchOf(m).mutable_roles()->add_roles(static_cast<v1::Role>(99));
     }},
    {"clauses[0].match.roles.roles[1]",
     [](v1::Mou& m) {
       MatchOf(m).mutable_roles()->add_roles(v1::ROLE_NODE_ADMIN);
     }},
    {"clauses[0].match.purposes.purposes[0]",
     [](v1::Mou& m) {
       MatchOf(m).mutable_purposes()->set_purposes(0, v1::PURPOSE_UNSPECIFIED);
     }},
    {"clauses[0].match.conditions[0].fact",
     [](v1::Mou& m) {
       MatchOf(m).add_conditions()->set_fact(static_cast<v1::Fact>(50));
     }},
    {"clauses[0].match.conditions[0]",
     [](v1::Mou& m) {
       v1::Condition* condition = MatchOf(m).add_conditions();
       condition->set_fact(v1::FACT_OPEN_CASE);
       condition->set_expected(true);
     }},
    {"clauses[0].match.subject_age",
     [](v1::Mou& m) {
       MatchOf(m).mutable_subject_age()->set_min_years(5);
       MatchOf(m).mutable_subject_age()->set_max_years(4);
     }},
    {"clauses[0].fields[0].field_path",
     [](v1::Mou& m) { First(m).mutable_fields(0)->set_field_path("name"); }},
    {"clauses[0].fields[0].field_path",
     [](v1::Mou& m) {
       First(m).mutable_fields(0)->set_field_path("identity.sex");
     }},
    {"clauses[0].fields[1].outcome",
     [](v1::Mou& m) {
       v1::FieldRule* rule = First(m).add_fields();
       rule->set_field_path("basis");
       rule->set_outcome(v1::FIELD_OUTCOME_HASH);
     }},
    {"clauses[0].fields[0].outcome",
     [](v1::Mou& m) {
       First(m).mutable_fields(0)->set_outcome(
           static_cast<v1::FieldOutcome>(6));
     }},
    {"clauses[0].fields[0].outcome",
     [](v1::Mou& m) {
       First(m).mutable_fields(0)->set_outcome(v1::FIELD_OUTCOME_UNSPECIFIED);
     }},
    {"clauses[0].fields[0].coarsen_to",
     [](v1::Mou& m) {
       First(m).mutable_fields(0)->set_coarsen_to(v1::COARSENESS_YEAR);
     }},
    {"clauses[0].fields[0].mask_keep",
     [](v1::Mou& m) {
       First(m).mutable_fields(0)->set_mask_keep(v1::MASK_KEEP_NOTHING);
     }},
    {"clauses[0].fields",
     [](v1::Mou& m) {
       First(m).mutable_fields(0)->set_outcome(v1::FIELD_OUTCOME_DROP);
     }},
    {"clauses[0].obligations[0].within",
     [](v1::Mou& m) { First(m).mutable_obligations(0)->clear_within(); }},
    {"clauses[0].obligations[1].type",
     [](v1::Mou& m) {
       First(m).add_obligations()->set_type(
           static_cast<v1::ObligationType>(99));
     }},
    {"clauses[0].obligations[1].within",
     [](v1::Mou& m) {
       First(m).add_obligations()->set_type(v1::OBLIGATION_TYPE_REVIEW);
     }},
    {"clauses[0].match.roles",
     [](v1::Mou& m) {
       auto* roles = MatchOf(m).mutable_roles();
       roles->GetReflection()->MutableUnknownFields(roles)->AddVarint(99, 1);
     }},
};

TEST(CheckMouTest, FindsNothingInAGoodOne) {
  EXPECT_THAT(CheckMou(Good(), MouKind::kMou), IsEmpty());
}

TEST(CheckMouTest, NamesThePathOfWhatIsWrong) {
  for (const Case& broken : kCases) {
    v1::Mou mou = Good();
    broken.break_it(mou);
    const auto findings = CheckMou(mou, MouKind::kMou);
    ASSERT_EQ(findings.size(), 1u) << broken.path << "\n"
                                   << FindingsText(findings);
    EXPECT_EQ(findings[0].path, broken.path) << FindingsText(findings);
    EXPECT_NE(findings[0].reason, "");
    EXPECT_NE(findings[0].next_step, "");
  }
}

// A permit for which a broken glass may stand in.
v1::Mou Emergency() {
  v1::Mou mou = Good();
  MatchOf(mou).set_allow_break_glass(true);
  MatchOf(mou).add_conditions()->set_fact(v1::FACT_CONSENT_ON_FILE);
  return mou;
}

TEST(CheckMouTest, RefusesBreakGlassWhereItChangesNothing) {
  EXPECT_THAT(CheckMou(Emergency(), MouKind::kMou), IsEmpty());
  const auto refused = [](void (*change)(v1::Match&)) {
    v1::Mou mou = Emergency();
    change(MatchOf(mou));
    return absl::c_any_of(
        CheckMou(mou, MouKind::kMou), [](const Finding& finding) {
          return finding.path == "clauses[0].match.allow_break_glass";
        });
  };
  EXPECT_TRUE(refused([](v1::Match& m) { m.clear_conditions(); }));
  EXPECT_TRUE(refused([](v1::Match& m) {
    m.mutable_roles()->set_roles(0, v1::ROLE_CP_CASEWORKER);
  }));
  EXPECT_TRUE(refused([](v1::Match& m) {
    m.mutable_purposes()->set_purposes(0, v1::PURPOSE_ADOPTION);
  }));
  EXPECT_TRUE(refused([](v1::Match& m) {
    m.mutable_purposes()->set_purposes(0, v1::PURPOSE_IMM_ENFORCEMENT);
  }));
  EXPECT_TRUE(refused([](v1::Match& m) {
    m.mutable_categories()->set_categories(0, v1::CATEGORY_HOLD);
  }));
}

TEST(CheckMouTest, ACharterOnlyProhibitsAndHasNoParties) {
  v1::Mou mou = Good();
  EXPECT_EQ(CheckMou(mou, MouKind::kCharter).size(), 2u);
  mou.clear_party_agency_ids();
  First(mou).set_effect(v1::EFFECT_PROHIBIT);
  First(mou).clear_fields();
  First(mou).clear_obligations();
  EXPECT_THAT(CheckMou(mou, MouKind::kCharter), IsEmpty());
  MatchOf(mou).set_allow_break_glass(true);
  EXPECT_EQ(CheckMou(mou, MouKind::kCharter).size(), 1u);
}

}  // namespace
}  // namespace homeward::auth
