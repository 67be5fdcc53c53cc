#include "auth/proof/testing/mou_sets.h"

#include <cstdio>
#include <cstdlib>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/field_form.h"
#include "auth/mou/signed_mou.h"
#include "auth/testing/signed_mous.h"

namespace homeward::auth::proof::testing {
namespace {

// The last is a party of no MOU.
const char* const kAgencies[] = {"a", "b", "c", "d"};
const v1::Role kRoles[] = {v1::ROLE_CP_CASEWORKER, v1::ROLE_POLICE_MISSING,
                           v1::ROLE_CLINIC_CLINICIAN, v1::ROLE_IMM_ENFORCEMENT};
const v1::Purpose kPurposes[] = {
    v1::PURPOSE_LOCATE_SAFETY, v1::PURPOSE_MISSING_SEARCH,
    v1::PURPOSE_IMM_ENFORCEMENT, v1::PURPOSE_ADOPTION};
const v1::Action kActions[] = {v1::ACTION_LOCATE, v1::ACTION_GET_WELLBEING};

struct Field {
  const char* path;
  v1::Category category;
};
const Field kFields[] = {
    {"claim_id", v1::CATEGORY_EXIST},
    {"source_agency_id", v1::CATEGORY_EXIST},
    {"identity.name_full", v1::CATEGORY_ID_MIN},
    {"identity.sex", v1::CATEGORY_ID_MIN},
    {"identity.address_current.site", v1::CATEGORY_LOC_EXACT},
    {"sighting.place.site", v1::CATEGORY_LOC_EXACT},
    {"wellbeing_check.checked_time", v1::CATEGORY_WELLBEING},
    {"health_summary.allergies", v1::CATEGORY_HEALTH},
};
const v1::Category kCategories[] = {
    v1::CATEGORY_EXIST, v1::CATEGORY_ID_MIN, v1::CATEGORY_LOC_EXACT,
    v1::CATEGORY_WELLBEING, v1::CATEGORY_HEALTH};

// Whether CheckMou() lets a permit allow it.
bool CanBreakGlass(const v1::Match& match) {
  const auto role_can = [](int role) {
    return role == v1::ROLE_POLICE_MISSING || role == v1::ROLE_CLINIC_CLINICIAN;
  };
  const auto purpose_can = [](int purpose) {
    return purpose == v1::PURPOSE_LOCATE_SAFETY ||
           purpose == v1::PURPOSE_MISSING_SEARCH;
  };
  return !match.conditions().empty() &&
         (match.roles().any() ||
          absl::c_any_of(match.roles().roles(), role_can)) &&
         (match.purposes().any() ||
          absl::c_any_of(match.purposes().purposes(), purpose_can));
}

}  // namespace

std::shared_ptr<const ActiveSet> SetOf(const Documents& documents) {
  std::vector<SignedMou> mous;
  for (const v1::Mou& mou : documents.mous) {
    mous.push_back(auth::testing::SignedByAll(mou));
  }
  auto set = ActiveSet::Build(auth::testing::AsCharter(documents.charter), mous,
                              documents.suspended_ids);
  if (set.ok()) return *std::move(set);
  std::fprintf(stderr, "%s\n", set.status().ToString().c_str());
  std::abort();
}

v1::Mou MouSets::Frame(const std::string& id, int version) {
  v1::Mou mou;
  mou.set_mou_id(id);
  mou.set_version(version);
  // Odd versions alone, which nothing chains together.
  if (version > 1) mou.set_previous_sha256(std::string(32, 'x'));
  // Most often they overlap, and most questions fall into them.
  const int start = 100 * Below(4);
  mou.mutable_effective_time()->set_seconds(start);
  mou.mutable_expiry_time()->set_seconds(start + 100 * (1 + Below(12)));
  mou.set_legal_authority("law");
  mou.set_schema_version(1);
  return mou;
}

void MouSets::AddClause(v1::Mou& mou, v1::Clause clause) {
  clause.set_clause_id(absl::StrCat("c", mou.clauses_size()));
  *mou.add_clauses() = std::move(clause);
}

void MouSets::AddAgency(v1::AgencySet& set) {
  if (OneIn(2)) {
    set.set_any(true);
    return;
  }
  const int first = Below(4);
  set.add_agency_ids(kAgencies[first]);
  if (OneIn(2)) set.add_agency_ids(kAgencies[(first + 1) % 4]);
}

void MouSets::AddConditions(v1::Match& match, int one_in, bool of_cases) {
  for (int fact = 1; fact < v1::Fact_ARRAYSIZE; ++fact) {
    const bool of_case =
        fact == v1::FACT_OPEN_CASE || fact == v1::FACT_IMMINENT_DANGER;
    // What no condition may ask for.
    if (fact == v1::FACT_BREAK_GLASS) continue;
    if (!OneIn(one_in) || (of_case && !of_cases)) continue;
    v1::Condition& condition = *match.add_conditions();
    condition.set_fact(static_cast<v1::Fact>(fact));
    condition.set_expected(OneIn(2));
  }
}

void MouSets::AddRest(v1::Match& match, bool narrow) {
  const int often = narrow ? 2 : 4;
  if (!OneIn(often)) {
    match.mutable_roles()->set_any(true);
  } else {
    const int first = Below(3);
    match.mutable_roles()->add_roles(kRoles[first]);
    if (OneIn(2)) match.mutable_roles()->add_roles(kRoles[first + 1]);
  }
  if (!OneIn(often)) {
    match.mutable_purposes()->set_any(true);
  } else {
    match.mutable_purposes()->add_purposes(kPurposes[Below(4)]);
  }
  if (!OneIn(often)) {
    match.mutable_actions()->set_any(true);
  } else {
    match.mutable_actions()->add_actions(kActions[Below(2)]);
  }
  if (!OneIn(often * 2)) return;
  v1::AgeLimits& age = *match.mutable_subject_age();
  age.set_min_years(6 * Below(3));
  age.set_max_years(OneIn(2) ? 0 : age.min_years() + 6 * (1 + Below(2)) - 1);
}

v1::Clause MouSets::Prohibition() {
  v1::Clause clause;
  clause.set_clause_id("more");
  clause.set_effect(v1::EFFECT_PROHIBIT);
  v1::Match& match = *clause.mutable_match();
  AddAgency(*match.mutable_owner());
  AddAgency(*match.mutable_requester());
  AddRest(match, false);
  AddConditions(match, 8, true);
  if (OneIn(5)) {
    match.mutable_categories()->set_any(true);
    return clause;
  }
  const int first = OneIn(10) ? 0 : 1 + Below(4);
  match.mutable_categories()->add_categories(kCategories[first]);
  if (first > 1) match.mutable_categories()->add_categories(kCategories[1]);
  return clause;
}

// Half of the time a clear field, else what fits of another.
Treatment MouSets::AnyTreatment(const char* path) {
  const FieldCatalog& catalog = FieldCatalog::Get();
  const FieldForm form = catalog.form(*catalog.Find(path));
  std::vector<Treatment> fitting;
  for (int i = 1; i < static_cast<int>(Treatment::kDrop); ++i) {
    if (Fits(static_cast<Treatment>(i), form)) {
      fitting.push_back(static_cast<Treatment>(i));
    }
  }
  if (fitting.empty() || OneIn(2)) return Treatment::kClear;
  return fitting[Below(static_cast<int>(fitting.size()))];
}

v1::Clause MouSets::Permit(const v1::Mou& mou) {
  v1::Clause clause;
  clause.set_effect(v1::EFFECT_PERMIT);
  v1::Match& match = *clause.mutable_match();
  for (v1::AgencySet* set :
       {match.mutable_owner(), match.mutable_requester()}) {
    if (OneIn(2)) {
      set->set_any(true);
    } else {
      set->add_agency_ids(
          mou.party_agency_ids(Below(mou.party_agency_ids_size())));
    }
  }
  AddRest(match, true);
  // Without issuers CheckMou() refuses a permit that asks for a case.
  AddConditions(match, 6, !mou.case_issuer_agency_ids().empty());
  match.set_allow_break_glass(CanBreakGlass(match) && OneIn(2));
  match.mutable_categories()->set_any(true);
  const int told = Below(std::size(kFields));
  for (int i = 0; i < static_cast<int>(std::size(kFields)); ++i) {
    if (i != told && !OneIn(3)) continue;
    v1::FieldRule& rule = *clause.add_fields();
    rule.set_field_path(kFields[i].path);
    SetTreatment(AnyTreatment(kFields[i].path), rule);
    if (i != told && OneIn(3)) SetTreatment(Treatment::kDrop, rule);
  }
  return clause;
}

v1::RedLine MouSets::RedLine(int number) {
  v1::RedLine line;
  line.set_red_line_id(absl::StrCat("line-", number));
  line.set_statement("never");
  v1::Match& match = *line.mutable_match();
  AddAgency(*match.mutable_owner());
  AddAgency(*match.mutable_requester());
  AddRest(match, true);
  AddConditions(match, 6, true);
  for (int i = 1 + Below(2); i > 0; --i) {
    const v1::Category category = kCategories[Below(5)];
    match.mutable_categories()->add_categories(category);
  }
  if (OneIn(8)) {
    match.mutable_categories()->Clear();
    match.mutable_categories()->set_any(true);
  }
  line.set_between_agencies(OneIn(3));
  line.set_single_role(OneIn(3));
  return line;
}

Documents MouSets::Next() {
  Documents documents;
  documents.charter = Frame("charter", 1);
  for (int i = 1 + Below(3); i > 0; --i) {
    AddClause(documents.charter, Prohibition());
  }
  for (int id = 0; id < 3; ++id) {
    for (int version = 1; version <= (OneIn(3) ? 3 : 1); version += 2) {
      v1::Mou mou = Frame(absl::StrCat("m", id), version);
      const int skipped = Below(4);
      for (int i = 0; i < 3; ++i) {
        if (i != skipped) mou.add_party_agency_ids(kAgencies[i]);
      }
      if (OneIn(2)) mou.add_case_issuer_agency_ids("court");
      for (int i = 1 + Below(3); i > 0; --i) AddClause(mou, Permit(mou));
      for (int i = Below(3); i > 0; --i) AddClause(mou, Prohibition());
      documents.mous.push_back(std::move(mou));
    }
    if (OneIn(10)) documents.suspended_ids.push_back(absl::StrCat("m", id));
  }
  for (int i = 0; i < 3; ++i) {
    *documents.red_lines.add_red_lines() = RedLine(i);
  }
  return documents;
}

}  // namespace homeward::auth::proof::testing
