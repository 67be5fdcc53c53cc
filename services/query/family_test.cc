// A family is looked for from both sides, with consent, and else not matched.

#include <memory>
#include <string>
#include <utility>
#include <vector>

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
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/matching/describe.h"
#include "services/matching/index_version.h"
#include "services/matching/terms.h"
#include "services/query/pipeline.h"
#include "storage/records/record_store.h"
#include "storage/records/record_test_kit.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::query {
namespace {

using ::homeward::testing::IsOk;
using ::homeward::testing::TextProto;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int64_t kNow = 1800000000;

// Names for all who trace; the family and the adults with consent.
constexpr char kMou[] = R"pb(
  mou_id: "ngo-tracers"
  version: 1
  party_agency_ids: [ "ngo", "tracers" ]
  effective_time { seconds: 1 }
  expiry_time { seconds: 1900000000 }
  legal_authority: "an agreement"
  schema_version: 1
  clauses {
    clause_id: "names"
    effect: EFFECT_PERMIT
    match {
      owner { agency_ids: "ngo" }
      requester { agency_ids: "tracers" }
      roles { roles: ROLE_RFL_TRACER }
      purposes { purposes: PURPOSE_FAMILY_TRACING }
      actions { actions: ACTION_LOCATE }
      categories { categories: [ CATEGORY_EXIST, CATEGORY_ID_MIN ] }
    }
    fields { field_path: "source_time" outcome: FIELD_OUTCOME_CLEAR }
    fields { field_path: "identity.name_full" outcome: FIELD_OUTCOME_CLEAR }
    fields {
      field_path: "missing_report.child.name_full"
      outcome: FIELD_OUTCOME_CLEAR
    }
  }
  clauses {
    clause_id: "families"
    effect: EFFECT_PERMIT
    match {
      owner { agency_ids: "ngo" }
      requester { agency_ids: "tracers" }
      roles { roles: ROLE_RFL_TRACER }
      purposes { purposes: PURPOSE_FAMILY_TRACING }
      actions { actions: ACTION_LOCATE }
      categories { categories: [ CATEGORY_FAMILY, CATEGORY_ADULTS ] }
      conditions { fact: FACT_CONSENT_ON_FILE expected: true }
    }
    fields {
      field_path: "family_member.relation_name"
      outcome: FIELD_OUTCOME_CLEAR
    }
    fields { field_path: "family_member.relation" outcome: FIELD_OUTCOME_CLEAR }
  }
)pb";

// Solomiya, who says who her mother is.
constexpr char kChildSeeks[] = R"pb(
  claims { identity { name_full: "Соломія Мельник" } }
  claims {
    family_member {
      family_member_id: "m"
      relation_name: "Оксана Мельник"
      relation: FAMILY_RELATIONSHIP_MOTHER
    }
  }
)pb";

// Oksana, who reports Solomiya missing.
constexpr char kMotherSeeks[] = R"pb(
  claims {
    missing_report {
      report_id: "r"
      child { name_full: "Соломія Мельник" }
      guardian_name: "Оксана Мельник"
    }
  }
)pb";

// A child whose name nobody knows.
constexpr char kUnnamed[] = R"pb(
  claims { identity { sex: SEX_FEMALE } }
  claims {
    family_member {
      family_member_id: "m"
      relation_name: "Оксана Мельник"
      relation: FAMILY_RELATIONSHIP_MOTHER
    }
  }
)pb";

constexpr char kConsent[] = R"pb(
  claims {
    consent {
      purpose: PURPOSE_FAMILY_TRACING
      recipient_agency_ids: "tracers"
      categories: [ CATEGORY_FAMILY, CATEGORY_ADULTS ]
      given_by: CONSENT_GIVER_CHILD
      given_time { seconds: 1799000000 }
      consent_for_tracing: true
    }
  }
)pb";

class FamilyTest : public ::testing::Test {
 protected:
  FamilyTest() {
    auto set = auth::ActiveSet::Build(
        auth::testing::AsCharter(
            auth::testing::Document("charter", absl::FromUnixSeconds(1),
                                    absl::FromUnixSeconds(1900000000))),
        {auth::testing::SignedByAll(TextProto(kMou))}, {});
    EXPECT_OK(set);
    mous_ = *std::move(set);
  }

  std::string Register(const char* text, bool with_consent) {
    internal::v1::StoredRecord record = TextProto(text);
    if (with_consent) {
      const internal::v1::StoredRecord consent = TextProto(kConsent);
      record.MergeFrom(consent);
    }
    storage::NewClaims content;
    for (v1::Claim& claim : *record.mutable_claims()) {
      claim.set_source_agency_id("ngo");
      claim.mutable_source_time()->set_seconds(kNow - 3600);
      claim.set_basis(v1::BASIS_OBSERVED);
      content.claims.push_back(claim);
    }
    for (const std::string& term :
         matching::IndexTerms(matching::DescribeClaims(record.claims()))) {
      content.terms.push_back({std::string(matching::kTermKind), term});
    }
    auto change = kit_.records()->Create(content, {}, now_);
    EXPECT_OK(change);
    EXPECT_EQ(kit_.Commit(*change), storage::CommitOutcome::kCommitted);
    return change->record_id;
  }

  // The question for `child`, whose mother (or other `relation`) is `mother`.
  NodeFinding Ask(
      const std::string& child, const std::string& mother,
      v1::FamilyRelationship relation = v1::FAMILY_RELATIONSHIP_MOTHER) {
    NodeQuestion question;
    question.access.requester_agency_id = "tracers";
    question.access.requester_kind = v1::AGENCY_KIND_CHILD_WELFARE;
    question.access.owner_agency_id = "ngo";
    question.access.requester_country = asker_country_;
    question.access.owner_country = "PL";
    question.access.roles = {v1::ROLE_RFL_TRACER};
    question.access.purpose = v1::PURPOSE_FAMILY_TRACING;
    question.access.action = v1::ACTION_LOCATE;
    question.access.mou_id = "ngo-tracers";
    v1::ChildName& name = *question.child.mutable_name();
    name.set_full_name(child);
    if (!mother.empty()) {
      v1::Relative& relative = *name.add_relatives();
      relative.set_full_name(mother);
      relative.set_relation(relation);
    }
    auto finding = Pipeline(kit_.records(), &hasher_, nullptr)
                       .Answer(question, mous_, now_);
    EXPECT_OK(finding);
    return finding.ok() ? *std::move(finding) : NodeFinding{};
  }

  // Registers `text` and expects that her mother's name makes it likelier.
  // What was found with it goes to `with_mother`.
  void ExpectMotherHelps(const char* text, NodeFinding& with_mother) {
    const std::string id = Register(text, /*with_consent=*/true);
    const NodeFinding alone = Ask("Solomiya Melnik", "");
    with_mother = Ask("Solomiya Melnik", "Oksana Melnyk");
    ASSERT_THAT(with_mother.details.record_ids(), ElementsAre(id));
    ASSERT_THAT(alone.matches, SizeIs(1));
    EXPECT_GT(with_mother.matches[0].score_millibits(),
              alone.matches[0].score_millibits() + 3000);
  }

  const absl::Time now_ = absl::FromUnixSeconds(kNow);
  storage::RecordTestKit kit_{storage::RecordTestKit::Disk::kMemory, "ngo"};
  const auth::FieldHasher hasher_ = auth::testing::Hasher();
  std::shared_ptr<const auth::ActiveSet> mous_;
  std::string asker_country_ = "PL";
};

std::vector<std::string> FieldsOf(const v1::RecordMatch& match) {
  std::vector<std::string> fields;
  for (const v1::MatchEvidence& evidence : match.evidence()) {
    fields.push_back(evidence.field());
  }
  return fields;
}

TEST_F(FamilyTest, AMotherFindsAChildWhoSeeksHer) {
  NodeFinding with_mother;
  ASSERT_NO_FATAL_FAILURE(ExpectMotherHelps(kChildSeeks, with_mother));
  ASSERT_THAT(FieldsOf(with_mother.matches[0]), Contains("relative"));
  EXPECT_EQ(with_mother.matches[0].evidence().rbegin()->record_value(),
            "Оксана Мельник");
}

// Asked from the other side, with the same words, of the mother's report.
TEST_F(FamilyTest, AChildFindsAMotherWhoSeeksHer) {
  NodeFinding with_mother;
  ASSERT_NO_FATAL_FAILURE(ExpectMotherHelps(kMotherSeeks, with_mother));
  // That the guardian agrees counts; her name is not shown by this MOU.
  EXPECT_THAT(FieldsOf(with_mother.matches[0]), Contains("not shown"));
}

TEST_F(FamilyTest, AChildWhoseNameNobodyKnowsIsFoundByHerMother) {
  const std::string id = Register(kUnnamed, /*with_consent=*/true);
  EXPECT_THAT(Ask("Solomiya Melnik", "").matches, IsEmpty());
  const NodeFinding found = Ask("Solomiya Melnik", "Oksana Melnyk");
  ASSERT_THAT(found.details.record_ids(), ElementsAre(id));
  EXPECT_EQ(found.matches[0].band(), v1::MATCH_BAND_POSSIBLE);
}

TEST_F(FamilyTest, WithoutConsentARelativeIsNotMatchedAtAll) {
  Register(kChildSeeks, /*with_consent=*/false);
  Register(kUnnamed, /*with_consent=*/false);
  const NodeFinding right = Ask("Solomiya Melnik", "Oksana Melnyk");
  const NodeFinding wrong = Ask("Solomiya Melnik", "Iryna Bondar");
  const NodeFinding none = Ask("Solomiya Melnik", "");
  ASSERT_THAT(right.matches, SizeIs(1));
  for (const NodeFinding& other : {wrong, none}) {
    ASSERT_THAT(other.matches, SizeIs(1));
    EXPECT_EQ(right.matches[0].SerializeAsString(),
              other.matches[0].SerializeAsString());
  }
}

// Staff of the owner have a concern about her father.
constexpr char kConcern[] = R"pb(
  claims {
    seeker_objection {
      objection_id: "o"
      ground: OBJECTION_GROUND_CONCERN
      person_name: "Іван Мельник"
      relation: FAMILY_RELATIONSHIP_FATHER
    }
  }
)pb";

// What a peer is told, and what its owner's log says of the decision.
void ExpectLikeNobody(const NodeFinding& finding, const std::string& id,
                      const std::string& rule = "P-ADULT-SEEKER") {
  EXPECT_EQ(finding.outcome, v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_THAT(finding.matches, IsEmpty());
  EXPECT_THAT(finding.details.record_ids(), IsEmpty());
  EXPECT_THAT(finding.details.disclosed_fields(), IsEmpty());
  EXPECT_THAT(finding.details.withheld_record_ids(), ElementsAre(id));
  EXPECT_EQ(finding.decision.reason(), v1::DECISION_REASON_PROHIBITED);
  EXPECT_THAT(finding.decision.built_in_rules(), ElementsAre(rule));
  EXPECT_FALSE(finding.decision.policy_sha256().empty());
}

TEST_F(FamilyTest, WhoIsKeptFromHerFindsNobodyAndOthersFindHer) {
  const std::string id = Register(absl::StrCat(kChildSeeks, kConcern).c_str(),
                                  /*with_consent=*/true);
  const auto father = v1::FAMILY_RELATIONSHIP_FATHER;
  const auto uncle = v1::FAMILY_RELATIONSHIP_UNCLE;
  ExpectLikeNobody(Ask("Solomiya Melnik", "Ivan Melnyk", father), id);
  // Under another name, as somebody else, or naming nobody: it may be he.
  ExpectLikeNobody(Ask("Solomiya Melnik", "Petro Bondar", father), id);
  ExpectLikeNobody(Ask("Solomiya Melnik", "Ivan Melnik", uncle), id);
  ExpectLikeNobody(Ask("Solomiya Melnik", ""), id);
  EXPECT_THAT(Ask("Solomiya Melnik", "Oksana Melnyk").details.record_ids(),
              ElementsAre(id));
}

// Consent to tracing by an agency is none to tracing by her country of origin.
TEST_F(FamilyTest, TheCountryOfOriginFindsNobodyUntilSheSaysSo) {
  const std::string from_ukraine = absl::StrCat(
      kChildSeeks, "claims { identity { country_of_origin: 'UA' } }");
  const std::string id = Register(from_ukraine.c_str(), /*with_consent=*/true);
  asker_country_ = "MD";
  EXPECT_THAT(Ask("Solomiya Melnik", "").details.record_ids(), ElementsAre(id));
  for (const char* country : {"UA", ""}) {
    asker_country_ = country;
    ExpectLikeNobody(Ask("Solomiya Melnik", ""), id, "P-CONSENT");
  }
}

// Her mother is not compared: of her she did not say so.
TEST_F(FamilyTest, OnceSheSaysSoItIsToldWhatSheNamed) {
  const std::string says_so = absl::StrCat(
      kChildSeeks,
      "claims { identity { country_of_origin: 'UA' } } claims { "
      "consent { purpose: PURPOSE_FAMILY_TRACING recipient_agency_ids: "
      "'tracers' categories: CATEGORY_ID_MIN given_by: CONSENT_GIVER_CHILD "
      "given_time { seconds: 1799000000 } consent_for_tracing: true "
      "disclosure_country_of_origin: true } }");
  const std::string id = Register(says_so.c_str(), /*with_consent=*/true);
  asker_country_ = "UA";
  const NodeFinding found = Ask("Solomiya Melnik", "Oksana Melnyk");
  ASSERT_THAT(found.details.record_ids(), ElementsAre(id));
  EXPECT_THAT(found.details.disclosed_fields(),
              ElementsAre("source_time", "identity.name_full"));
  EXPECT_EQ(found.matches[0].score_millibits(),
            Ask("Solomiya Melnik", "").matches[0].score_millibits());
}

TEST_F(FamilyTest, ARecordThatKeepsHerFromHimTakesNoPlaceFromAnother) {
  const std::string kept = Register(absl::StrCat(kChildSeeks, kConcern).c_str(),
                                    /*with_consent=*/true);
  const std::string other = Register(kChildSeeks, /*with_consent=*/true);
  const NodeFinding found =
      Ask("Solomiya Melnik", "Ivan Melnyk", v1::FAMILY_RELATIONSHIP_FATHER);
  EXPECT_THAT(found.details.record_ids(), ElementsAre(other));
  EXPECT_THAT(found.details.withheld_record_ids(), ElementsAre(kept));
  EXPECT_THAT(found.decision.built_in_rules(), IsEmpty());
}

}  // namespace
}  // namespace homeward::query
