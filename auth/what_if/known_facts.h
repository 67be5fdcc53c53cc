#ifndef HOMEWARD_AUTH_WHAT_IF_KNOWN_FACTS_H_
#define HOMEWARD_AUTH_WHAT_IF_KNOWN_FACTS_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "auth/decision/access.h"
#include "homeward/v1/decision_input.pb.h"

// What a decision is made from, as messages. Pure. Thread-safe.
namespace homeward::auth {

// `request` as a message.
v1::AccessQuestion ToMessage(const AccessRequest& request);

// Reads `message` into `case_facts` and `facts`, of which every fact becomes
// unknown first. Errors: as ReadWhatIf().
absl::Status ReadFacts(const v1::KnownFacts& message, CaseFacts& case_facts,
                       RecordFacts& facts);

// The message that ReadFacts() reads back as the same, but for one thing: it
// has no word of the role as which the glass was broken, so any of the
// request's is read.
v1::KnownFacts ToMessage(const CaseFacts& case_facts, const RecordFacts& facts);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_WHAT_IF_KNOWN_FACTS_H_
