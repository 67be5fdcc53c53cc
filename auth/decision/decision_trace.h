#ifndef HOMEWARD_AUTH_DECISION_DECISION_TRACE_H_
#define HOMEWARD_AUTH_DECISION_DECISION_TRACE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "homeward/v1/mou.pb.h"

// Why a decision came out as it did: for the owner's evidence and the owner's
// own staff. Never sent to a peer.
namespace homeward::auth {

class ActiveSet;  // auth/decision/active_set.h

// The first thing that decided, in the order in which it is checked. Numbers
// are kept in evidence: never change or reuse one.
enum class Reason {
  // Something may be disclosed.
  kPermitted = 1,
  // Immigration enforcement by purpose, role or kind of agency, or a kind of
  // agency that the directory doesn't say. No document can permit it.
  kRedLine = 2,
  // Role, purpose or action is missing or not known to this node.
  kUnknownValue = 3,
  // No charter is in force: without it nothing can be decided.
  kNoCharter = 4,
  // The question names no MOU, or one that isn't here or that not every party
  // has signed.
  kMouNotActive = 5,
  // The MOU named is suspended, or not in force at this instant.
  kMouNotInForce = 6,
  // Owner or requester is not a party of the MOU named.
  kNotAParty = 7,
  // No permit of the MOU named covers the question.
  kNoPermit = 8,
  // A permit covers it, but a prohibition does too.
  kProhibited = 9,
  // A permit covers the question, but not with the facts of this case or
  // record.
  kFactsNotMet = 10,
};

// `reason` as `RED_LINE`, for evidence and output. Stable.
absl::string_view ReasonName(Reason reason);

// A clause as `{mou_id}@{version}/{clause_id}`. The set of MOUs that it is a
// clause of owns the text.
using ClauseName = absl::string_view;

// Adds `name` unless it is the last of `names`: a permit and itself by
// break-glass are one.
void NameOnce(ClauseName name, std::vector<ClauseName>& names);

// What of a permit did not cover the question.
struct NearestMiss {
  ClauseName clause;
  // Any of "owner", "requester", "role", "purpose", "action", "category",
  // "case", "issuer" (there is a case, but from one whom the MOU does not name
  // for it), "facts", "age". Never empty.
  std::vector<std::string> missing;
};

// A prohibition that was looked at because it speaks of this requester and
// purpose.
struct ExaminedProhibition {
  ClauseName clause;
  // Whether it took anything away.
  bool applied = false;
};

struct DecisionTrace {
  // The set that was decided by: it keeps the names below.
  std::shared_ptr<const ActiveSet> mous;
  Reason reason = Reason::kNoPermit;
  // The MOU named, as `{mou_id}@{version}`; empty when it isn't active.
  absl::string_view mou;
  // The permits relied on. Empty in a denial.
  std::vector<ClauseName> permits;
  std::vector<ExaminedProhibition> prohibitions;
  // In a denial: the permits of the MOU named that came closest, at most 3.
  std::vector<NearestMiss> nearest;
  // The rules in code that took something away: "P-FIREWALL", "P-SCREEN",
  // "P-PROTECT-LOC", "P-REGISTER", "P-CONSENT".
  std::vector<std::string> built_in_rules;
  // The duties that come with what may be disclosed.
  std::vector<v1::Obligation> obligations;
  // Whether something may be disclosed only because the glass was broken.
  bool by_break_glass = false;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_DECISION_TRACE_H_
