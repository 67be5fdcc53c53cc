#ifndef HOMEWARD_AUTH_DECISION_DECISION_RECORD_H_
#define HOMEWARD_AUTH_DECISION_DECISION_RECORD_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "auth/decision/decision_trace.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::auth {

// `trace` in the form that the audit log keeps: of clauses the first 32 of each
// kind, and how many there are more. `policy_digest` is the digest of the set
// of MOUs that was relied on. Pure.
v1::DecisionRecord MakeDecisionRecord(const DecisionTrace& trace,
                                      absl::string_view policy_digest);

// Makes `record` tell `duties` too: of each type the one with the shorter time.
void AddObligations(const std::vector<v1::Obligation>& duties,
                    v1::DecisionRecord& record);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_DECISION_RECORD_H_
