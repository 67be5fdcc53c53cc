#include "auth/cases/case_withdrawal.h"

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/cases/case_withdrawals.h"
#include "auth/identity/directory.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/signing_key.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/case_withdrawal.pb.h"
#include "homeward/v1/directory.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::auth {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// North takes a token back that its supervisor "boss-1", or anybody, gave.
class CaseWithdrawalTest : public ::testing::Test {
 protected:
  v1::CaseWithdrawal Good(const std::string& token = "token") const {
    v1::CaseWithdrawal said;
    said.set_issuer_agency_id("north");
    said.set_issuer_subject("boss-1");
    said.set_token_sha256(Sha256(token));
    *said.mutable_issued_time() = ToTimestamp(f_.now);
    *said.mutable_expiry_time() = ToTimestamp(f_.now + absl::Hours(1));
    return said;
  }
  absl::StatusOr<VerifiedCaseWithdrawal> Verify(const v1::CaseWithdrawal& said,
                                                const SigningKey& key,
                                                absl::Time now) const {
    return VerifyCaseWithdrawal(*SignDocument(kCaseWithdrawalType, said, key),
                                *directory_, now);
  }
  absl::StatusOr<VerifiedCaseWithdrawal> With(
      const std::function<void(v1::CaseWithdrawal&)>& change) const {
    v1::CaseWithdrawal said = Good();
    change(said);
    return Verify(said, f_.agency("north").boss_key, f_.now);
  }
  VerifiedCaseWithdrawal Of(const v1::CaseWithdrawal& said) const {
    return *Verify(said, f_.agency("north").boss_key, f_.now);
  }

  const testing::Federation f_;
  const std::shared_ptr<const Directory> directory_ = f_.directory();
};

TEST_F(CaseWithdrawalTest, IsThePersonsOrTheAgencysWord) {
  ASSERT_OK_AND_ASSIGN(const auto hers, With([](auto&) {}));
  EXPECT_EQ(hers.said.token_sha256(), Sha256("token"));
  EXPECT_EQ(hers.id, Sha256(hers.envelope.payload()).substr(0, 16));
  v1::CaseWithdrawal said = Good();
  said.clear_issuer_subject();
  EXPECT_OK(Verify(said, f_.agency("north").case_key, f_.now));
}

TEST_F(CaseWithdrawalTest, OnlyAKeyForCasesOfWhoIsNamedSigns) {
  const auto refused = StatusIs(StatusCode::kUnauthenticated);
  const testing::TestAgency& north = f_.agency("north");
  for (const SigningKey* key :
       {&north.case_key, &north.assertion_key, &north.node_key,
        &north.revocation_key, &f_.agency("west").boss_key}) {
    EXPECT_THAT(Verify(Good(), *key, f_.now), refused);
  }
  for (const char* who : {"boss-2", "s-1", ""}) {
    EXPECT_THAT(With([&](auto& said) { said.set_issuer_subject(who); }),
                refused);
  }
  for (const char* agency : {"west", "stranger"}) {
    EXPECT_THAT(With([&](auto& said) { said.set_issuer_agency_id(agency); }),
                refused);
  }
  v1::Envelope altered =
      *SignDocument(kCaseWithdrawalType, Good(), north.boss_key);
  altered.set_payload(Good("another").SerializeAsString());
  EXPECT_THAT(VerifyCaseWithdrawal(altered, *directory_, f_.now), refused);
  // Nor does what was signed as something else count as one.
  EXPECT_THAT(VerifyCaseWithdrawal(
                  *SignDocument(kCaseTokenType, Good(), north.boss_key),
                  *directory_, f_.now),
              StatusIs(StatusCode::kInvalidArgument));
}

TEST_F(CaseWithdrawalTest, AKeyThatEndedSinceStillSigned) {
  v1::Directory changed = f_.message();
  for (v1::Member& member : *changed.mutable_members()) {
    for (v1::MemberKey& key : *member.mutable_keys()) {
      if (key.holder_subject() != "boss-1") continue;
      *key.mutable_valid_until() = ToTimestamp(f_.now + absl::Minutes(1));
    }
  }
  const auto directory = f_.Verified(changed);
  const absl::Time later = f_.now + absl::Minutes(2);
  v1::CaseWithdrawal said = Good();
  const SigningKey& key = f_.agency("north").boss_key;
  EXPECT_OK(VerifyCaseWithdrawal(*SignDocument(kCaseWithdrawalType, said, key),
                                 *directory, later));
  *said.mutable_issued_time() = ToTimestamp(later);
  EXPECT_THAT(
      VerifyCaseWithdrawal(*SignDocument(kCaseWithdrawalType, said, key),
                           *directory, later),
      StatusIs(StatusCode::kUnauthenticated));
}

TEST_F(CaseWithdrawalTest, HasItsTime) {
  const auto out = StatusIs(StatusCode::kOutOfRange);
  const SigningKey& key = f_.agency("north").boss_key;
  const absl::Time over = f_.now + absl::Hours(1);
  EXPECT_OK(Verify(Good(), key, over - absl::Nanoseconds(1)));
  EXPECT_THAT(Verify(Good(), key, over), out);
  EXPECT_OK(Verify(Good(), key, f_.now - kMaxClockSkew));
  EXPECT_THAT(Verify(Good(), key, f_.now - kMaxClockSkew - absl::Seconds(1)),
              out);
  const auto expiry = [this](absl::Duration after) {
    return With([&](auto& said) {
      *said.mutable_expiry_time() = ToTimestamp(f_.now + after);
    });
  };
  EXPECT_OK(expiry(absl::Hours(90 * 24)));
  EXPECT_THAT(expiry(absl::Hours(90 * 24) + absl::Seconds(1)),
              StatusIs(StatusCode::kInvalidArgument));
}

TEST_F(CaseWithdrawalTest, EveryFieldIsNeeded) {
  const auto malformed = StatusIs(StatusCode::kInvalidArgument);
  EXPECT_THAT(With([](auto& said) { said.clear_issuer_agency_id(); }),
              malformed);
  EXPECT_THAT(With([](auto& said) { said.set_issuer_subject("No name"); }),
              malformed);
  EXPECT_THAT(With([](auto& said) { said.set_token_sha256("short"); }),
              malformed);
  EXPECT_THAT(With([](auto& said) { said.clear_issued_time(); }), malformed);
  EXPECT_THAT(With([](auto& said) { said.clear_expiry_time(); }), malformed);
  v1::Envelope nonsense;
  nonsense.set_payload("nonsense");
  EXPECT_THAT(VerifyCaseWithdrawal(nonsense, *directory_, f_.now), malformed);
}

TEST_F(CaseWithdrawalTest, NamesTheTokensOfItsOwnAgencyAlone) {
  CaseWithdrawals known;
  EXPECT_FALSE(known.Names("north", Sha256("token")));
  ASSERT_OK(known.Add(Of(Good())));
  EXPECT_TRUE(known.Names("north", Sha256("token")));
  EXPECT_FALSE(known.Names("west", Sha256("token")));
  EXPECT_FALSE(known.Names("north", Sha256("other")));
  EXPECT_FALSE(known.Names("north", ""));
  EXPECT_THAT(known.Add(Of(Good())), StatusIs(StatusCode::kAlreadyExists));
  EXPECT_THAT(known.entries(), SizeIs(1));
}

TEST_F(CaseWithdrawalTest, IsForgottenWhenItIsOverAndNotBefore) {
  CaseWithdrawals known;
  const VerifiedCaseWithdrawal first = Of(Good());
  v1::CaseWithdrawal longer = Good();
  *longer.mutable_expiry_time() = ToTimestamp(f_.now + absl::Hours(2));
  ASSERT_OK(known.Add(first));
  ASSERT_OK(known.Add(Of(longer)));
  EXPECT_THAT(known.Forget(f_.now + absl::Hours(1) - absl::Nanoseconds(1)),
              IsEmpty());
  // Who says it again for longer is heeded: nobody shortens another's word.
  EXPECT_THAT(known.Forget(f_.now + absl::Hours(1)), ElementsAre(first.id));
  EXPECT_TRUE(known.Names("north", Sha256("token")));
  EXPECT_THAT(known.Forget(f_.now + absl::Hours(2)), SizeIs(1));
  EXPECT_FALSE(known.Names("north", Sha256("token")));
  EXPECT_THAT(known.entries(), IsEmpty());
}

TEST_F(CaseWithdrawalTest, ABadKeyOfTheAgencyUsesUpItsOwnShareOnly) {
  CaseWithdrawals known;
  v1::CaseWithdrawal said = Good();
  said.clear_issuer_subject();
  const auto add = [&](int number) {
    said.set_token_sha256(Sha256(absl::StrCat(number)));
    VerifiedCaseWithdrawal one;
    one.said = said;
    one.id = Sha256(said.SerializeAsString()).substr(0, 16);
    return known.Add(one);
  };
  for (size_t i = 0; i < kMaxCaseWithdrawalsOfOne; ++i) {
    ASSERT_OK(add(static_cast<int>(i)));
  }
  EXPECT_THAT(add(-1), StatusIs(StatusCode::kResourceExhausted));
  EXPECT_OK(known.Add(Of(Good())));
  EXPECT_TRUE(known.Names("north", Sha256("token")));
  // There is room again once they are over.
  known.Forget(f_.now + absl::Hours(1));
  EXPECT_OK(add(-1));
}

}  // namespace
}  // namespace homeward::auth
