#include "auth/testing/plain_decision.h"

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "auth/decision/access.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::auth::testing {
namespace {

template <typename List, typename Value>
bool In(const List& list, Value value) {
  for (const auto& item : list) {
    if (item == value) return true;
  }
  return false;
}

Tri FactOf(const Question& q, const v1::Mou& named, v1::Fact fact,
           v1::Category category) {
  const CaseFacts& c = q.case_facts;
  const bool counts = In(named.case_issuer_agency_ids(), c.issuer_agency_id);
  switch (fact) {
    case v1::FACT_OPEN_CASE:
      if (!counts && c.open_case == Tri::kTrue) return Tri::kUnknown;
      if (c.open_case == Tri::kTrue && !c.categories.empty() &&
          category != v1::CATEGORY_EXIST && !c.categories.Contains(category)) {
        return Tri::kFalse;
      }
      return c.open_case;
    case v1::FACT_IMMINENT_DANGER:
      if (!counts && c.imminent_danger == Tri::kTrue) return Tri::kUnknown;
      return c.imminent_danger;
    case v1::FACT_CONSENT_ON_FILE:
      if (q.facts.consented.Contains(category)) return Tri::kTrue;
      return q.facts.refused.Contains(category) ? Tri::kFalse : Tri::kUnknown;
    case v1::FACT_CUSTODY_RELATION:
      return q.facts.custody_relation;
    case v1::FACT_LOCATION_PROTECTED:
      return q.facts.location_protected;
    case v1::FACT_ADOPTION_HOLD:
      return q.facts.adoption_hold;
    default:
      return Tri::kUnknown;
  }
}

bool AgencyIn(const v1::AgencySet& set, const std::string& id) {
  return set.any() || In(set.agency_ids(), id);
}

bool RoleIn(const v1::RoleSet& set, const AccessRequest& request, bool permit) {
  for (v1::Role role : kRoles) {
    if (!request.roles.Contains(role)) continue;
    if (permit &&
        (role == v1::ROLE_NODE_ADMIN || role == v1::ROLE_IMM_ENFORCEMENT)) {
      continue;
    }
    if (set.any() || In(set.roles(), role)) return true;
  }
  return false;
}

// Whether the clause covers `category`. What is unknown counts as `unknown`.
bool Covers(const Question& q, const v1::Mou& named, const v1::Clause& clause,
            v1::Category category, bool unknown) {
  const v1::Match& m = clause.match();
  const bool permit = clause.effect() == v1::EFFECT_PERMIT;
  if (!AgencyIn(m.owner(), q.request.owner_agency_id) ||
      !AgencyIn(m.requester(), q.request.requester_agency_id) ||
      !RoleIn(m.roles(), q.request, permit) ||
      !(m.purposes().any() || In(m.purposes().purposes(), q.request.purpose)) ||
      !(m.actions().any() || In(m.actions().actions(), q.request.action)) ||
      !(m.categories().any() || In(m.categories().categories(), category))) {
    return false;
  }
  for (const v1::Condition& condition : m.conditions()) {
    const Tri value = FactOf(q, named, condition.fact(), category);
    if (value == Tri::kUnknown && !unknown) return false;
    if (value == Tri::kTrue && !condition.expected()) return false;
    if (value == Tri::kFalse && condition.expected()) return false;
  }
  if (!m.has_subject_age() && !permit) return true;
  const int min = m.subject_age().min_years();
  const int max = !m.has_subject_age() ? 17
                  : m.subject_age().max_years() == 0
                      ? 1000
                      : m.subject_age().max_years();
  const AgeInterval age = q.facts.age;
  const bool inside = min <= age.min_years && age.max_years <= max;
  const bool outside = age.max_years < min || max < age.min_years;
  return unknown ? !outside : inside;
}

// The version of `id` that holds now: the highest of those that have begun.
const v1::Mou* Holding(const Question& q, const std::string& id) {
  const v1::Mou* latest = nullptr;
  for (const v1::Mou& mou : q.mous) {
    if (mou.mou_id() != id || mou.effective_time().seconds() > q.now) continue;
    if (latest == nullptr || mou.version() > latest->version()) latest = &mou;
  }
  if (latest == nullptr || latest->expiry_time().seconds() <= q.now) {
    return nullptr;
  }
  return latest;
}

bool Prohibited(const Question& q, const v1::Mou& named, const v1::Mou& by,
                v1::Category category) {
  for (const v1::Clause& clause : by.clauses()) {
    if (clause.effect() == v1::EFFECT_PROHIBIT &&
        (Covers(q, named, clause, category, true) ||
         Covers(q, named, clause, v1::CATEGORY_EXIST, true))) {
      return true;
    }
  }
  return false;
}

// What the permits say of a field, the most restrictive of all that may apply.
v1::FieldRule Permitted(const Question& q, const v1::Mou& named,
                        const std::string& path, v1::Category category) {
  v1::FieldRule all;
  all.set_outcome(v1::FIELD_OUTCOME_DROP);
  std::vector<v1::FieldRule> rules;
  bool disclosed = false;
  for (const v1::Clause& clause : named.clauses()) {
    if (clause.effect() != v1::EFFECT_PERMIT) continue;
    for (const v1::FieldRule& rule : clause.fields()) {
      if (rule.field_path() != path) continue;
      if (Covers(q, named, clause, category, true)) rules.push_back(rule);
      if (rule.outcome() != v1::FIELD_OUTCOME_DROP &&
          Covers(q, named, clause, category, false)) {
        disclosed = true;
      }
    }
  }
  if (!disclosed) return all;
  all.set_outcome(v1::FIELD_OUTCOME_CLEAR);
  for (const v1::FieldRule& rule : rules) {
    if (rule.outcome() < all.outcome()) {
      all = rule;
    } else if (rule.outcome() == all.outcome()) {
      if (rule.coarsen_to() > all.coarsen_to()) all = rule;
      if (rule.mask_keep() != all.mask_keep()) {
        all.set_mask_keep(v1::MASK_KEEP_NOTHING);
      }
    }
  }
  all.clear_field_path();
  return all;
}

// Whether nothing but the permits keeps the field back.
bool MayShow(const Question& q, const v1::Mou& named, v1::Category category) {
  if (!q.request.categories.empty() && category != v1::CATEGORY_EXIST &&
      !q.request.categories.Contains(category)) {
    return false;
  }
  if ((category == v1::CATEGORY_LOC_COARSE ||
       category == v1::CATEGORY_LOC_EXACT) &&
      q.facts.location_protected != Tri::kFalse &&
      q.facts.custody_relation != Tri::kTrue &&
      q.request.owner_agency_id != q.request.requester_agency_id) {
    return false;
  }
  if (Prohibited(q, named, q.charter, category)) return false;
  std::set<std::string> ids;
  for (const v1::Mou& mou : q.mous) ids.insert(mou.mou_id());
  for (const std::string& id : ids) {
    const v1::Mou* mou = Holding(q, id);
    if (mou != nullptr && Prohibited(q, named, *mou, category)) return false;
  }
  return true;
}

}  // namespace

std::map<std::string, v1::FieldRule> PlainDecision(const Question& q) {
  std::map<std::string, v1::FieldRule> shown;
  if (q.request.purpose == v1::PURPOSE_IMM_ENFORCEMENT ||
      q.request.roles.Contains(v1::ROLE_IMM_ENFORCEMENT) ||
      q.request.requester_kind == v1::AGENCY_KIND_IMMIGRATION_ENFORCEMENT ||
      q.request.requester_kind == v1::AGENCY_KIND_UNSPECIFIED) {
    return shown;
  }
  if (q.now < q.charter.effective_time().seconds() ||
      q.charter.expiry_time().seconds() <= q.now) {
    return shown;
  }
  const v1::Mou* named = Holding(q, q.request.mou_id);
  if (named == nullptr || q.suspended.count(named->mou_id()) > 0 ||
      !In(named->party_agency_ids(), q.request.owner_agency_id) ||
      !In(named->party_agency_ids(), q.request.requester_agency_id)) {
    return shown;
  }
  for (size_t i = 0; i < std::size(kPaths); ++i) {
    const v1::Category category = kCategories[i / 2];
    const v1::FieldRule rule = Permitted(q, *named, kPaths[i], category);
    if (rule.outcome() != v1::FIELD_OUTCOME_DROP &&
        MayShow(q, *named, category)) {
      shown[kPaths[i]] = rule;
    }
  }
  return shown;
}

}  // namespace homeward::auth::testing
