#include "auth/facts/case_facts.h"

namespace homeward::auth {

CaseFacts CaseFactsFrom(const CaseProof& proof, v1::Purpose purpose,
                        absl::string_view child_key) {
  const v1::CaseToken& token = proof.token();
  if (token.purpose() != purpose || !proof.Covers(child_key)) return {};
  CaseFacts facts;
  facts.issuer_agency_id = token.issuer_agency_id();
  facts.open_case = Tri::kTrue;
  facts.imminent_danger = token.imminent_danger() ? Tri::kTrue : Tri::kFalse;
  for (int category : token.categories()) {
    facts.categories.Add(static_cast<v1::Category>(category));
  }
  // A list of nothing that is known here must not read as "every category".
  if (!token.categories().empty() && facts.categories.empty()) return {};
  facts.danger_categories = facts.categories;
  return facts;
}

}  // namespace homeward::auth
