#include "auth/change/testing/question_generator.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "auth/decision/access.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/field_form.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::auth::testing {

Question QuestionGenerator::Documents() {
  Question q;
  Frame(q.charter, "charter", 1);
  for (int i = 1 + Below(2); i > 0; --i) AddClause(q.charter, false);
  for (int id = 0; id < 3; ++id) {
    for (int version = 1; version <= 1 + Below(2); ++version) {
      v1::Mou& mou = q.mous.emplace_back();
      Frame(mou, absl::StrCat("m", id), 1 + 2 * (version - 1));
      for (const char* agency : kAgencies) {
        if (Below(4) > 0) mou.add_party_agency_ids(agency);
      }
      if (mou.party_agency_ids().empty()) mou.add_party_agency_ids("a");
      mou.add_case_issuer_agency_ids("court");
      for (int i = 1 + Below(4); i > 0; --i) AddClause(mou, true);
      for (int i = Below(2); i > 0; --i) AddClause(mou, false);
    }
    if (Below(10) == 0) q.suspended.insert(absl::StrCat("m", id));
  }
  return q;
}

void QuestionGenerator::Frame(v1::Mou& mou, const std::string& id,
                              int version) {
  mou.set_mou_id(id);
  mou.set_version(version);
  if (version > 1) mou.set_previous_sha256(std::string(32, 'x'));
  const int start = id == "charter" ? 100 : Below(600);
  mou.mutable_effective_time()->set_seconds(start);
  mou.mutable_expiry_time()->set_seconds(
      id == "charter" ? 1100 : start + 100 + Below(1000));
  mou.set_legal_authority("law");
  mou.set_schema_version(1);
}

void QuestionGenerator::AddAgencies(v1::AgencySet& set, const v1::Mou& mou,
                                    bool permit) {
  if (Below(2) == 0) {
    set.set_any(true);
    return;
  }
  if (permit) {
    set.add_agency_ids(
        mou.party_agency_ids(Below(mou.party_agency_ids_size())));
  } else {
    set.add_agency_ids(kAgencies[Below(3)]);
  }
}

void QuestionGenerator::AddMatch(v1::Match& match, const v1::Mou& mou,
                                 bool permit) {
  AddAgencies(*match.mutable_owner(), mou, permit);
  AddAgencies(*match.mutable_requester(), mou, permit);
  if (Below(2) == 0) {
    match.mutable_roles()->set_any(true);
  } else {
    match.mutable_roles()->add_roles(kRoles[Below(2)]);
  }
  if (Below(2) == 0) {
    match.mutable_purposes()->set_any(true);
  } else {
    match.mutable_purposes()->add_purposes(kPurposes[Below(3)]);
  }
  if (Below(2) == 0) {
    match.mutable_actions()->set_any(true);
  } else {
    match.mutable_actions()->add_actions(kActions[Below(2)]);
  }
  for (int fact = 1; fact < v1::Fact_ARRAYSIZE; ++fact) {
    // What no condition may ask for.
    if (fact == v1::FACT_BREAK_GLASS || Below(5) > 0) continue;
    v1::Condition* condition = match.add_conditions();
    condition->set_fact(static_cast<v1::Fact>(fact));
    condition->set_expected(Below(2) == 0);
  }
  if (Below(4) > 0) return;
  match.mutable_subject_age()->set_min_years(Below(12));
  match.mutable_subject_age()->set_max_years(
      Below(2) == 0 ? 0 : match.subject_age().min_years() + Below(8));
}

// Of those that disclose the field, most often that it is clear.
Treatment QuestionGenerator::AnyTreatment(const char* path) {
  const FieldCatalog& catalog = FieldCatalog::Get();
  const auto treatment =
      static_cast<Treatment>(Below(static_cast<int>(Treatment::kDrop)));
  return Fits(treatment, catalog.form(*catalog.Find(path))) ? treatment
                                                            : Treatment::kClear;
}

void QuestionGenerator::AddClause(v1::Mou& mou, bool permit) {
  v1::Clause* clause = mou.add_clauses();
  clause->set_clause_id(absl::StrCat("c", mou.clauses_size()));
  clause->set_effect(permit ? v1::EFFECT_PERMIT : v1::EFFECT_PROHIBIT);
  AddMatch(*clause->mutable_match(), mou, permit);
  v1::CategorySet* categories = clause->mutable_match()->mutable_categories();
  const int first = permit || Below(8) == 0 ? 0 : 1;
  if (!permit) {
    categories->add_categories(kCategories[first + Below(6 - first)]);
    return;
  }
  for (int i = 0; i < 12; ++i) {
    if (i > 0 && Below(3) == 0) continue;
    if (i % 2 == 0) categories->add_categories(kCategories[i / 2]);
    if (!absl::c_linear_search(categories->categories(), kCategories[i / 2]))
      continue;
    v1::FieldRule* rule = clause->add_fields();
    rule->set_field_path(kPaths[i]);
    SetTreatment(AnyTreatment(kPaths[i]), *rule);
    if (i > 0 && Below(6) == 0) SetTreatment(Treatment::kDrop, *rule);
  }
}

}  // namespace homeward::auth::testing
