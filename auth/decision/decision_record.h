#ifndef HOMEWARD_AUTH_DECISION_DECISION_RECORD_H_
#define HOMEWARD_AUTH_DECISION_DECISION_RECORD_H_

#include "absl/strings/string_view.h"
#include "auth/decision/decision_trace.h"
#include "homeward/v1/evidence.pb.h"

namespace homeward::auth {

// `trace` in the form that the audit log keeps. `policy_digest` is the digest
// of the set of MOUs that was relied on. Pure.
v1::DecisionRecord MakeDecisionRecord(const DecisionTrace& trace,
                                      absl::string_view policy_digest);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_DECISION_RECORD_H_
