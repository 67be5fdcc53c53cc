#include "auth/decision/decision_trace.h"

namespace homeward::auth {

absl::string_view ReasonName(Reason reason) {
  switch (reason) {
    case Reason::kPermitted:
      return "PERMITTED";
    case Reason::kRedLine:
      return "RED_LINE";
    case Reason::kUnknownValue:
      return "UNKNOWN_VALUE";
    case Reason::kNoCharter:
      return "NO_CHARTER";
    case Reason::kMouNotActive:
      return "MOU_NOT_ACTIVE";
    case Reason::kMouNotInForce:
      return "MOU_NOT_IN_FORCE";
    case Reason::kNotAParty:
      return "NOT_A_PARTY";
    case Reason::kNoPermit:
      return "NO_PERMIT";
    case Reason::kProhibited:
      return "PROHIBITED";
    case Reason::kFactsNotMet:
      return "FACTS_NOT_MET";
  }
  return "UNKNOWN";
}

void NameOnce(ClauseName name, std::vector<ClauseName>& names) {
  if (names.empty() || names.back() != name) names.push_back(name);
}

}  // namespace homeward::auth
