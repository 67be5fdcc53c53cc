#ifndef HOMEWARD_AUTH_FACTS_CASE_FACTS_H_
#define HOMEWARD_AUTH_FACTS_CASE_FACTS_H_

#include "absl/strings/string_view.h"
#include "auth/decision/access.h"
#include "auth/identity/case_token.h"
#include "homeward/v1/roles.pb.h"

namespace homeward::auth {

// What `proof` says about a question for `purpose` about the child that
// `child_key` names (docs/mou.md, "Case tokens"): no case when it is for
// another purpose or child. Whether its issuer counts is the MOU's to say:
// Admit() checks it. Thread-safe.
CaseFacts CaseFactsFrom(const CaseProof& proof, v1::Purpose purpose,
                        absl::string_view child_key);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_FACTS_CASE_FACTS_H_
