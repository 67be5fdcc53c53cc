#ifndef HOMEWARD_SERVICES_RPC_STAFF_STAFF_FIXTURE_H_
#define HOMEWARD_SERVICES_RPC_STAFF_STAFF_FIXTURE_H_

#include <string>
#include <utility>

#include "auth/identity/caller.h"
#include "auth/identity/staff_assertion.h"
#include "auth/testing/federation.h"
#include "homeward/v1/break_glass.pb.h"
#include "homeward/v1/roles.pb.h"
#include "homeward/v1/staff.pb.h"
#include "services/federation/asking/inquiry.h"
#include "services/federation/break_glass/glass_fixture.h"
#include "tests/testing/status_matchers.h"

namespace homeward::rpc {

// Officer "s-1" of north has broken the glass, and south answered her.
class StaffFixture : public federation::GlassFixture {
 protected:
  StaffFixture() {
    federation::StaffQuestion question = nodes_.north.Question(
        v1::ROLE_POLICE_MISSING, v1::PURPOSE_MISSING_SEARCH, kName);
    question.break_glass = Unsigned(statement_);
    question.break_glass_text = Text();
    const auto heard = nodes_.north.Ask(std::move(question));
    EXPECT_OK(heard.status);
    EXPECT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  }

  // Somebody of `agency`, as she was admitted.
  auth::Caller Staff(const std::string& agency, v1::Role role,
                     const std::string& subject) {
    const auth::testing::Federation& base = nodes_.federation.base();
    v1::StaffAssertion assertion = base.Assertion(agency, role);
    assertion.set_subject(subject);
    const auto staff = auth::VerifyStaffAssertion(
        base.SignAssertion(assertion), agency, base.Peer(agency).thumbprint(),
        *nodes_.north.store().policy().current()->directory, now());
    EXPECT_OK(staff);
    auto caller = auth::WithStaff(base.CallerOf(agency, role), *staff);
    EXPECT_OK(caller);
    return *caller;
  }

  const v1::BreakGlass statement_ = Good();
};

}  // namespace homeward::rpc

#endif  // HOMEWARD_SERVICES_RPC_STAFF_STAFF_FIXTURE_H_
