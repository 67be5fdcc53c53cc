#ifndef HOMEWARD_AUTH_WHAT_IF_DECISION_BASIS_H_
#define HOMEWARD_AUTH_WHAT_IF_DECISION_BASIS_H_

#include "auth/decision/access.h"
#include "homeward/v1/decision_input.pb.h"

// What a question is decided from, for the log. It fits into an entry whatever
// was asked and however many records there are: at most 32 kinds of records in
// about 2 KiB, and no MOU id that can't be one. Pure. Thread-safe.
// Source: docs/audit_log.md, "Deciding again".
namespace homeward::auth {

// Of a question that no record is decided on yet.
v1::DecisionBasis BasisOf(const AccessRequest& request,
                          const CaseFacts& case_facts);

// Adds to `basis`, which BasisOf() made, a record of which `facts` are known.
void AddRecord(const RecordFacts& facts, v1::DecisionBasis& basis);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_WHAT_IF_DECISION_BASIS_H_
