#include "auth/proof/witness.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "auth/mou/field_catalog.h"
#include "auth/proof/fact_pairs.h"

namespace homeward::auth::proof {
namespace {

int Lowest(uint64_t set) { return __builtin_ctzll(set); }

int FirstDatum(const Box& box) {
  return static_cast<int>(box.data._Find_first());
}

v1::Category CategoryOf(const Box& box, const Frame& frame) {
  return frame.data_kind == DataKind::kFields
             ? FieldCatalog::Get().category(FirstDatum(box))
             : static_cast<v1::Category>(FirstDatum(box));
}

// An owner and a requester as `frame` and `box` want them.
void PickAgencies(const Box& box, const Frame& frame, const AgencyNames& names,
                  AccessRequest& request) {
  int owner = Lowest(box.sets[kOwner]);
  int requester = owner;
  if (frame.between != Between::kSame) {
    requester = Lowest(box.sets[kRequester]);
    if (box.apart && owner == requester) {
      const uint64_t others =
          box.sets[kRequester] & ~(uint64_t{1} << requester);
      if (others != 0) {
        requester = Lowest(others);
      } else {
        owner = Lowest(box.sets[kOwner] & ~(uint64_t{1} << owner));
      }
    }
  }
  request.owner_agency_id = names.Name(frame.agencies[owner]);
  request.requester_agency_id = names.Name(frame.agencies[requester]);
}

RoleSet PickRoles(const Box& box, const Frame& frame) {
  const uint64_t line = box.sets[kLineRole];
  const uint64_t permit = frame.two_roles ? box.sets[kPermitRole] : line;
  if ((line & permit) != 0) {
    return {static_cast<v1::Role>(Lowest(line & permit))};
  }
  return {static_cast<v1::Role>(Lowest(line)),
          static_cast<v1::Role>(Lowest(permit))};
}

FactPair PickFact(const Box& box, v1::Fact fact) {
  return PairOf(Lowest(box.sets[kFacts + fact]));
}

// What a case token covers of which `pair` is so.
CategorySet CoveredBy(FactPair pair) {
  if (pair.at_data == pair.at_exist) return {};
  return {v1::CATEGORY_EXIST};
}

void PickFacts(const Box& box, v1::Category category, WhatIf& what_if) {
  const FactPair open_case = PickFact(box, v1::FACT_OPEN_CASE);
  what_if.case_facts.open_case = open_case.at_exist;
  what_if.case_facts.categories = CoveredBy(open_case);
  const FactPair danger = PickFact(box, v1::FACT_IMMINENT_DANGER);
  what_if.case_facts.imminent_danger = danger.at_exist;
  what_if.case_facts.danger_categories = CoveredBy(danger);
  const FactPair glass = PickFact(box, v1::FACT_BREAK_GLASS);
  what_if.case_facts.break_glass = glass.at_exist;
  what_if.case_facts.break_glass_roles = what_if.request.roles;
  if (glass.at_exist == Tri::kTrue) {
    what_if.case_facts.break_glass_categories = {v1::CATEGORY_EXIST};
  }
  if (glass.at_data == Tri::kTrue) {
    what_if.case_facts.break_glass_categories.Add(category);
  }
  RecordFacts& facts = what_if.facts;
  const FactPair consent = PickFact(box, v1::FACT_CONSENT_ON_FILE);
  const auto note = [&facts](v1::Category about, Tri truth) {
    if (truth == Tri::kTrue) facts.consented.Add(about);
    if (truth == Tri::kFalse) facts.refused.Add(about);
  };
  note(v1::CATEGORY_EXIST, consent.at_exist);
  note(category, consent.at_data);
  facts.custody_relation = PickFact(box, v1::FACT_CUSTODY_RELATION).at_data;
  facts.care_relation = PickFact(box, v1::FACT_CARE_RELATION).at_data;
  facts.location_protected = PickFact(box, v1::FACT_LOCATION_PROTECTED).at_data;
  facts.adoption_hold = PickFact(box, v1::FACT_ADOPTION_HOLD).at_data;
  const int age = static_cast<int>(box.age.begin);
  facts.age = {age, age};
}

}  // namespace

WhatIf QuestionIn(const Box& box, const Frame& frame, const AgencyNames& names,
                  const CompiledMou* mou) {
  WhatIf what_if;
  AccessRequest& request = what_if.request;
  PickAgencies(box, frame, names, request);
  // Any kind that the directory may give and that isn't enforcement.
  request.requester_kind = v1::AGENCY_KIND_CHILD_WELFARE;
  request.roles = PickRoles(box, frame);
  request.purpose = static_cast<v1::Purpose>(Lowest(box.sets[kPurpose]));
  request.action = static_cast<v1::Action>(Lowest(box.sets[kAction]));
  const v1::Category category = CategoryOf(box, frame);
  request.categories = {category};
  if (mou != nullptr) {
    request.mou_id = mou->id;
    if (!mou->case_issuers.empty()) {
      what_if.case_facts.issuer_agency_id = mou->case_issuers.front();
    }
  }
  PickFacts(box, category, what_if);
  what_if.now = box.time.begin;
  return what_if;
}

absl::StatusOr<v1::Breach> Confirm(
    const Box& box, const Frame& frame, const AgencyNames& names,
    const CompiledClause& clause,
    const std::shared_ptr<const ActiveSet>& mous) {
  const WhatIf what_if = QuestionIn(box, frame, names, clause.mou);
  v1::Breach breach;
  breach.set_clause(clause.name);
  breach.set_field_path(FieldCatalog::Get().path(FirstDatum(box)));
  *breach.mutable_request() = ToMessage(what_if);
  *breach.mutable_decision() = Decide(mous, what_if);
  const bool disclosed = absl::c_any_of(
      breach.decision().fields(), [&breach](const v1::FieldRule& rule) {
        return rule.field_path() == breach.field_path() &&
               rule.outcome() != v1::FIELD_OUTCOME_DROP;
      });
  if (disclosed) return breach;
  return absl::InternalError(absl::StrCat(
      "the prover and the decision disagree about ", clause.name,
      ": nothing is proven; report this with the documents. The question: ",
      breach.request().ShortDebugString()));
}

}  // namespace homeward::auth::proof
