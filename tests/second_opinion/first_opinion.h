#ifndef HOMEWARD_TESTS_SECOND_OPINION_FIRST_OPINION_H_
#define HOMEWARD_TESTS_SECOND_OPINION_FIRST_OPINION_H_

#include <memory>

#include "auth/decision/active_set.h"
#include "homeward/v1/decide.pb.h"
#include "tests/second_opinion/documents.h"
#include "tests/second_opinion/second_opinion.h"

// The decision of a node, in the terms of the second. Both functions end the
// process when the documents or the question are not as they must be.
namespace homeward::second_opinion {

// The documents, signed and compiled as in a node.
std::shared_ptr<const auth::ActiveSet> Compiled(const Documents& documents);

// What auth::Decide() says.
Opinion FirstOpinion(const std::shared_ptr<const auth::ActiveSet>& mous,
                     const v1::DecideRequest& question);

}  // namespace homeward::second_opinion

#endif  // HOMEWARD_TESTS_SECOND_OPINION_FIRST_OPINION_H_
