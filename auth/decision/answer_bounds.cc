#include "auth/decision/answer_bounds.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/types/span.h"
#include "auth/decision/clause_match.h"
#include "auth/decision/compiled_set.h"
#include "auth/decision/fact_table.h"
#include "auth/decision/grant.h"
#include "auth/decision/obligations.h"
#include "auth/mou/field_catalog.h"

namespace homeward::auth {
namespace {

bool Has(absl::Span<const FactCondition> conditions, FactCondition sought) {
  return absl::c_any_of(conditions, [sought](const FactCondition& one) {
    return one.fact == sought.fact && one.expected == sought.expected;
  });
}

// Whether `other` may apply wherever `clause` surely does.
bool AppliesWith(const CompiledClause& other, const CompiledClause& clause) {
  if (other.age.has_value() &&
      !(clause.age.has_value() &&
        other.age->min_years <= clause.age->min_years &&
        clause.age->max_years <= other.age->max_years)) {
    return false;
  }
  return absl::c_all_of(other.conditions, [&clause](FactCondition condition) {
    return Has(clause.conditions, condition);
  });
}

// What is left of `fields` where `clause` and all of `permits` that apply with
// it have their say; what they do to it is added to `treatments`.
FieldSet Left(const CompiledClause& clause,
              const std::vector<const CompiledClause*>& permits,
              FieldSet fields, FieldTreatments& treatments) {
  const FieldCatalog& catalog = FieldCatalog::Get();
  for (const CompiledClause* other : permits) {
    if (!AppliesWith(*other, clause)) continue;
    fields &= ~(other->drops & catalog.Of(other->categories));
    for (const FieldTreatment& alters : other->alters) {
      if (other->categories.Contains(catalog.category(alters.field))) {
        treatments.Tighten(alters);
      }
    }
  }
  return fields;
}

const v1::Obligation* FindDuty(const std::vector<v1::Obligation>& duties,
                               v1::ObligationType type) {
  const auto found = absl::c_find_if(
      duties, [type](const v1::Obligation& one) { return one.type() == type; });
  return found == duties.end() ? nullptr : &*found;
}

// Whether `told` has every one of `least`, no later.
bool Covers(const std::vector<v1::Obligation>& told,
            const std::vector<v1::Obligation>& least) {
  return absl::c_all_of(least, [&told](const v1::Obligation& duty) {
    const v1::Obligation* const same = FindDuty(told, duty.type());
    return same != nullptr && !IsSooner(duty, *same);
  });
}

// `duties`, each type that is known once.
std::vector<v1::Obligation> Once(std::vector<v1::Obligation> duties) {
  duties.erase(
      std::remove_if(duties.begin(), duties.end(),
                     [](const v1::Obligation& duty) {
                       return !v1::ObligationType_IsValid(duty.type()) ||
                              duty.type() == v1::OBLIGATION_TYPE_UNSPECIFIED;
                     }),
      duties.end());
  std::vector<v1::Obligation> once;
  MergeObligations(duties, once);
  return once;
}

}  // namespace

bool AnswerBounds::Allows(int field, Treatment treatment) const {
  if (clear_.test(field)) return true;
  return absl::c_any_of(sources_, [field, treatment](const Source& source) {
    if (!source.fields.test(field)) return false;
    const auto alters = absl::c_find_if(
        source.alters,
        [field](const FieldTreatment& one) { return one.field == field; });
    return alters != source.alters.end() &&
           Stricter(alters->treatment, treatment) == treatment;
  });
}

std::vector<v1::Obligation> AnswerBounds::LeastDuties(int field) const {
  std::vector<v1::Obligation> least;
  bool first = true;
  for (const Source& source : sources_) {
    if (!source.fields.test(field)) continue;
    if (std::exchange(first, false)) {
      least = *source.duties;
      continue;
    }
    std::vector<v1::Obligation> both;
    for (v1::Obligation& duty : least) {
      const v1::Obligation* const same = FindDuty(*source.duties, duty.type());
      if (same == nullptr) continue;
      both.push_back(IsSooner(duty, *same) ? *same : std::move(duty));
    }
    least = std::move(both);
  }
  return least;
}

std::vector<v1::Obligation> AnswerBounds::Duties(
    const FieldSet& fields, std::vector<v1::Obligation> told) const {
  std::vector<v1::Obligation> duties = Once(std::move(told));
  FieldSet left = fields;
  while (left.any()) {
    // Those that the same permits tell have the same least duties.
    const size_t field = left._Find_first();
    if (!Covers(duties, LeastDuties(static_cast<int>(field)))) break;
    FieldSet alike = left;
    for (const Source& source : sources_) {
      alike &= source.fields.test(field) ? source.fields : ~source.fields;
    }
    left &= ~alike;
  }
  if (left.none()) return duties;
  for (const Source& source : sources_) {
    if ((source.fields & fields).any()) {
      MergeObligations(*source.duties, duties);
    }
  }
  return duties;
}

AnswerBounds BoundsOf(const Admission& admission) {
  const FieldCatalog& catalog = FieldCatalog::Get();
  AnswerBounds bounds;
  bounds.mous_ = admission.mous_;
  Asked asked = AskedOf(admission.request_, admission.case_facts_,
                        admission.mous_->compiled());
  asked.categories = asked.categories - admission.prohibited_;
  bounds.ask_ = admission.prohibited_.empty() ? admission.request_.categories
                                              : asked.categories;
  const auto& issuers = admission.mou_->case_issuers;
  const FactTable read = TableOf(admission.case_facts_, issuers);
  const FactTable unread = TableOf(CaseFacts(), issuers);
  std::vector<const CompiledClause*> permits;
  for (const CompiledClause& clause : admission.mou_->permits) {
    if (CoversQuestion(clause, asked)) permits.push_back(&clause);
  }
  for (const CompiledClause* clause : permits) {
    const CategorySet covered = asked.categories & clause->categories &
                                (read.Surely(clause->case_conditions) |
                                 unread.Surely(clause->case_conditions));
    FieldTreatments treatments;
    const FieldSet fields = Left(
        *clause, permits, clause->discloses & catalog.Of(covered), treatments);
    if (fields.none()) continue;
    AnswerBounds::Source source{fields, {}, &clause->obligations};
    const FieldSet altered = fields & treatments.altered();
    for (size_t i = altered._Find_first(); i < altered.size();
         i = altered._Find_next(i)) {
      const int field = static_cast<int>(i);
      source.alters.push_back({field, treatments.Of(field)});
    }
    bounds.fields_ |= fields;
    bounds.clear_ |= fields & ~altered;
    bounds.sources_.push_back(std::move(source));
  }
  return bounds;
}

}  // namespace homeward::auth
