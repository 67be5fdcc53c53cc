#include <utility>

#include "auth/decision/clause_match.h"
#include "auth/decision/compiled_set.h"
#include "auth/decision/fact_table.h"
#include "auth/decision/grant.h"
#include "auth/decision/obligations.h"
#include "auth/mou/field_catalog.h"

namespace homeward::auth {
namespace {

// What the permits give of one record, before prohibitions.
struct Given {
  // Disclosed by one permit at least and dropped by none.
  FieldSet fields;
  // What happens to them.
  FieldTreatments treatments;
  // For each permit, what it surely discloses.
  std::vector<FieldSet> by_permit;
  // What some permit surely discloses without a broken glass.
  FieldSet without_glass;
  // The categories of which one permit at least surely speaks.
  CategorySet covered;
};

// What `clause` discloses of `covered`.
FieldSet Shows(const CompiledClause& clause, CategorySet covered) {
  if (covered.Covers(clause.disclosed_categories)) return clause.discloses;
  return clause.discloses & FieldCatalog::Get().Of(covered);
}

Given GivenBy(const std::vector<const CompiledClause*>& permits,
              const FactTable& facts, AgeInterval age) {
  const FieldCatalog& catalog = FieldCatalog::Get();
  Given given;
  given.by_permit.reserve(permits.size());
  FieldSet dropped;
  for (const CompiledClause* clause : permits) {
    const CategorySet covered = SurelyCovers(*clause, facts, age);
    given.covered |= covered;
    given.by_permit.push_back(Shows(*clause, covered));
    given.fields |= given.by_permit.back();
    if (!clause->by_break_glass) given.without_glass |= given.by_permit.back();
    if (clause->drops.none() && clause->alters.empty()) continue;
    // Unknown facts may not make a restriction go away.
    const CategorySet maybe = MaybeCovers(*clause, facts, age);
    dropped |= clause->drops & catalog.Of(maybe);
    for (const FieldTreatment& alters : clause->alters) {
      if (maybe.Contains(catalog.category(alters.field))) {
        given.treatments.Tighten(alters);
      }
    }
  }
  given.fields &= ~dropped;
  return given;
}

// The categories that no record with these facts may show to the requester.
CategorySet ProhibitedBy(const std::vector<const CompiledClause*>& clauses,
                         const FactTable& facts, AgeInterval age,
                         CategorySet possible, DecisionTrace& trace) {
  CategorySet prohibited;
  trace.prohibitions.reserve(clauses.size());
  for (const CompiledClause* clause : clauses) {
    const CategorySet covered = MaybeCovers(*clause, facts, age);
    const bool applied =
        covered.Contains(v1::CATEGORY_EXIST) || covered.Intersects(possible);
    trace.prohibitions.push_back({clause->name, applied});
    prohibited |= covered;
  }
  return prohibited.Contains(v1::CATEGORY_EXIST) ? CategorySet::All()
                                                 : prohibited;
}

// P-PROTECT-LOC of docs/mou.md: where a protected child is, only the agency
// with custody learns. The owner's own staff learn nothing new.
CategorySet ProtectedLocation(const AccessRequest& request,
                              const RecordFacts& facts) {
  if (facts.location_protected == Tri::kFalse ||
      facts.custody_relation == Tri::kTrue ||
      request.requester_agency_id == request.owner_agency_id) {
    return {};
  }
  return {v1::CATEGORY_LOC_COARSE, v1::CATEGORY_LOC_EXACT};
}

// P-REGISTER of docs/mou.md: of whom a registrar registered long ago she learns
// what she needs to know the child again.
CategorySet ReadBackOver(const RecordFacts& facts) {
  if (!facts.read_back_is_over) return {};
  return CategorySet::All() - CategorySet{v1::CATEGORY_EXIST,
                                          v1::CATEGORY_ID_MIN,
                                          v1::CATEGORY_PHOTO};
}

// What rules in code take, whatever any document says; `trace` names those that
// take some of `fields`.
CategorySet TakenByRules(const AccessRequest& request, const RecordFacts& facts,
                         const FieldSet& fields, DecisionTrace& trace) {
  const std::pair<const char*, CategorySet> rules[] = {
      {"P-PROTECT-LOC", ProtectedLocation(request, facts)},
      {"P-REGISTER", ReadBackOver(facts)},
      {"P-CONSENT", facts.withheld_from_origin},
  };
  CategorySet taken;
  for (const auto& [rule, categories] : rules) {
    const FieldSet by_rule = fields & FieldCatalog::Get().Of(categories);
    if (by_rule.any()) trace.built_in_rules.push_back(rule);
    taken |= categories;
  }
  return taken;
}

// Why no permit gives anything, given the record's facts.
void ExplainFacts(const std::vector<const CompiledClause*>& permits,
                  const FactTable& facts, DecisionTrace& trace) {
  constexpr size_t kMaxNearest = 3;
  trace.reason = Reason::kFactsNotMet;
  for (const CompiledClause* clause : permits) {
    const bool facts_hold =
        clause->categories.Intersects(facts.Surely(clause->conditions));
    const char* const missing = facts_hold ? "age" : "facts";
    if (!trace.nearest.empty() && trace.nearest.back().clause == clause->name) {
      // The permit before it once more: either's facts are enough.
      if (facts_hold) trace.nearest.back().missing = {missing};
      continue;
    }
    if (trace.nearest.size() == kMaxNearest) return;
    trace.nearest.push_back({clause->name, {missing}});
  }
}

// Notes in `trace` which of `permits` give some of `fields`, and their duties.
// A broken glass is used where nothing else discloses a field.
void NoteUsed(const std::vector<const CompiledClause*>& permits,
              const Given& given, const FieldSet& fields,
              DecisionTrace& trace) {
  trace.permits.reserve(permits.size());
  for (size_t i = 0; i < permits.size(); ++i) {
    FieldSet shown = given.by_permit[i] & fields;
    if (permits[i]->by_break_glass) shown &= ~given.without_glass;
    if (shown.none()) continue;
    NameOnce(permits[i]->name, trace.permits);
    MergeObligations(permits[i]->obligations, trace.obligations);
    trace.by_break_glass |= permits[i]->by_break_glass;
  }
}

}  // namespace

void Grant::AddDuty(const v1::Obligation& duty) {
  MergeObligations({duty}, obligations_);
}

Authorization Authorize(const Admission& admission, const RecordFacts& facts) {
  const FieldCatalog& catalog = FieldCatalog::Get();
  Authorization result = {Denied(), {}};
  DecisionTrace& trace = result.trace;
  trace.mous = admission.mous_;
  trace.mou = admission.mou();
  FactTable table =
      TableOf(admission.case_facts_, admission.mou_->case_issuers);
  AddTo(table, facts);

  const Given given = GivenBy(admission.permits_, table, facts.age);
  FieldSet fields = given.fields & catalog.Of(admission.categories());
  const CategorySet prohibited = ProhibitedBy(
      admission.prohibitions_, table, facts.age, admission.categories(), trace);
  if (fields.none()) {
    ExplainFacts(admission.permits_, table, trace);
    return result;
  }
  const CategorySet taken =
      TakenByRules(admission.request(), facts, fields, trace);
  fields &= ~catalog.Of(taken | prohibited);
  if (fields.none()) {
    trace.reason = Reason::kProhibited;
    return result;
  }

  trace.reason = Reason::kPermitted;
  Grant grant;
  grant.mous_ = admission.mous_;
  grant.mou_ = admission.mou_;
  grant.owner_agency_id_ = admission.request().owner_agency_id;
  grant.requester_agency_id_ = admission.request().requester_agency_id;
  grant.fields_ = fields;
  grant.treatments_ = given.treatments;
  grant.categories_ = catalog.CategoriesOf(fields);
  grant.permitted_ =
      (given.covered & admission.permitted_categories()) - prohibited;
  // She may write what she may not read.
  if (admission.request().action != v1::ACTION_WRITE_RECORD) {
    grant.permitted_ -= taken;
  }
  NoteUsed(admission.permits_, given, fields, trace);
  grant.clauses_ = trace.permits;
  grant.obligations_ = trace.obligations;
  grant.by_break_glass_ = trace.by_break_glass;
  result.grant = std::move(grant);
  return result;
}

}  // namespace homeward::auth
