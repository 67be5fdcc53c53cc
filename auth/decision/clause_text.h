#ifndef HOMEWARD_AUTH_DECISION_CLAUSE_TEXT_H_
#define HOMEWARD_AUTH_DECISION_CLAUSE_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"

// Clauses as text, for tests of what they mean.
namespace homeward::auth {

// A clause for whoever asks whomever, as what and for what: `effect` is PERMIT
// or PROHIBIT, `match` says of which categories and when, `rest` are its fields
// and duties.
inline std::string ClauseForAll(const std::string& id,
                                const std::string& effect,
                                const std::string& match,
                                const std::string& rest) {
  return absl::Substitute(
      R"pb(
        clauses {
          clause_id: "$0"
          effect: EFFECT_$1
          match {
            owner { any: true }
            requester { any: true }
            roles { any: true }
            purposes { any: true }
            actions { any: true } $2
          } $3
        }
      )pb",
      id, effect, match, rest);
}

inline std::string PermitToAll(const std::string& id, const std::string& match,
                               const std::string& rest) {
  return ClauseForAll(id, "PERMIT", match, rest);
}

inline std::string ProhibitToAll(const std::string& id,
                                 const std::string& match) {
  return ClauseForAll(id, "PROHIBIT", match, "");
}

// What happens to the field `path`, such as FIELD_OUTCOME_DROP.
inline std::string FieldText(const std::string& path,
                             const std::string& outcome) {
  return absl::Substitute(R"pb(fields { field_path: "$0" outcome: $1 })pb",
                          path, outcome);
}

// That the fields `paths` are shown as they are.
inline std::string ClearFields(const std::vector<std::string>& paths) {
  std::string fields;
  for (const std::string& path : paths) {
    absl::StrAppend(&fields, FieldText(path, "FIELD_OUTCOME_CLEAR"), " ");
  }
  return fields;
}

// The outcome that leaves a value as exact as `to`, such as DAY.
inline std::string CoarsenTo(const std::string& to) {
  return "FIELD_OUTCOME_COARSEN coarsen_to: COARSENESS_" + to;
}

// What WellbeingPermit() says the outcome of.
inline constexpr char kWellbeingTime[] = "wellbeing_check.checked_time";

// A clause that permits wellbeing to everybody: `match` is added to its match,
// `outcome` says what happens to kWellbeingTime, `duties` are its duties.
inline std::string WellbeingPermit(const std::string& id,
                                   const std::string& match,
                                   const std::string& outcome,
                                   const std::string& duties = "") {
  return PermitToAll(
      id, absl::StrCat("categories { categories: CATEGORY_WELLBEING } ", match),
      absl::StrCat(FieldText(kWellbeingTime, outcome),
                   ClearFields({"wellbeing_check.method"}), duties));
}

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_CLAUSE_TEXT_H_
