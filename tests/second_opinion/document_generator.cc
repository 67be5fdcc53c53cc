#include "tests/second_opinion/document_generator.h"

#include <algorithm>
#include <map>
#include <set>

#include "auth/mou/field_catalog.h"
#include "auth/mou/field_form.h"
#include "auth/mou/treatment.h"
#include "google/protobuf/descriptor.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/claim.pb.h"
#include "tests/second_opinion/reading.h"

namespace homeward::second_opinion {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// Times of generated documents, in seconds.
constexpr int kEnd = 1000;

void AddLeaves(const Descriptor& message, const std::string& prefix,
               std::map<v1::Category, std::vector<std::string>>& leaves) {
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    const std::string path = prefix + field.name();
    const v1::Category category = field.options().GetExtension(v1::category);
    if (category != v1::CATEGORY_UNSPECIFIED) {
      leaves[category].push_back(path);
    } else if (field.message_type() != nullptr) {
      AddLeaves(*field.message_type(), path + ".", leaves);
    }
  }
}

const std::map<v1::Category, std::vector<std::string>>& Leaves() {
  static const auto& leaves = *[] {
    auto* all = new std::map<v1::Category, std::vector<std::string>>();
    AddLeaves(*v1::Claim::descriptor(), "", *all);
    return all;
  }();
  return leaves;
}

// Whether there is somebody and something for whom a broken glass changes
// anything: else an MOU that says so is refused.
bool CanBreakGlass(const v1::Match& match) {
  const auto any_of = [](const auto& list, auto can) {
    return std::any_of(list.begin(), list.end(), can);
  };
  return !match.conditions().empty() &&
         (match.roles().any() ||
          any_of(match.roles().roles(),
                 [](int role) {
                   return role == v1::ROLE_CP_SUPERVISOR ||
                          role == v1::ROLE_CLINIC_CLINICIAN ||
                          role == v1::ROLE_POLICE_MISSING;
                 })) &&
         (match.purposes().any() ||
          any_of(match.purposes().purposes(),
                 [](int purpose) {
                   return purpose != v1::PURPOSE_IMM_ENFORCEMENT &&
                          purpose != v1::PURPOSE_ADOPTION;
                 })) &&
         (match.categories().any() ||
          any_of(match.categories().categories(), [](int category) {
            return category != v1::CATEGORY_SCREEN_ANS &&
                   category != v1::CATEGORY_HOLD;
          }));
}

}  // namespace

Documents DocumentGenerator::Next() {
  PickFields();
  permitted_.clear();
  Documents documents;
  for (int id = 0; id < 3; ++id) {
    const std::string name = "m" + std::to_string(id);
    // Odd versions, of which each follows another text that isn't here.
    for (int version = 1; version <= (chance_.OneIn(3) ? 3 : 1); version += 2) {
      documents.mous.push_back(Agreement(name, version));
    }
    if (chance_.OneIn(5)) documents.suspended.insert(name);
  }
  documents.unsigned_mous.push_back(Agreement("u0", 1));
  // A version that counts for nothing until it is signed.
  documents.unsigned_mous.push_back(Agreement("m0", 5));
  documents.charter = Frame("charter", 1);
  documents.charter.mutable_effective_time()->set_seconds(50);
  documents.charter.mutable_expiry_time()->set_seconds(kEnd - 50);
  for (int i = 0; i <= chance_.Below(2); ++i) {
    *documents.charter.add_clauses() = Prohibition("c" + std::to_string(i));
  }
  return documents;
}

void DocumentGenerator::PickFields() {
  fields_.clear();
  for (const auto& [category, paths] : Leaves()) {
    for (int i = 0; i < 2; ++i) fields_.push_back(chance_.Of(paths));
  }
}

v1::Mou DocumentGenerator::Frame(const std::string& id, int version) {
  v1::Mou mou;
  mou.set_mou_id(id);
  mou.set_version(version);
  if (version > 1) mou.set_previous_sha256(std::string(32, 'x'));
  const int start = chance_.OneIn(4) ? 100 + chance_.Below(600) : 10;
  mou.mutable_effective_time()->set_seconds(start);
  mou.mutable_expiry_time()->set_seconds(
      chance_.OneIn(4) ? start + 50 + chance_.Below(kEnd) : kEnd);
  mou.mutable_expiry_time()->set_nanos(chance_.Below(2));
  mou.set_legal_authority("law");
  mou.set_schema_version(1);
  return mou;
}

v1::Mou DocumentGenerator::Agreement(const std::string& id, int version) {
  v1::Mou mou = Frame(id, version);
  for (const char* agency : kAgencies) {
    if (!chance_.OneIn(5)) mou.add_party_agency_ids(agency);
  }
  if (mou.party_agency_ids().empty()) mou.add_party_agency_ids("a");
  mou.add_case_issuer_agency_ids(kIssuer);
  std::vector<v1::Clause> clauses;
  for (int i = 1 + chance_.Below(4); i > 0; --i) {
    const v1::Clause* like =
        clauses.empty() || chance_.OneIn(2) ? nullptr : &clauses.front();
    clauses.push_back(Permit(mou, "p" + std::to_string(i), like));
  }
  for (int i = chance_.Below(3); i > 0; --i) {
    clauses.push_back(Prohibition("f" + std::to_string(i)));
  }
  chance_.Shuffle(clauses);
  for (v1::Clause& clause : clauses) *mou.add_clauses() = std::move(clause);
  return mou;
}

v1::Clause DocumentGenerator::Permit(const v1::Mou& mou,
                                     const std::string& clause_id,
                                     const v1::Clause* like) {
  v1::Clause clause;
  clause.set_clause_id(clause_id);
  clause.set_effect(v1::EFFECT_PERMIT);
  *clause.mutable_match() = like == nullptr ? AnyMatch(&mou) : like->match();
  clause.mutable_match()->clear_categories();
  clause.mutable_match()->clear_conditions();
  clause.mutable_match()->clear_subject_age();
  clause.mutable_match()->clear_allow_break_glass();
  AddConditions(*clause.mutable_match(), 6);
  AddAge(*clause.mutable_match());
  AddFields(clause);
  clause.mutable_match()->set_allow_break_glass(CanBreakGlass(clause.match()) &&
                                                chance_.OneIn(2));
  AddDuties(clause);
  permitted_.push_back(clause.match());
  return clause;
}

void DocumentGenerator::AddFields(v1::Clause& clause) {
  std::set<v1::Category> categories;
  std::set<std::string> named;
  const int count = 1 + chance_.Below(12);
  for (int i = 0; i < count; ++i) {
    const std::string path = chance_.Of(fields_);
    if (!named.insert(path).second) continue;
    v1::FieldRule& rule = *clause.add_fields();
    rule.set_field_path(path);
    if (i > 0 && chance_.OneIn(5)) {
      rule.set_outcome(v1::FIELD_OUTCOME_DROP);
    } else {
      PickForm(rule);
    }
    categories.insert(CategoryOf(path));
  }
  v1::CategorySet& set = *clause.mutable_match()->mutable_categories();
  if (chance_.OneIn(5)) {
    set.set_any(true);
    return;
  }
  if (chance_.OneIn(3)) {
    categories.insert(chance_.AnyOf<v1::Category>(v1::Category_ARRAYSIZE));
  }
  for (const v1::Category category : categories) set.add_categories(category);
}

// Clear about half of the time, else something that fits the field.
void DocumentGenerator::PickForm(v1::FieldRule& rule) {
  rule.set_outcome(v1::FIELD_OUTCOME_CLEAR);
  if (chance_.OneIn(2)) return;
  const auto& catalog = auth::FieldCatalog::Get();
  const auth::FieldForm form = catalog.form(*catalog.Find(rule.field_path()));
  for (int tries = 0; tries < 20; ++tries) {
    const auto treatment = static_cast<auth::Treatment>(
        chance_.Below(static_cast<int>(auth::Treatment::kDrop)));
    // The age band of a birth date needs the age beside it.
    if (form == auth::FieldForm::kBirthDate &&
        treatment == auth::Treatment::kToAgeBand) {
      continue;
    }
    if (treatment == auth::Treatment::kClear || !auth::Fits(treatment, form)) {
      continue;
    }
    auth::SetTreatment(treatment, rule);
    return;
  }
}

void DocumentGenerator::AddDuties(v1::Clause& clause) {
  for (int type = 1; type < v1::ObligationType_ARRAYSIZE; ++type) {
    if (!chance_.OneIn(3)) continue;
    v1::Obligation& duty = *clause.add_obligations();
    duty.set_type(static_cast<v1::ObligationType>(type));
    if (type == v1::OBLIGATION_TYPE_RETAIN_AT_MOST ||
        type == v1::OBLIGATION_TYPE_REVIEW || chance_.OneIn(2)) {
      duty.mutable_within()->set_seconds(chance_.Below(3));
      duty.mutable_within()->set_nanos(1 + chance_.Below(2));
    }
  }
}

v1::Clause DocumentGenerator::Prohibition(const std::string& clause_id) {
  v1::Clause clause;
  clause.set_clause_id(clause_id);
  clause.set_effect(v1::EFFECT_PROHIBIT);
  v1::Match& match = *clause.mutable_match();
  match = AnyMatch(nullptr);
  if (!permitted_.empty() && !chance_.OneIn(4)) {
    const v1::Match about = chance_.Of(permitted_);
    match.clear_categories();
    if (chance_.OneIn(2)) *match.mutable_owner() = about.owner();
    if (chance_.OneIn(2)) *match.mutable_requester() = about.requester();
    if (chance_.OneIn(2)) *match.mutable_roles() = about.roles();
    *match.mutable_purposes() = about.purposes();
    *match.mutable_actions() = about.actions();
    for (const int category : about.categories().categories()) {
      if (match.categories().categories().empty() || chance_.OneIn(3)) {
        match.mutable_categories()->add_categories(
            static_cast<v1::Category>(category));
      }
    }
  }
  v1::CategorySet& categories = *match.mutable_categories();
  if (categories.categories().empty()) {
    categories.set_any(false);
    categories.add_categories(CategoryOf(chance_.Of(fields_)));
  }
  AddConditions(match, 8);
  if (chance_.OneIn(2)) AddAge(match);
  return clause;
}

v1::Match DocumentGenerator::AnyMatch(const v1::Mou* permits_of) {
  v1::Match match;
  for (v1::AgencySet* agencies :
       {match.mutable_owner(), match.mutable_requester()}) {
    if (!chance_.OneIn(3)) {
      agencies->set_any(true);
    } else if (permits_of != nullptr) {
      agencies->add_agency_ids(chance_.Of(permits_of->party_agency_ids()));
    } else {
      agencies->add_agency_ids(chance_.Of(kAgencies));
    }
  }
  if (chance_.OneIn(2)) {
    match.mutable_roles()->set_any(true);
  } else {
    do {
      const auto role = chance_.AnyOf<v1::Role>(v1::Role_ARRAYSIZE);
      const bool refused =
          permits_of != nullptr &&
          (role == v1::ROLE_NODE_ADMIN || role == v1::ROLE_RESEARCH_ANALYST);
      match.mutable_roles()->add_roles(refused ? v1::ROLE_GUARDIAN : role);
    } while (chance_.OneIn(2));
  }
  if (chance_.OneIn(2)) {
    match.mutable_purposes()->set_any(true);
  } else {
    match.mutable_purposes()->add_purposes(
        chance_.AnyOf<v1::Purpose>(v1::Purpose_ARRAYSIZE));
  }
  if (chance_.OneIn(2)) {
    match.mutable_actions()->set_any(true);
  } else {
    match.mutable_actions()->add_actions(
        chance_.AnyOf<v1::Action>(v1::Action_ARRAYSIZE));
  }
  return match;
}

void DocumentGenerator::AddConditions(v1::Match& match, int one_in) {
  for (int fact = 1; fact < v1::Fact_ARRAYSIZE; ++fact) {
    // What no condition may ask for.
    if (fact == v1::FACT_BREAK_GLASS || !chance_.OneIn(one_in)) continue;
    v1::Condition& condition = *match.add_conditions();
    condition.set_fact(static_cast<v1::Fact>(fact));
    condition.set_expected(!chance_.OneIn(3));
  }
}

void DocumentGenerator::AddAge(v1::Match& match) {
  if (!chance_.OneIn(4)) return;
  v1::AgeLimits& age = *match.mutable_subject_age();
  age.set_min_years(chance_.Below(18));
  age.set_max_years(chance_.OneIn(2) ? 0 : age.min_years() + chance_.Below(8));
}

}  // namespace homeward::second_opinion
