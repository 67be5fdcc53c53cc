#include "auth/proof/testing/onward_sets.h"

#include "absl/strings/str_cat.h"
#include "auth/mou/signed_mou.h"
#include "auth/testing/signed_mous.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth::proof::testing {

using ::homeward::testing::IsOk;
using ::homeward::testing::TextProto;

v1::Match Everything() {
  return TextProto(R"pb(
    owner { any: true }
    requester { any: true }
    roles { any: true }
    purposes { any: true }
    actions { any: true }
    categories { any: true }
  )pb");
}

namespace {

v1::Mou Document(const std::string& id) {
  v1::Mou mou;
  mou.set_mou_id(id);
  mou.set_version(1);
  mou.mutable_effective_time()->set_seconds(0);
  mou.mutable_expiry_time()->set_seconds(1000);
  mou.set_legal_authority("law");
  mou.set_schema_version(1);
  return mou;
}

}  // namespace

v1::Mou Charter() {
  v1::Mou charter = Document("charter");
  v1::Clause& clause = *charter.add_clauses();
  clause.set_clause_id("firewall");
  clause.set_effect(v1::EFFECT_PROHIBIT);
  *clause.mutable_match() = Everything();
  clause.mutable_match()->mutable_purposes()->clear_any();
  clause.mutable_match()->mutable_purposes()->add_purposes(
      v1::PURPOSE_IMM_ENFORCEMENT);
  return charter;
}

v1::Mou Tells(const std::string& from, const std::string& to,
              bool may_pass_on) {
  v1::Mou mou = Document(absl::StrCat(from, "-", to));
  mou.add_party_agency_ids(from);
  if (to != from) mou.add_party_agency_ids(to);
  v1::Clause& clause = *mou.add_clauses();
  clause.set_clause_id("tell");
  clause.set_effect(v1::EFFECT_PERMIT);
  v1::Match& match = *clause.mutable_match();
  match = Everything();
  match.mutable_owner()->clear_any();
  match.mutable_owner()->add_agency_ids(from);
  match.mutable_requester()->clear_any();
  match.mutable_requester()->add_agency_ids(to);
  v1::FieldRule& rule = *clause.add_fields();
  rule.set_field_path("wellbeing_check.status");
  rule.set_outcome(v1::FIELD_OUTCOME_CLEAR);
  if (!may_pass_on) {
    clause.add_obligations()->set_type(v1::OBLIGATION_TYPE_NO_ONWARD_SHARING);
  }
  return mou;
}

v1::RedLines NotToTheRegistrar() {
  v1::RedLines lines;
  v1::RedLine& line = *lines.add_red_lines();
  line.set_red_line_id("not-to-the-registrar");
  line.set_statement("What the clinic knows never reaches the registrar.");
  line.set_through_others(true);
  v1::Match& match = *line.mutable_match();
  match = Everything();
  match.mutable_owner()->clear_any();
  match.mutable_owner()->add_agency_ids("clinic");
  match.mutable_requester()->clear_any();
  match.mutable_requester()->add_agency_ids("registrar");
  return lines;
}

v1::Mou During(v1::Mou mou, int start, int end) {
  mou.mutable_effective_time()->set_seconds(start);
  mou.mutable_expiry_time()->set_seconds(end);
  return mou;
}

v1::Mou KeptFor(v1::Mou mou, int seconds) {
  v1::Obligation& duty = *mou.mutable_clauses(0)->add_obligations();
  duty.set_type(v1::OBLIGATION_TYPE_RETAIN_AT_MOST);
  duty.mutable_within()->set_seconds(seconds);
  return mou;
}

std::shared_ptr<const ActiveSet> SetOf(const std::vector<v1::Mou>& mous,
                                       const v1::Mou& charter) {
  std::vector<SignedMou> documents;
  for (const v1::Mou& mou : mous) {
    documents.push_back(auth::testing::SignedByAll(mou));
  }
  const auto set =
      ActiveSet::Build(auth::testing::AsCharter(charter), documents, {});
  EXPECT_THAT(set, IsOk());
  return set.ok() ? *set : ActiveSet::DenyAll();
}

v1::RedLineResult ProveOne(const std::vector<v1::Mou>& mous,
                           const v1::RedLines& lines, const v1::Mou& charter,
                           const ProofBounds& bounds) {
  const auto report = Prove(SetOf(mous, charter), lines, bounds);
  EXPECT_THAT(report, IsOk());
  return report.ok() ? report->results(0) : v1::RedLineResult();
}

}  // namespace homeward::auth::proof::testing
