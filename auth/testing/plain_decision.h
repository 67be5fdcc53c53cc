#ifndef HOMEWARD_AUTH_TESTING_PLAIN_DECISION_H_
#define HOMEWARD_AUTH_TESTING_PLAIN_DECISION_H_

#include <set>
#include <string>

#include "auth/testing/question.h"

namespace homeward::auth::testing {

// A second decision, written in the plainest way from docs/mou.md: it reads the
// documents again for every field, keeps no index and shares no code with the
// first. Returns those of kPaths that may be shown.
std::set<std::string> PlainDecision(const Question& question);

}  // namespace homeward::auth::testing

#endif  // HOMEWARD_AUTH_TESTING_PLAIN_DECISION_H_
