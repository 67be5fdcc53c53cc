#include "services/federation/case_facts_of.h"

#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/facts/case_facts.h"
#include "auth/identity/case_token.h"
#include "auth/signing/digest.h"
#include "homeward/v1/record.pb.h"
#include "services/matching/describe.h"

namespace homeward::federation {

auth::CaseFacts CaseFactsOf(const auth::CaseProof* proof, v1::Purpose purpose,
                            const v1::ChildDescriptor& child, absl::Time now) {
  if (proof == nullptr) return {};
  auto key = matching::ChildKeyText(child, now);
  if (!key.ok()) return {};
  return auth::CaseFactsFrom(*proof, purpose, auth::Sha256(*key));
}

}  // namespace homeward::federation
