#ifndef HOMEWARD_SERVICES_FEDERATION_DESK_DESK_ROLES_H_
#define HOMEWARD_SERVICES_FEDERATION_DESK_DESK_ROLES_H_

#include "auth/identity/staff_assertion.h"
#include "homeward/v1/notice.pb.h"

// Which notices a member of the own staff sees and may acknowledge, by her
// roles. Pure.
namespace homeward::federation {

// Whether she sees notices of `kind`. Nobody sees a kind that is not known
// here.
bool Sees(const auth::Staff& staff, v1::NoticeKind kind);

// Whether she sees notices of any kind.
bool SeesAny(const auth::Staff& staff);

// Whether `notice` tells of what she did herself: somebody else must
// acknowledge it.
bool IsHerOwn(const auth::Staff& staff, const v1::Notice& notice);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_DESK_DESK_ROLES_H_
