#ifndef HOMEWARD_AUTH_MOU_BREAK_GLASS_H_
#define HOMEWARD_AUTH_MOU_BREAK_GLASS_H_

#include <vector>

#include "auth/mou/enum_set.h"
#include "homeward/v1/mou.pb.h"

// What a broken glass may stand for, whatever an MOU says, and what is owed for
// it. Source: docs/mou.md, "Break-glass" (P-BREAKGLASS).
namespace homeward::auth {

// As what one may break it: as a supervisor of child protection, a clinician,
// or who searches for missing children.
RoleSet RolesThatBreakGlass();

// Why: for everything but immigration enforcement (P-FIREWALL) and adoption
// (P-ADOPTION).
PurposeSet PurposesOfBreakGlass();

// For which data: all but the answers of a screening (P-SCREEN) and adoption
// holds (P-ADOPTION).
CategorySet CategoriesOfBreakGlass();

// The duties that come with what only a broken glass disclosed, besides those
// of the permit: owner and guardian are told at once, and a second person
// reviews the use within 24 hours.
std::vector<v1::Obligation> BreakGlassDuties();

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_MOU_BREAK_GLASS_H_
