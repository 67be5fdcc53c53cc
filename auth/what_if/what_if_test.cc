#include "auth/what_if/what_if.h"

#include <string>
#include <vector>

#include "auth/testing/signed_mous.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::absl::StatusCode;
using ::google::protobuf::util::MessageDifferencer;
using ::homeward::testing::IsOk;
using ::homeward::testing::StatusIs;
using ::homeward::testing::TextProto;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

v1::DecideRequest Question() {
  return TextProto(R"pb(
    request {
      requester_agency_id: "ngo"
      requester_kind: AGENCY_KIND_CHILD_WELFARE
      owner_agency_id: "clinic"
      roles: ROLE_CP_CASEWORKER
      purpose: PURPOSE_TREAT
      action: ACTION_LOCATE
      mou_id: "m"
      categories: [ CATEGORY_WELLBEING, CATEGORY_HEALTH ]
    }
    facts {
      case_issuer_agency_id: "court"
      facts {
        fact: FACT_OPEN_CASE
        truth: TRUTH_TRUE
        categories: CATEGORY_HEALTH
      }
      facts {
        fact: FACT_IMMINENT_DANGER
        truth: TRUTH_TRUE
        categories: CATEGORY_PHOTO
      }
      facts {
        fact: FACT_BREAK_GLASS
        truth: TRUTH_TRUE
        categories: CATEGORY_WELLBEING
      }
      facts { fact: FACT_CONSENT_ON_FILE truth: TRUTH_TRUE }
      facts {
        fact: FACT_CONSENT_ON_FILE
        truth: TRUTH_FALSE
        categories: CATEGORY_WELLBEING
      }
      facts { fact: FACT_CUSTODY_RELATION truth: TRUTH_FALSE }
      facts { fact: FACT_CARE_RELATION truth: TRUTH_TRUE }
      subject_age { min_years: 7 max_years: 9 }
    }
    time { seconds: 1 nanos: 5 }
  )pb");
}

TEST(WhatIfTest, ReadsWhatItSays) {
  const auto read = ReadWhatIf(Question());
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->request.requester_agency_id, "ngo");
  EXPECT_EQ(read->request.owner_agency_id, "clinic");
  EXPECT_EQ(read->request.roles, RoleSet{v1::ROLE_CP_CASEWORKER});
  EXPECT_EQ(read->request.categories,
            (CategorySet{v1::CATEGORY_HEALTH, v1::CATEGORY_WELLBEING}));
  EXPECT_EQ(read->case_facts.issuer_agency_id, "court");
  EXPECT_EQ(read->case_facts.open_case, Tri::kTrue);
  EXPECT_EQ(read->case_facts.categories, CategorySet{v1::CATEGORY_HEALTH});
  EXPECT_EQ(read->case_facts.imminent_danger, Tri::kTrue);
  EXPECT_EQ(read->case_facts.danger_categories,
            CategorySet{v1::CATEGORY_PHOTO});
  EXPECT_EQ(read->case_facts.break_glass, Tri::kTrue);
  EXPECT_EQ(read->case_facts.break_glass_categories,
            CategorySet{v1::CATEGORY_WELLBEING});
  EXPECT_EQ(read->facts.consented, CategorySet::All());
  EXPECT_EQ(read->facts.refused, CategorySet{v1::CATEGORY_WELLBEING});
  EXPECT_EQ(read->facts.custody_relation, Tri::kFalse);
  EXPECT_EQ(read->facts.care_relation, Tri::kTrue);
  EXPECT_EQ(read->facts.age.min_years, 7);
  EXPECT_EQ(read->now, absl::FromUnixNanos(1000000005));
}

TEST(WhatIfTest, WhatIsNotSaidIsUnknown) {
  v1::DecideRequest question;
  question.mutable_time()->set_seconds(1);
  const auto read = ReadWhatIf(question);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->case_facts.open_case, Tri::kUnknown);
  EXPECT_EQ(read->case_facts.imminent_danger, Tri::kUnknown);
  EXPECT_EQ(read->case_facts.break_glass, Tri::kUnknown);
  EXPECT_TRUE(read->facts.consented.empty());
  EXPECT_EQ(read->facts.care_relation, Tri::kUnknown);
  EXPECT_EQ(read->facts.location_protected, Tri::kUnknown);
  EXPECT_EQ(read->facts.age.max_years, 17);
}

TEST(WhatIfTest, ReadsBackWhatItWrites) {
  v1::DecideRequest question = Question();
  question.mutable_request()->add_roles(v1::ROLE_UNSPECIFIED);
  question.mutable_facts()->set_read_back_is_over(true);
  question.mutable_facts()->add_withheld_from_origin(v1::CATEGORY_PHOTO);
  const auto read = ReadWhatIf(question);
  ASSERT_THAT(read, IsOk());
  EXPECT_TRUE(read->request.has_unknown_role);
  EXPECT_TRUE(read->facts.read_back_is_over);
  EXPECT_EQ(read->facts.withheld_from_origin, CategorySet{v1::CATEGORY_PHOTO});
  const v1::DecideRequest written = ToMessage(*read);
  EXPECT_TRUE(MessageDifferencer::Equals(written, question))
      << written.DebugString();
}

struct Mistake {
  const char* text;
  const char* says;
};

TEST(WhatIfTest, RefusesWhatCantBeMeant) {
  const Mistake mistakes[] = {
      {"", "time is missing"},
      {"time { nanos: -1 }", "time"},
      {"time {} request { categories: 777 }", "category"},
      {"time {} facts { facts { truth: TRUTH_TRUE } }", "no fact"},
      {"time {} facts { facts { fact: 777 } }", "no fact"},
      {"time {} facts { facts { fact: FACT_OPEN_CASE truth: 9 } }",
       "FACT_OPEN_CASE has a truth"},
      {"time {} facts { facts { fact: FACT_OPEN_CASE categories: 777 } }",
       "FACT_OPEN_CASE has a category"},
      {"time {} facts { facts { fact: FACT_OPEN_CASE } facts { fact: "
       "FACT_OPEN_CASE } }",
       "FACT_OPEN_CASE is there twice"},
      {"time {} facts { facts { fact: FACT_OPEN_CASE truth: TRUTH_FALSE "
       "categories: CATEGORY_PHOTO } }",
       "FACT_OPEN_CASE is the same for all"},
      {"time {} facts { facts { fact: FACT_IMMINENT_DANGER truth: TRUTH_FALSE "
       "categories: CATEGORY_PHOTO } }",
       "FACT_IMMINENT_DANGER is the same for all"},
      {"time {} facts { facts { fact: FACT_ADOPTION_HOLD truth: TRUTH_TRUE "
       "categories: CATEGORY_PHOTO } }",
       "FACT_ADOPTION_HOLD is the same for all"},
      {"time {} facts { facts { fact: FACT_BREAK_GLASS truth: TRUTH_TRUE } }",
       "FACT_BREAK_GLASS is for named categories"},
      {"time {} facts { facts { fact: FACT_BREAK_GLASS truth: TRUTH_FALSE "
       "categories: CATEGORY_PHOTO } }",
       "FACT_BREAK_GLASS is the same for all"},
      {"time {} facts { withheld_from_origin: 777 }",
       "withheld_from_origin has a category"},
      {"time {} facts { subject_age { min_years: 3 max_years: 2 } }", "range"},
      {"time {} facts { subject_age { min_years: -3 max_years: 2 } }", "range"},
  };
  for (const Mistake& mistake : mistakes) {
    const v1::DecideRequest question = TextProto(mistake.text);
    const auto read = ReadWhatIf(question);
    EXPECT_THAT(read,
                StatusIs(StatusCode::kInvalidArgument, HasSubstr(mistake.says)))
        << mistake.text;
    EXPECT_THAT(std::string(read.status().message()), Not(HasSubstr("777")));
  }
}

std::shared_ptr<const ActiveSet> OneMou() {
  const v1::Mou charter = TextProto(R"pb(
    mou_id: "charter"
    version: 1
    effective_time {}
    expiry_time { seconds: 10 }
    legal_authority: "law"
    schema_version: 1
    clauses {
      clause_id: "screening"
      effect: EFFECT_PROHIBIT
      match {
        owner { any: true }
        requester { any: true }
        roles { any: true }
        purposes { any: true }
        actions { any: true }
        categories { categories: [ CATEGORY_EXIST, CATEGORY_SCREEN_ANS ] }
        conditions { fact: FACT_CUSTODY_RELATION expected: true }
      }
    }
  )pb");
  const v1::Mou mou = TextProto(R"pb(
    mou_id: "m"
    version: 1
    party_agency_ids: [ "clinic", "ngo" ]
    effective_time {}
    expiry_time { seconds: 10 }
    legal_authority: "law"
    schema_version: 1
    clauses {
      clause_id: "treat"
      effect: EFFECT_PERMIT
      match {
        owner { any: true }
        requester { any: true }
        roles { any: true }
        purposes { any: true }
        actions { any: true }
        categories { any: true }
        conditions { fact: FACT_CONSENT_ON_FILE expected: true }
      }
      fields {
        field_path: "health_summary.allergies"
        outcome: FIELD_OUTCOME_CLEAR
      }
      fields {
        field_path: "health_summary.functional_needs"
        outcome: FIELD_OUTCOME_MASK
        mask_keep: MASK_KEEP_FIRST_LETTER
      }
      fields {
        field_path: "wellbeing_check.status"
        outcome: FIELD_OUTCOME_CLEAR
      }
      obligations { type: OBLIGATION_TYPE_NOTIFY_OWNER }
    }
  )pb");
  const std::vector<SignedMou> mous = {testing::SignedByAll(mou)};
  return *ActiveSet::Build(testing::AsCharter(charter), mous, {});
}

v1::DecideResponse Decided(const v1::DecideRequest& question) {
  const auto read = ReadWhatIf(question);
  EXPECT_THAT(read, IsOk());
  return Decide(OneMou(), *read);
}

TEST(DecideTest, TellsFieldsClausesAndDuties) {
  const v1::DecideResponse response = Decided(Question());
  EXPECT_EQ(response.effect(), v1::DECISION_EFFECT_PERMIT);
  EXPECT_EQ(response.decision().reason(), v1::DECISION_REASON_PERMITTED);
  EXPECT_THAT(response.decision().permits(), ElementsAre("m@1/treat"));
  // Consent to tell of her wellbeing is both there and refused: unknown.
  ASSERT_EQ(response.fields_size(), 2);
  EXPECT_EQ(response.fields(0).field_path(), "health_summary.allergies");
  EXPECT_EQ(response.fields(0).outcome(), v1::FIELD_OUTCOME_CLEAR);
  EXPECT_EQ(response.fields(1).ShortDebugString(),
            "field_path: \"health_summary.functional_needs\" outcome: "
            "FIELD_OUTCOME_MASK mask_keep: MASK_KEEP_FIRST_LETTER");
  ASSERT_EQ(response.obligations_size(), 1);
  EXPECT_EQ(response.decision().policy_sha256(), OneMou()->digest());
}

TEST(DecideTest, DeniesBeforeARecordIsKnown) {
  v1::DecideRequest question = Question();
  question.mutable_request()->set_mou_id("another");
  const v1::DecideResponse response = Decided(question);
  EXPECT_EQ(response.effect(), v1::DECISION_EFFECT_DENY);
  EXPECT_EQ(response.decision().reason(), v1::DECISION_REASON_MOU_NOT_ACTIVE);
  EXPECT_EQ(response.fields_size(), 0);
}

TEST(DecideTest, DeniesForWhatTheRecordSays) {
  v1::DecideRequest question = Question();
  question.mutable_facts()->mutable_facts(5)->set_truth(v1::TRUTH_TRUE);
  const v1::DecideResponse response = Decided(question);
  EXPECT_EQ(response.effect(), v1::DECISION_EFFECT_DENY);
  EXPECT_EQ(response.decision().reason(), v1::DECISION_REASON_PROHIBITED);
  EXPECT_THAT(response.decision().prohibitions(),
              ElementsAre("charter@1/screening"));
}

}  // namespace
}  // namespace homeward::auth
