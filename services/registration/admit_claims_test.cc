#include "services/registration/admit_claims.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/grant.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "services/registration/registrar_parts.h"
#include "services/registration/test_kit.h"
#include "tests/testing/status_matchers.h"

namespace homeward::registration {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::SizeIs;
using Claims = absl::StatusOr<std::vector<v1::Claim>>;

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

class AdmitClaimsTest : public ::testing::Test {
 protected:
  AdmitClaimsTest() {
    parts_.mous = [] { return HouseRules("north", kNow); };
    parts_.now = [] { return kNow; };
  }
  // What `claims`, as they are read, come to for staff of `role`.
  AdmittedClaims Admit(v1::Role role, Claims claims) {
    return AdmitClaims(parts_, federation_.CallerOf("north", role),
                       v1::PURPOSE_MISSING_SEARCH, [&](absl::Time now) {
                         EXPECT_EQ(now, kNow);
                         ++read_;
                         return claims;
                       });
  }
  static v1::Claim Named() {
    v1::Claim claim;
    claim.mutable_identity()->set_name_full("Solomiya Tkachenko");
    return claim;
  }

  const auth::testing::Federation federation_;
  RegistrarParts parts_;
  int read_ = 0;
};

TEST_F(AdmitClaimsTest, WhoMayWriteAllOfItIsAdmitted) {
  const auto admitted =
      Admit(v1::ROLE_POLICE_MISSING, std::vector<v1::Claim>{Named()});
  ASSERT_OK(admitted.claims);
  EXPECT_THAT(*admitted.claims, SizeIs(1));
  EXPECT_OK(admitted.ruling->admission);
}

// So that nobody tries what a request may say who may say nothing.
TEST_F(AdmitClaimsTest, TheRequestOfWhoMayNotWriteIsNotLookedAt) {
  const auto admitted = Admit(v1::ROLE_POLICE_GENERAL,
                              absl::InvalidArgumentError("identity: wrong"));
  EXPECT_THAT(admitted.claims,
              StatusIs(StatusCode::kPermissionDenied, auth::kDenialText));
  EXPECT_EQ(read_, 0);
  EXPECT_EQ(admitted.ruling->event.outcome(), v1::OUTCOME_DENIED);
}

TEST_F(AdmitClaimsTest, WhatIsWrongWithARequestIsToldToWhoMayWrite) {
  const auto admitted = Admit(v1::ROLE_POLICE_MISSING,
                              absl::InvalidArgumentError("identity: wrong"));
  EXPECT_THAT(admitted.claims,
              StatusIs(StatusCode::kInvalidArgument, "identity: wrong"));
  EXPECT_OK(admitted.ruling->admission);
}

// Nobody writes of a child's legal status by these house rules.
TEST_F(AdmitClaimsTest, OneCategoryThatSheMayNotWriteRefusesAll) {
  v1::Claim claim = Named();
  claim.mutable_identity()->add_travel_documents()->set_number("AB 1");
  const auto admitted =
      Admit(v1::ROLE_POLICE_MISSING, std::vector<v1::Claim>{Named(), claim});
  EXPECT_THAT(admitted.claims,
              StatusIs(StatusCode::kPermissionDenied, auth::kDenialText));
  EXPECT_FALSE(admitted.ruling->admission.ok());
  EXPECT_EQ(admitted.ruling->event.outcome(), v1::OUTCOME_DENIED);
}

TEST(AloneTest, OneClaimOrItsError) {
  const Claims one = Alone(v1::Claim());
  ASSERT_OK(one);
  EXPECT_THAT(*one, SizeIs(1));
  EXPECT_THAT(Alone(absl::InvalidArgumentError("claim: wrong")),
              StatusIs(StatusCode::kInvalidArgument, "claim: wrong"));
}

}  // namespace
}  // namespace homeward::registration
