#include "auth/mou/break_glass.h"

namespace homeward::auth {

RoleSet RolesThatBreakGlass() {
  return {v1::ROLE_CP_SUPERVISOR, v1::ROLE_CLINIC_CLINICIAN,
          v1::ROLE_POLICE_MISSING};
}

PurposeSet PurposesOfBreakGlass() {
  return PurposeSet::All() -
         PurposeSet{v1::PURPOSE_IMM_ENFORCEMENT, v1::PURPOSE_ADOPTION};
}

CategorySet CategoriesOfBreakGlass() {
  return CategorySet::All() -
         CategorySet{v1::CATEGORY_SCREEN_ANS, v1::CATEGORY_HOLD};
}

std::vector<v1::Obligation> BreakGlassDuties() {
  constexpr int kReviewSeconds = 24 * 60 * 60;
  std::vector<v1::Obligation> duties(3);
  duties[0].set_type(v1::OBLIGATION_TYPE_NOTIFY_OWNER);
  duties[1].set_type(v1::OBLIGATION_TYPE_NOTIFY_GUARDIAN);
  duties[2].set_type(v1::OBLIGATION_TYPE_REVIEW);
  duties[2].mutable_within()->set_seconds(kReviewSeconds);
  return duties;
}

}  // namespace homeward::auth
