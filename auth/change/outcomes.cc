#include "auth/change/outcomes.h"

#include "auth/decision/grant.h"
#include "auth/mou/field_catalog.h"

namespace homeward::auth {

Disclosure DisclosureBy(const std::shared_ptr<const ActiveSet>& mous,
                        const AccessRequest& request,
                        const CaseFacts& case_facts, const RecordFacts& facts,
                        absl::Time now) {
  Disclosure disclosure;
  Outcomes& outcomes = disclosure.outcomes;
  outcomes.assign(FieldCatalog::Get().size(), Treatment::kDrop);
  const Admittance admitted = Admit(mous, request, case_facts, now);
  if (!admitted.admission.ok()) return disclosure;
  const Authorization result = Authorize(*admitted.admission, facts);
  if (!result.grant.ok()) return disclosure;
  for (size_t i = 0; i < outcomes.size(); ++i) {
    if (result.grant->fields().test(i)) {
      outcomes[i] = result.grant->treatments().Of(static_cast<int>(i));
    }
  }
  disclosure.duties = result.grant->obligations();
  return disclosure;
}

}  // namespace homeward::auth
