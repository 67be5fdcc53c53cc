#include "auth/identity/case_token.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "auth/identity/caller.h"
#include "auth/identity/directory.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "auth/signing/signing_key.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/staff.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::StatusIs;
using testing::Federation;
using ::testing::HasSubstr;

// West, a court, confirms a case of north's staff member "s-1".
class CaseTokenTest : public ::testing::Test {
 protected:
  CaseTokenTest() {
    good_.set_token_id(std::string(16, 't'));
    good_.set_case_id("MC/2026-17");
    good_.set_issuer_agency_id("west");
    good_.set_holder_agency_id("north");
    good_.set_holder_subject("s-1");
    good_.set_purpose(v1::PURPOSE_MISSING_SEARCH);
    good_.add_child_keys(child_);
    *good_.mutable_issued_time() = ToTimestamp(f_.now);
    *good_.mutable_expiry_time() = ToTimestamp(f_.now + absl::Hours(24));
  }

  absl::StatusOr<CaseProof> Verify(const v1::CaseToken& token,
                                   const SigningKey& key, absl::Time now) {
    return VerifyCaseToken(*SignDocument(kCaseTokenType, token, key), caller_,
                           *directory_, now);
  }
  template <typename Change>
  absl::StatusOr<CaseProof> With(Change change) {
    v1::CaseToken token = good_;
    change(token);
    return Verify(token, f_.agency("west").case_key, f_.now);
  }

  const Federation f_;
  const std::shared_ptr<const Directory> directory_ = f_.directory();
  const Caller caller_ = f_.CallerOf("north", v1::ROLE_POLICE_MISSING);
  const std::string child_ = std::string(32, 'c');
  v1::CaseToken good_;
};

TEST_F(CaseTokenTest, ProvesThePurposeForOneChild) {
  ASSERT_OK_AND_ASSIGN(const CaseProof proof, With([](auto&) {}));
  EXPECT_EQ(proof.token().case_id(), "MC/2026-17");
  EXPECT_TRUE(proof.Covers(child_));
  EXPECT_FALSE(proof.Covers(std::string(32, 'd')));
  EXPECT_FALSE(proof.Covers(""));
}

TEST_F(CaseTokenTest, OnlyItsIssuersKeyForCasesSigns) {
  const auto unauthenticated = StatusIs(absl::StatusCode::kUnauthenticated);
  EXPECT_THAT(Verify(good_, f_.agency("north").case_key, f_.now),
              unauthenticated);
  EXPECT_THAT(Verify(good_, f_.agency("west").assertion_key, f_.now),
              unauthenticated);
  EXPECT_THAT(With([](auto& t) { t.set_issuer_agency_id("east"); }),
              unauthenticated);
}

TEST_F(CaseTokenTest, IsMadeOutToOnePerson) {
  const auto denied = StatusIs(absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(With([](auto& t) { t.set_holder_agency_id("south"); }), denied);
  EXPECT_THAT(With([](auto& t) { t.set_holder_subject("s-2"); }), denied);
  const v1::Envelope envelope =
      *SignDocument(kCaseTokenType, good_, f_.agency("west").case_key);
  const Caller nobody =
      *CallerFrom(f_.Peer("north"), *directory_, *f_.revocations(), f_.now);
  EXPECT_THAT(VerifyCaseToken(envelope, nobody, *directory_, f_.now), denied);
  const Caller other = f_.CallerOf("south", v1::ROLE_CLINIC_CLINICIAN);
  EXPECT_THAT(VerifyCaseToken(envelope, other, *directory_, f_.now), denied);
}

// North's own word for its own officer: by whom, signed with which key.
TEST_F(CaseTokenTest, AnAgencyVouchesForItsOwnByAnotherPersonAlone) {
  const testing::TestAgency& north = f_.agency("north");
  const auto own = [&](const std::string& by, const SigningKey& key) {
    v1::CaseToken token = good_;
    token.set_issuer_agency_id("north");
    token.set_issuer_subject(by);
    return Verify(token, key, f_.now);
  };
  EXPECT_OK(own("boss-1", north.boss_key));
  // No key that the agency holds: a node that has them all can't vouch.
  EXPECT_THAT(
      own("", north.case_key),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("her own")));
  const auto unauthenticated = StatusIs(absl::StatusCode::kUnauthenticated);
  for (const SigningKey* key :
       {&north.case_key, &north.assertion_key, &north.node_key, &north.root_key,
        &north.revocation_key, &f_.agency("west").boss_key}) {
    EXPECT_THAT(own("boss-1", *key), unauthenticated);
  }
  // Her key is for her word alone.
  EXPECT_THAT(own("", north.boss_key), unauthenticated);
  EXPECT_THAT(own("s-1", north.boss_key), unauthenticated);
  EXPECT_THAT(own("Boss", north.boss_key), unauthenticated);
}

TEST_F(CaseTokenTest, NobodyVouchesForHerself) {
  v1::CaseToken token = good_;
  token.set_issuer_agency_id("north");
  token.set_issuer_subject("boss-1");
  token.set_holder_subject("boss-1");
  v1::StaffAssertion assertion = f_.Assertion("north", v1::ROLE_POLICE_MISSING);
  assertion.set_subject("boss-1");
  const PeerIdentity peer = f_.Peer("north");
  const Caller boss =
      *WithStaff(*CallerFrom(peer, *directory_, *f_.revocations(), f_.now),
                 *VerifyStaffAssertion(f_.SignAssertion(assertion), "north",
                                       peer.thumbprint(), *directory_, f_.now));
  const auto verify = [&] {
    return VerifyCaseToken(
        *SignDocument(kCaseTokenType, token, f_.agency("north").boss_key), boss,
        *directory_, f_.now);
  };
  EXPECT_THAT(verify(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                 HasSubstr("who vouches")));
}

TEST_F(CaseTokenTest, AnotherAgencyVouchesByItsKeyOrByAPerson) {
  v1::CaseToken token = good_;
  token.set_issuer_subject("boss-1");
  EXPECT_OK(Verify(token, f_.agency("west").boss_key, f_.now));
  // Of the same pseudonym there: still another person.
  token.set_issuer_subject("s-1");
  EXPECT_OK(CheckTwoPrincipals(token));
  EXPECT_THAT(Verify(token, f_.agency("west").boss_key, f_.now),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST_F(CaseTokenTest, HoldsInItsTime) {
  const SigningKey& west = f_.agency("west").case_key;
  const auto late = StatusIs(absl::StatusCode::kOutOfRange);
  EXPECT_OK(Verify(good_, west, f_.now - absl::Seconds(30)));
  EXPECT_THAT(Verify(good_, west, f_.now - absl::Seconds(31)), late);
  EXPECT_OK(Verify(good_, west, f_.now + absl::Hours(24) - absl::Seconds(1)));
  EXPECT_THAT(Verify(good_, west, f_.now + absl::Hours(24)), late);
  EXPECT_THAT(With([&](auto& t) {
                *t.mutable_expiry_time() =
                    ToTimestamp(f_.now + absl::Hours(90 * 24 + 1));
              }),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(CaseTokenTest, RefusesMissingAndUnknownFields) {
  const auto invalid = StatusIs(absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(With([](auto& t) { t.clear_token_id(); }), invalid);
  EXPECT_THAT(With([](auto& t) { t.set_case_id("a case"); }), invalid);
  EXPECT_THAT(With([](auto& t) { t.clear_purpose(); }), invalid);
  EXPECT_THAT(
      With([](auto& t) { t.set_purpose(static_cast<v1::Purpose>(99)); }),
      invalid);
  EXPECT_THAT(With([](auto& t) { t.clear_child_keys(); }), invalid);
  EXPECT_THAT(With([](auto& t) { t.add_child_keys("short"); }), invalid);
  EXPECT_THAT(
      With([](auto& t) { t.add_categories(static_cast<v1::Category>(999)); }),
      invalid);
  EXPECT_THAT(With([](auto& t) { t.clear_issued_time(); }), invalid);
}

}  // namespace
}  // namespace homeward::auth
