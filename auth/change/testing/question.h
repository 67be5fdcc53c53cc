#ifndef HOMEWARD_AUTH_CHANGE_TESTING_QUESTION_H_
#define HOMEWARD_AUTH_CHANGE_TESTING_QUESTION_H_

#include <set>
#include <string>
#include <vector>

#include "homeward/v1/category.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/roles.pb.h"

// Documents to compare.
namespace homeward::auth::testing {

// What generated questions are made of.
inline constexpr const char* kAgencies[] = {"a", "b", "c"};
inline constexpr v1::Role kRoles[] = {
    v1::ROLE_CP_CASEWORKER, v1::ROLE_POLICE_MISSING, v1::ROLE_NODE_ADMIN,
    v1::ROLE_IMM_ENFORCEMENT};
inline constexpr v1::Purpose kPurposes[] = {v1::PURPOSE_LOCATE_SAFETY,
                                            v1::PURPOSE_MISSING_SEARCH,
                                            v1::PURPOSE_IMM_ENFORCEMENT};
inline constexpr v1::Action kActions[] = {v1::ACTION_LOCATE,
                                          v1::ACTION_GET_WELLBEING};
inline constexpr v1::Category kCategories[] = {
    v1::CATEGORY_EXIST,     v1::CATEGORY_ID_MIN, v1::CATEGORY_LOC_COARSE,
    v1::CATEGORY_WELLBEING, v1::CATEGORY_HEALTH, v1::CATEGORY_LOC_EXACT};
// Two of each category above.
inline constexpr const char* kPaths[] = {"claim_id",
                                         "source_time",
                                         "identity.name_full",
                                         "identity.sex",
                                         "sighting.place.admin1_code",
                                         "custody_event.effective_time",
                                         "wellbeing_check.status",
                                         "wellbeing_check.checked_time",
                                         "health_summary.allergies",
                                         "health_summary.problems",
                                         "sighting.place.site",
                                         "sighting.place.address"};

// A charter and MOUs, and which of those are suspended.
struct Question {
  v1::Mou charter;
  std::vector<v1::Mou> mous;
  std::set<std::string> suspended;
};

}  // namespace homeward::auth::testing

#endif  // HOMEWARD_AUTH_CHANGE_TESTING_QUESTION_H_
