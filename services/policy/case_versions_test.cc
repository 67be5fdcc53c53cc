#include "services/policy/case_versions.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/cases/case_withdrawal.h"
#include "auth/cases/case_withdrawals.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/peer_service.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::policy {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class CaseVersionsTest : public ::testing::Test {
 protected:
  // The id of one that was taken by `subject`, until an hour from now.
  std::string Add(auth::CaseWithdrawals& known, const std::string& token,
                  const std::string& subject = "boss-1") const {
    auth::VerifiedCaseWithdrawal one;
    one.said.set_issuer_agency_id("north");
    one.said.set_issuer_subject(subject);
    one.said.set_token_sha256(auth::Sha256(token));
    *one.said.mutable_expiry_time() = auth::ToTimestamp(now_ + absl::Hours(1));
    one.envelope.set_payload(one.said.SerializeAsString());
    one.id = auth::Sha256(one.envelope.payload()).substr(0, 16);
    EXPECT_OK(known.Add(one));
    return one.id;
  }
  v1::DocumentVersions Versions(
      const auth::CaseWithdrawals& known,
      const v1::DocumentVersions* theirs = nullptr) const {
    v1::DocumentVersions versions;
    AddCaseVersions(known, theirs, now_, versions);
    return versions;
  }
  v1::SharedDocuments Missing(const auth::CaseWithdrawals& known,
                              const v1::DocumentVersions& theirs) const {
    v1::SharedDocuments missing;
    AddMissingCases(known, theirs, now_, missing);
    return missing;
  }

  absl::Time now_ = absl::FromUnixSeconds(1800000000);
  auth::CaseWithdrawals ours_;
  auth::CaseWithdrawals theirs_;
};

TEST_F(CaseVersionsTest, TheSameSetHasTheSameDigestInAnyOrder) {
  Add(ours_, "a");
  Add(ours_, "b");
  Add(theirs_, "b");
  EXPECT_NE(Versions(ours_).SerializeAsString(),
            Versions(theirs_).SerializeAsString());
  Add(theirs_, "a");
  EXPECT_EQ(Versions(ours_).SerializeAsString(),
            Versions(theirs_).SerializeAsString());
  EXPECT_THAT(Versions(auth::CaseWithdrawals()).case_withdrawals_sha256(),
              IsEmpty());
}

TEST_F(CaseVersionsTest, IdsAreToldOnceTheDigestsAreKnownToDiffer) {
  const std::string id = Add(ours_, "a");
  EXPECT_THAT(Versions(ours_).case_withdrawal_ids(), IsEmpty());
  const v1::DocumentVersions same = Versions(ours_);
  EXPECT_THAT(Versions(ours_, &same).case_withdrawal_ids(), IsEmpty());
  const v1::DocumentVersions none;
  EXPECT_EQ(Versions(ours_, &none).case_withdrawal_ids(), id);
}

TEST_F(CaseVersionsTest, WhatLacksIsSentOnceItIsKnown) {
  Add(ours_, "a");
  const std::string b = Add(ours_, "b");
  const v1::DocumentVersions none;
  EXPECT_THAT(Missing(ours_, none).case_withdrawals(), SizeIs(2));
  Add(theirs_, "a");
  // They have something, and did not say what.
  EXPECT_THAT(Missing(ours_, Versions(theirs_)).case_withdrawals(), IsEmpty());
  const v1::DocumentVersions our = Versions(ours_);
  const v1::DocumentVersions told = Versions(theirs_, &our);
  const v1::SharedDocuments missing = Missing(ours_, told);
  ASSERT_THAT(missing.case_withdrawals(), SizeIs(1));
  EXPECT_EQ(missing.case_withdrawals(0).payload(),
            ours_.entries().at(b)->envelope.payload());
  const std::string own = CasesDigest(ours_, now_);
  EXPECT_FALSE(HasCase(own, told, b));
  EXPECT_FALSE(HasCase(own, none, b));
  EXPECT_TRUE(HasCase(own, our, b));
  Add(theirs_, "b");
  Add(theirs_, "c");
  EXPECT_TRUE(HasCase(own, Versions(theirs_, &our), b));
}

TEST_F(CaseVersionsTest, WhatIsOverDoesNotCount) {
  Add(ours_, "a");
  now_ += absl::Hours(1);
  EXPECT_THAT(Versions(ours_).case_withdrawals_sha256(), IsEmpty());
  EXPECT_THAT(Missing(ours_, v1::DocumentVersions()).case_withdrawals(),
              IsEmpty());
}

TEST_F(CaseVersionsTest, NobodyKeepsAnothersBack) {
  for (int i = 0; i < 300; ++i) Add(ours_, absl::StrCat(i), "flood");
  const std::string hers = Add(ours_, "hers", "boss-1");
  const v1::SharedDocuments missing = Missing(ours_, v1::DocumentVersions());
  EXPECT_THAT(missing.case_withdrawals(), SizeIs(kMaxCaseWithdrawals));
  int found = 0;
  for (const v1::Envelope& envelope : missing.case_withdrawals()) {
    found += envelope.payload() == ours_.entries().at(hers)->envelope.payload();
  }
  EXPECT_EQ(found, 1);
}

TEST_F(CaseVersionsTest, BytesThatAreNoIdsAreNobodys) {
  Add(ours_, "a");
  v1::DocumentVersions odd;
  odd.set_case_withdrawals_sha256("?");
  odd.set_case_withdrawal_ids("short");
  EXPECT_THAT(Missing(ours_, odd).case_withdrawals(), SizeIs(1));
}

}  // namespace
}  // namespace homeward::policy
