#include "services/federation/case_facts.h"

#include "absl/time/time.h"
#include "auth/access.h"
#include "auth/case_token.h"
#include "auth/digest.h"
#include "homeward/v1/record.pb.h"
#include "services/matching/describe.h"

namespace homeward::federation {

auth::CaseFacts CaseFactsOf(const auth::CaseProof* proof, v1::Purpose purpose,
                            const v1::ChildDescriptor& child, absl::Time now) {
  auth::CaseFacts facts;
  if (proof == nullptr || proof->token().purpose() != purpose) return facts;
  auto key = matching::ChildKeyText(child, now);
  if (!key.ok() || !proof->Covers(auth::Sha256(*key))) return facts;
  facts.open_case = auth::Tri::kTrue;
  facts.imminent_danger =
      proof->token().imminent_danger() ? auth::Tri::kTrue : auth::Tri::kFalse;
  facts.issuer_agency_id = proof->token().issuer_agency_id();
  for (const int category : proof->token().categories()) {
    facts.categories.Add(static_cast<v1::Category>(category));
  }
  return facts;
}

}  // namespace homeward::federation
