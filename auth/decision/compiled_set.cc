#include "auth/decision/compiled_set.h"

#include <limits>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "auth/decision/obligations.h"
#include "auth/mou/break_glass.h"
#include "auth/mou/field_catalog.h"
#include "auth/proto_time.h"

namespace homeward::auth {
namespace {

int Number(const std::string& agency_id, CompiledSet& set) {
  const auto [entry, added] = set.agency_numbers.try_emplace(
      agency_id, static_cast<int>(set.agency_ids.size()));
  if (added) set.agency_ids.push_back(agency_id);
  return entry->second;
}

template <typename Ids>
AgencyNumbers Numbers(const Ids& agency_ids, CompiledSet& set) {
  AgencyNumbers numbers;
  for (const std::string& id : agency_ids) numbers.push_back(Number(id, set));
  absl::c_sort(numbers);
  return numbers;
}

CompiledAgencies Agencies(const v1::AgencySet& agencies, CompiledSet& set) {
  return {agencies.any(), Numbers(agencies.agency_ids(), set)};
}

// The set `any`, or the listed `values`.
template <typename E, typename Values>
EnumSet<E> Either(bool any, const Values& values) {
  if (any) return EnumSet<E>::All();
  EnumSet<E> result;
  for (int value : values) result.Add(static_cast<E>(value));
  return result;
}

// These see no record, so "any" role of a permit isn't one of them.
RoleSet RolesWithoutRecords() {
  return {v1::ROLE_NODE_ADMIN, v1::ROLE_RESEARCH_ANALYST,
          v1::ROLE_IMM_ENFORCEMENT};
}

void CompileMatch(const v1::Match& match, bool permits, CompiledClause& clause,
                  CompiledSet& set) {
  clause.owner = Agencies(match.owner(), set);
  clause.requester = Agencies(match.requester(), set);
  clause.roles = Either<v1::Role>(match.roles().any(), match.roles().roles());
  clause.purposes =
      Either<v1::Purpose>(match.purposes().any(), match.purposes().purposes());
  clause.actions =
      Either<v1::Action>(match.actions().any(), match.actions().actions());
  clause.categories = Either<v1::Category>(match.categories().any(),
                                           match.categories().categories());
  for (const v1::Condition& condition : match.conditions()) {
    clause.conditions.push_back({condition.fact(), condition.expected()});
    if (IsCaseFact(condition.fact())) {
      clause.case_conditions.push_back(clause.conditions.back());
    }
  }
  if (!match.has_subject_age()) {
    // P-MAJORITY: nobody said that a permit goes on for grown-ups.
    if (permits) clause.age = AgeInterval{0, kMajorityYears - 1};
    return;
  }
  const v1::AgeLimits& age = match.subject_age();
  clause.age = {age.min_years(), age.max_years() == 0
                                     ? std::numeric_limits<int>::max()
                                     : age.max_years()};
}

void CompileFields(const v1::Clause& source, CompiledClause& clause) {
  const FieldCatalog& catalog = FieldCatalog::Get();
  for (const v1::FieldRule& rule : source.fields()) {
    const auto field = catalog.Find(rule.field_path());
    if (!field.has_value()) continue;  // CheckMou() refused it.
    const Treatment treatment = TreatmentOf(rule);
    if (treatment == Treatment::kDrop) {
      clause.drops.set(*field);
      continue;
    }
    clause.discloses.set(*field);
    if (treatment != Treatment::kClear) {
      clause.alters.push_back({*field, treatment});
    }
  }
  clause.disclosed_categories = catalog.CategoriesOf(clause.discloses);
  clause.obligations.assign(source.obligations().begin(),
                            source.obligations().end());
}

// The permit `clause` once more, for when the glass is broken.
CompiledClause ByBreakGlass(CompiledClause clause) {
  clause.by_break_glass = true;
  clause.conditions = {{v1::FACT_BREAK_GLASS, true}};
  clause.case_conditions = clause.conditions;
  clause.roles &= RolesThatBreakGlass();
  clause.purposes &= PurposesOfBreakGlass();
  clause.categories &= CategoriesOfBreakGlass();
  const FieldSet fields = FieldCatalog::Get().Of(clause.categories);
  clause.discloses &= fields;
  clause.drops &= fields;
  clause.disclosed_categories &= clause.categories;
  MergeObligations(BreakGlassDuties(), clause.obligations);
  return clause;
}

}  // namespace

bool CompiledAgencies::Contains(int agency) const {
  return any || absl::c_binary_search(numbers, agency);
}

bool CompiledMou::HasParty(int agency) const {
  return absl::c_binary_search(parties, agency);
}

int CompiledSet::NumberOf(absl::string_view agency_id) const {
  const auto found = agency_numbers.find(agency_id);
  return found == agency_numbers.end() ? kUnnamedAgency : found->second;
}

const CompiledMou* CompiledSet::InForce(absl::string_view mou_id,
                                        absl::Time now) const {
  const auto versions = by_id.find(mou_id);
  if (versions == by_id.end()) return nullptr;
  for (const CompiledMou* mou : versions->second) {
    if (mou->InForce(now)) return mou;
  }
  return nullptr;
}

std::unique_ptr<CompiledMou> Compile(const SignedMou& document,
                                     CompiledSet& set) {
  const v1::Mou& source = document.mou();
  auto mou = std::make_unique<CompiledMou>();
  mou->id = source.mou_id();
  mou->version = source.version();
  mou->name = absl::StrCat(mou->id, "@", mou->version);
  mou->sha256 = document.sha256();
  mou->start = ToTime(source.effective_time());
  mou->end = ToTime(source.expiry_time());
  mou->parties = Numbers(source.party_agency_ids(), set);
  mou->case_issuers.assign(source.case_issuer_agency_ids().begin(),
                           source.case_issuer_agency_ids().end());
  for (const v1::Clause& clause : source.clauses()) {
    const bool permits = clause.effect() == v1::EFFECT_PERMIT;
    CompiledClause& compiled =
        (permits ? mou->permits : mou->prohibitions).emplace_back();
    compiled.name = absl::StrCat(mou->name, "/", clause.clause_id());
    compiled.mou = mou.get();
    CompileMatch(clause.match(), permits, compiled, set);
    if (!permits) continue;
    compiled.roles -= RolesWithoutRecords();
    CompileFields(clause, compiled);
    if (clause.match().allow_break_glass()) {
      mou->permits.push_back(ByBreakGlass(compiled));
    }
  }
  return mou;
}

void IndexProhibitions(const CompiledMou& mou, CompiledSet& set) {
  for (const CompiledClause& clause : mou.prohibitions) {
    const AgencyNumbers unnamed = {kUnnamedAgency};
    for (int requester :
         clause.requester.any ? unnamed : clause.requester.numbers) {
      clause.purposes.ForEach([&](v1::Purpose purpose) {
        set.prohibitions[{requester, static_cast<int>(purpose)}].push_back(
            &clause);
      });
    }
  }
}

}  // namespace homeward::auth
