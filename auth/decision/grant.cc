#include "auth/decision/grant.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "auth/decision/clause_match.h"
#include "auth/decision/compiled_set.h"
#include "auth/decision/fact_table.h"

namespace homeward::auth {
namespace {

constexpr size_t kMaxNearest = 3;

// Room for as many clauses as most questions meet.
constexpr size_t kFewClauses = 8;

bool HasUnknownValue(const AccessRequest& request) {
  return request.has_unknown_role || request.roles.empty() ||
         !PurposeSet::All().Contains(request.purpose) ||
         !ActionSet::All().Contains(request.action);
}

// What decides before any clause is read, or kPermitted.
Reason Precheck(const CompiledSet& set, const AccessRequest& request,
                const Asked& asked, const CompiledMou* mou, absl::Time now) {
  if (CrossesRedLine(request)) return Reason::kRedLine;
  if (HasUnknownValue(request)) return Reason::kUnknownValue;
  if (set.charter == nullptr || !set.charter->InForce(now)) {
    return Reason::kNoCharter;
  }
  if (mou == nullptr && !set.by_id.contains(request.mou_id)) {
    return Reason::kMouNotActive;
  }
  if (mou == nullptr || mou->suspended) return Reason::kMouNotInForce;
  if (!mou->HasParty(asked.owner) || !mou->HasParty(asked.requester)) {
    return Reason::kNotAParty;
  }
  return Reason::kPermitted;
}

// Calls `visit` for each prohibition in force that covers the question.
template <typename Visitor>
void ForEachProhibition(const CompiledSet& set, const Asked& asked,
                        absl::Time now, Visitor visit) {
  const int purpose = static_cast<int>(asked.purpose);
  const auto visit_all = [&](int requester) {
    const auto list = set.prohibitions.find({requester, purpose});
    if (list == set.prohibitions.end()) return;
    for (const CompiledClause* clause : list->second) {
      if (clause->mou->InForce(now) && CoversQuestion(*clause, asked)) {
        visit(clause);
      }
    }
  };
  visit_all(kUnnamedAgency);
  if (asked.requester != kUnnamedAgency) visit_all(asked.requester);
}

void KeepNearest(std::vector<NearestMiss> misses, DecisionTrace& trace) {
  absl::c_stable_sort(misses, [](const NearestMiss& a, const NearestMiss& b) {
    return a.missing.size() < b.missing.size();
  });
  misses.resize(std::min(misses.size(), kMaxNearest));
  trace.nearest = std::move(misses);
}

// Whether a permit speaks of the question, and only the case is missing.
bool LacksOnlyTheCase(const NearestMiss& miss) {
  return miss.missing.front() == "case" || miss.missing.front() == "issuer";
}

// Why no permit of `mou` may apply, given the facts of the case.
void ExplainCase(const CompiledMou& mou, const Asked& asked,
                 const CaseFacts& case_facts, const FactTable& facts,
                 DecisionTrace& trace) {
  const bool unheard =
      case_facts.open_case == Tri::kTrue &&
      !absl::c_linear_search(mou.case_issuers, case_facts.issuer_agency_id);
  std::vector<NearestMiss> misses;
  for (const CompiledClause& clause : mou.permits) {
    NearestMiss miss = {clause.name, Uncovered(clause, asked)};
    const CategorySet holds = facts.Surely(clause.case_conditions);
    if (!(clause.categories & asked.categories).Intersects(holds)) {
      miss.missing.push_back(unheard ? "issuer" : "case");
    }
    if (!clause.by_break_glass) {
      if (!miss.missing.empty()) misses.push_back(std::move(miss));
    } else if (!misses.empty() && misses.back().clause == clause.name) {
      // The permit before it, for which the glass stands in.
      if (miss.missing.empty()) {
        misses.pop_back();
      } else if (miss.missing == std::vector<std::string>{"role"} &&
                 LacksOnlyTheCase(misses.back())) {
        // It would, had it been broken as what the permit says.
        misses.back().missing.push_back("role");
      }
    }
  }
  trace.reason = absl::c_any_of(misses, LacksOnlyTheCase) ? Reason::kFactsNotMet
                                                          : Reason::kNoPermit;
  KeepNearest(std::move(misses), trace);
}

// The permits of one MOU that may apply to a question.
struct Permits {
  std::vector<const CompiledClause*> clauses;
  // The categories that they speak of, and those of which they may disclose a
  // field.
  CategorySet covered;
  CategorySet possible;
};

Permits FindPermits(const CompiledMou& mou, const Asked& asked,
                    const FactTable& facts) {
  Permits found;
  found.clauses.reserve(mou.permits.size());
  for (const CompiledClause& clause : mou.permits) {
    if (!CoversQuestion(clause, asked)) continue;
    // What a clause drops counts even where it is unknown if it applies.
    const CategorySet maybe = facts.Maybe(clause.case_conditions);
    if (!clause.categories.Intersects(maybe)) continue;
    found.clauses.push_back(&clause);
    const CategorySet surely = facts.Surely(clause.case_conditions);
    found.covered |= clause.categories & surely;
    found.possible |= clause.disclosed_categories & surely;
  }
  found.covered &= asked.categories;
  found.possible &= asked.categories;
  return found;
}

// The prohibitions of a question: those that only a record can decide, and the
// categories that the others take.
struct Prohibitions {
  std::vector<const CompiledClause*> undecided;
  CategorySet taken;
};

Prohibitions FindProhibitions(const CompiledSet& set, const Asked& asked,
                              const FactTable& facts, absl::Time now,
                              CategorySet possible, DecisionTrace& trace) {
  Prohibitions found;
  trace.prohibitions.reserve(kFewClauses);
  ForEachProhibition(set, asked, now, [&](const CompiledClause* clause) {
    const CategorySet covered =
        clause->categories & facts.Maybe(clause->case_conditions);
    if (clause->NeedsRecord()) {
      if (!covered.empty()) found.undecided.push_back(clause);
      return;
    }
    found.taken |= covered;
    const bool applied =
        covered.Contains(v1::CATEGORY_EXIST) || covered.Intersects(possible);
    trace.prohibitions.push_back({clause->name, applied});
  });
  // The answers of a screening never leave the agency that asked.
  if (asked.owner != asked.requester &&
      possible.Contains(v1::CATEGORY_SCREEN_ANS)) {
    found.taken.Add(v1::CATEGORY_SCREEN_ANS);
    trace.built_in_rules.push_back("P-SCREEN");
  }
  // A record that may not be known to exist may not be shown at all.
  if (found.taken.Contains(v1::CATEGORY_EXIST)) {
    found.taken = CategorySet::All();
  }
  return found;
}

}  // namespace

const std::string& Grant::mou() const { return mou_->name; }
const std::string& Admission::mou() const { return mou_->name; }
const std::string& Admission::mou_sha256() const { return mou_->sha256; }

Admittance Admit(std::shared_ptr<const ActiveSet> mous,
                 const AccessRequest& request, const CaseFacts& case_facts,
                 absl::Time now) {
  const CompiledSet& set = mous->compiled();
  const CompiledMou* mou = set.InForce(request.mou_id, now);
  Admittance result = {Denied(), {}};
  DecisionTrace& trace = result.trace;
  trace.mous = mous;
  if (mou != nullptr) trace.mou = mou->name;
  const Asked asked = AskedOf(request, case_facts, set);
  trace.reason = Precheck(set, request, asked, mou, now);
  if (trace.reason == Reason::kRedLine) trace.built_in_rules = {"P-FIREWALL"};
  if (trace.reason != Reason::kPermitted) return result;

  const FactTable facts = TableOf(case_facts, mou->case_issuers);
  Permits permits = FindPermits(*mou, asked, facts);
  if (permits.possible.empty()) {
    ExplainCase(*mou, asked, case_facts, facts, trace);
    return result;
  }
  Prohibitions prohibitions =
      FindProhibitions(set, asked, facts, now, permits.possible, trace);
  if (prohibitions.taken.Covers(permits.possible)) {
    trace.reason = Reason::kProhibited;
    return result;
  }
  trace.permits.reserve(permits.clauses.size());
  for (const CompiledClause* clause : permits.clauses) {
    NameOnce(clause->name, trace.permits);
  }
  Admission admission;
  admission.mous_ = std::move(mous);
  admission.mou_ = mou;
  admission.request_ = request;
  admission.case_facts_ = case_facts;
  admission.now_ = now;
  admission.categories_ = permits.possible - prohibitions.taken;
  admission.permitted_ = permits.covered - prohibitions.taken;
  admission.prohibited_ = permits.covered & prohibitions.taken;
  admission.permits_ = std::move(permits.clauses);
  admission.prohibitions_ = std::move(prohibitions.undecided);
  result.admission = std::move(admission);
  return result;
}

std::optional<ActiveSet::MouRef> WhichMou(
    const std::shared_ptr<const ActiveSet>& mous, const AccessRequest& request,
    const CaseFacts& case_facts, absl::Time now) {
  const CompiledSet& set = mous->compiled();
  const Asked asked = AskedOf(request, case_facts, set);
  std::optional<ActiveSet::MouRef> best;
  int most = 0;
  AccessRequest candidate = request;
  for (const auto& mou : set.mous) {
    if (!mou->InForce(now)) continue;
    // Admit() would also look for why not, which nobody asks here.
    const FactTable facts = TableOf(case_facts, mou->case_issuers);
    if (FindPermits(*mou, asked, facts).possible.empty()) continue;
    candidate.mou_id = mou->id;
    const Admittance admitted = Admit(mous, candidate, case_facts, now);
    if (!admitted.admission.ok()) continue;
    const int count = admitted.admission->categories().size();
    if (count <= most) continue;
    most = count;
    best = {mou->id, mou->version, mou->sha256};
  }
  return best;
}

}  // namespace homeward::auth
