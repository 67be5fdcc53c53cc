#ifndef HOMEWARD_AUTH_TESTING_PLAIN_DECISION_H_
#define HOMEWARD_AUTH_TESTING_PLAIN_DECISION_H_

#include <map>
#include <string>

#include "auth/testing/question.h"
#include "homeward/v1/mou.pb.h"

namespace homeward::auth::testing {

// A second decision, written in the plainest way from docs/mou.md: it reads the
// documents again for every field, keeps no index and shares no code with the
// first. Returns those of kPaths that may be shown, with what happens to them.
std::map<std::string, v1::FieldRule> PlainDecision(const Question& question);

}  // namespace homeward::auth::testing

#endif  // HOMEWARD_AUTH_TESTING_PLAIN_DECISION_H_
