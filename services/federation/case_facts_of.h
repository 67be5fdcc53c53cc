#ifndef HOMEWARD_SERVICES_FEDERATION_CASE_FACTS_OF_H_
#define HOMEWARD_SERVICES_FEDERATION_CASE_FACTS_OF_H_

#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/identity/case_token.h"
#include "homeward/v1/record.pb.h"
#include "homeward/v1/roles.pb.h"

namespace homeward::federation {

// What `proof` says about a question for `purpose` about `child`: no case when
// it is null, for another purpose, or about a child who is named in another
// way. Pure.
auth::CaseFacts CaseFactsOf(const auth::CaseProof* proof, v1::Purpose purpose,
                            const v1::ChildDescriptor& child, absl::Time now);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_CASE_FACTS_OF_H_
