#ifndef HOMEWARD_TESTS_SECOND_OPINION_SECOND_OPINION_H_
#define HOMEWARD_TESTS_SECOND_OPINION_SECOND_OPINION_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "homeward/v1/decide.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/mou.pb.h"
#include "tests/second_opinion/branches.h"
#include "tests/second_opinion/documents.h"
#include "tests/second_opinion/form.h"

// A second decision, written in the plainest way from docs/mou.md: it reads
// the documents again for every question, keeps no index, and shares nothing
// with auth/decision but the protos.
namespace homeward::second_opinion {

// A decision, in the terms of DecideResponse.
struct Opinion {
  v1::DecisionReason reason = v1::DECISION_REASON_UNSPECIFIED;
  // `{mou_id}@{version}`; empty when the MOU named isn't in force.
  std::string mou;
  // What is disclosed, and how. A field that isn't here is dropped.
  std::map<std::string, Form> fields;
  // By type. Within how many seconds; 0 when no time is said.
  std::map<v1::ObligationType, double> duties;
  // The clauses that permitted, in the order of the MOU.
  std::vector<std::string> permits;
  // Whether one of them gave something only because the glass was broken.
  bool by_break_glass = false;
  // The clauses that took something away.
  std::set<std::string> prohibitions;
  // The rules in code that did.
  std::set<std::string> built_in_rules;

  bool permitted() const { return reason == v1::DECISION_REASON_PERMITTED; }
};

bool operator==(const Opinion& a, const Opinion& b);

// `opinion` in words, a line each.
std::string Text(const Opinion& opinion);

// The decision of `question`, which ReadWhatIf() must accept. Adds to `seen`
// what it came by.
Opinion SecondOpinion(const Documents& documents,
                      const v1::DecideRequest& question, Branches& seen);

}  // namespace homeward::second_opinion

#endif  // HOMEWARD_TESTS_SECOND_OPINION_SECOND_OPINION_H_
