#ifndef HOMEWARD_TESTS_SECOND_OPINION_STANDING_H_
#define HOMEWARD_TESTS_SECOND_OPINION_STANDING_H_

#include <string>
#include <vector>

#include "homeward/v1/decide.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/mou.pb.h"
#include "tests/second_opinion/branches.h"
#include "tests/second_opinion/documents.h"

// What holds at the instant of a question, before any clause is read.
namespace homeward::second_opinion {

// The version of an MOU that is in force, suspended or not: the highest of
// those that have begun, unless it has expired. Null when there is none.
const v1::Mou* InForce(const Documents& documents, const std::string& mou_id,
                       const v1::DecideRequest& question, Branches& seen);

// Every MOU that is in force, suspended or not.
std::vector<const v1::Mou*> AllInForce(const Documents& documents,
                                       const v1::DecideRequest& question,
                                       Branches& seen);

// Why the question is denied whatever the clauses say, or
// DECISION_REASON_UNSPECIFIED. `named` is the MOU it names, if in force.
v1::DecisionReason WhyNotAtAll(const Documents& documents,
                               const v1::DecideRequest& question,
                               const v1::Mou* named, Branches& seen);

}  // namespace homeward::second_opinion

#endif  // HOMEWARD_TESTS_SECOND_OPINION_STANDING_H_
