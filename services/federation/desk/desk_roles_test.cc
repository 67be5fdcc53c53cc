#include "services/federation/desk/desk_roles.h"

#include <string>

#include "auth/identity/caller.h"
#include "auth/identity/staff_assertion.h"
#include "auth/testing/federation.h"
#include "gtest/gtest.h"

namespace homeward::federation {
namespace {

class DeskRolesTest : public ::testing::Test {
 protected:
  // The kinds that `role` sees: one letter each, in the order of the enum.
  std::string SeenBy(v1::Role role) const {
    const auth::Caller caller = federation_.CallerOf("north", role);
    std::string seen;
    for (int kind = 0; kind < v1::NoticeKind_ARRAYSIZE; ++kind) {
      if (!Sees(*caller.staff(), static_cast<v1::NoticeKind>(kind))) continue;
      seen += "?agrbepmxk"[kind];
    }
    EXPECT_EQ(SeesAny(*caller.staff()), !seen.empty());
    return seen;
  }

  auth::testing::Federation federation_;
};

TEST_F(DeskRolesTest, EachRoleSeesWhatIsItsBusinessAndTheRestNothing) {
  for (int number = 1; number < v1::Role_ARRAYSIZE; ++number) {
    const auto role = static_cast<v1::Role>(number);
    std::string want;
    switch (role) {
      case v1::ROLE_CP_CASEWORKER:
      case v1::ROLE_CLINIC_CLINICIAN:
      case v1::ROLE_POLICE_MISSING:
      case v1::ROLE_IMM_REGISTRAR:
      case v1::ROLE_HOTLINE_OPERATOR:
      case v1::ROLE_RFL_TRACER:
        want = "agbm";
        break;
      case v1::ROLE_CP_SUPERVISOR:
      case v1::ROLE_CLINIC_ADMIN:
      case v1::ROLE_OVERSIGHT_AUDITOR:
        want = "agrbepmxk";
        break;
      case v1::ROLE_NODE_ADMIN:
        want = "ep";
        break;
      default:
        break;
    }
    EXPECT_EQ(SeenBy(role), want) << v1::Role_Name(role);
  }
}

TEST_F(DeskRolesTest, NobodySeesAKindThatIsNotKnown) {
  const auth::Caller caller =
      federation_.CallerOf("north", v1::ROLE_OVERSIGHT_AUDITOR);
  EXPECT_FALSE(Sees(*caller.staff(), v1::NOTICE_KIND_UNSPECIFIED));
  EXPECT_FALSE(Sees(*caller.staff(),
                    static_cast<v1::NoticeKind>(v1::NoticeKind_ARRAYSIZE)));
}

TEST_F(DeskRolesTest, ItIsHerOwnOfTheSameAgencyAndPersonOnly) {
  const auth::Caller caller =
      federation_.CallerOf("north", v1::ROLE_OVERSIGHT_AUDITOR);
  v1::Notice notice;
  notice.set_asker_agency_id("north");
  notice.set_subject(caller.staff()->subject());
  EXPECT_TRUE(IsHerOwn(*caller.staff(), notice));
  notice.set_asker_agency_id("south");
  EXPECT_FALSE(IsHerOwn(*caller.staff(), notice));
  notice.set_asker_agency_id("north");
  notice.set_subject("somebody-else");
  EXPECT_FALSE(IsHerOwn(*caller.staff(), notice));
}

}  // namespace
}  // namespace homeward::federation
