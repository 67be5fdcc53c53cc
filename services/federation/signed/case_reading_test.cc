#include "services/federation/signed/case_reading.h"

#include <string>

#include "absl/time/time.h"
#include "auth/cases/case_withdrawal.h"
#include "auth/cases/case_withdrawals.h"
#include "auth/decision/access.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/signing_key.h"
#include "auth/testing/federation.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/record.pb.h"
#include "homeward/v1/staff.pb.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

v1::ChildDescriptor Numbered(const std::string& number) {
  v1::ChildDescriptor child;
  child.mutable_identifier()->set_type(v1::IDENTIFIER_TYPE_UNHCR_INDIVIDUAL);
  child.mutable_identifier()->set_value(number);
  return child;
}

// West, a court, vouches for a case of north's staff member "s-1".
class CaseReadingTest : public ::testing::Test {
 protected:
  CaseReadingTest() {
    token_.set_token_id(std::string(16, 't'));
    token_.set_case_id("MC/2026-17");
    token_.set_issuer_agency_id("west");
    token_.set_holder_agency_id("north");
    token_.set_holder_subject("s-1");
    token_.set_purpose(v1::PURPOSE_MISSING_SEARCH);
    token_.add_child_keys(auth::Sha256("unhcr:30500412907"));
    *token_.mutable_issued_time() = auth::ToTimestamp(f_.now);
    *token_.mutable_expiry_time() = auth::ToTimestamp(f_.now + absl::Hours(1));
  }

  CaseReading Read(const v1::Envelope& token,
                   const v1::ChildDescriptor& child) const {
    return ReadCase(token, f_.CallerOf("north", v1::ROLE_POLICE_MISSING),
                    *f_.directory(), withdrawn_, v1::PURPOSE_MISSING_SEARCH,
                    child, f_.now);
  }
  CaseReading ReadSigned() const {
    return Read(*auth::SignDocument(auth::kCaseTokenType, token_,
                                    f_.agency("west").case_key),
                Numbered("305-00412907"));
  }
  // No case, for this reason; the log may name it or not.
  static void ExpectNone(const CaseReading& reading, v1::CaseFinding finding,
                         const std::string& case_id) {
    EXPECT_EQ(reading.finding, finding) << v1::CaseFinding_Name(finding);
    EXPECT_EQ(reading.case_id, case_id);
    EXPECT_EQ(reading.facts.open_case, auth::Tri::kFalse);
    EXPECT_EQ(reading.facts.imminent_danger, auth::Tri::kFalse);
    EXPECT_EQ(reading.facts.issuer_agency_id, "");
  }

  const auth::testing::Federation f_;
  auth::CaseWithdrawals withdrawn_;
  v1::CaseToken token_;
};

TEST_F(CaseReadingTest, HoldsForAskerPurposeAndChild) {
  token_.set_imminent_danger(true);
  const CaseReading reading = ReadSigned();
  EXPECT_EQ(reading.finding, v1::CASE_FINDING_HOLDS);
  EXPECT_EQ(reading.case_id, "MC/2026-17");
  EXPECT_EQ(reading.facts.open_case, auth::Tri::kTrue);
  EXPECT_EQ(reading.facts.imminent_danger, auth::Tri::kTrue);
  EXPECT_EQ(reading.facts.issuer_agency_id, "west");
}

TEST_F(CaseReadingTest, WithoutATokenThereIsNoCase) {
  const CaseReading none = Read(v1::Envelope(), Numbered("305-00412907"));
  ExpectNone(none, v1::CASE_FINDING_UNSPECIFIED, "");
  v1::Envelope empty;
  empty.set_payload_type(std::string(auth::kCaseTokenType));
  ExpectNone(Read(empty, Numbered("305-00412907")),
             v1::CASE_FINDING_UNSPECIFIED, "");
}

TEST_F(CaseReadingTest, ACaseThatNobodyProvedIsNotNamed) {
  const auto child = Numbered("305-00412907");
  ExpectNone(Read(*auth::SignDocument(auth::kCaseTokenType, token_,
                                      f_.agency("north").case_key),
                  child),
             v1::CASE_FINDING_NOT_SIGNED, "");
  token_.clear_case_id();
  ExpectNone(ReadSigned(), v1::CASE_FINDING_MALFORMED, "");
  token_.set_case_id("MC/2026-17");
  token_.set_holder_subject("s-2");
  ExpectNone(ReadSigned(), v1::CASE_FINDING_OTHER_HOLDER, "");
  *token_.mutable_expiry_time() = auth::ToTimestamp(f_.now);
  *token_.mutable_issued_time() = auth::ToTimestamp(f_.now - absl::Hours(1));
  ExpectNone(ReadSigned(), v1::CASE_FINDING_NOT_IN_TIME, "");
}

TEST_F(CaseReadingTest, ACaseOfTheAskersOwnIsAnotherPersonsWord) {
  const auth::testing::TestAgency& north = f_.agency("north");
  const auto read = [&](const auth::SigningKey& key) {
    return Read(*auth::SignDocument(auth::kCaseTokenType, token_, key),
                Numbered("305-00412907"));
  };
  token_.set_issuer_agency_id("north");
  ExpectNone(read(north.case_key), v1::CASE_FINDING_SAME_PRINCIPAL, "");
  token_.set_issuer_subject("boss-1");
  EXPECT_EQ(read(north.boss_key).finding, v1::CASE_FINDING_HOLDS);
  EXPECT_EQ(read(north.boss_key).facts.issuer_agency_id, "north");
  ExpectNone(read(north.case_key), v1::CASE_FINDING_NOT_SIGNED, "");
}

TEST_F(CaseReadingTest, ACaseThatItsIssuerTookBackIsNamedAndNoCase) {
  auth::VerifiedCaseWithdrawal withdrawal;
  withdrawal.said.set_issuer_agency_id("north");
  withdrawal.said.set_token_sha256(auth::Sha256(token_.SerializeAsString()));
  withdrawal.id = "north's";
  ASSERT_OK(withdrawn_.Add(withdrawal));
  // Nobody takes another's word back.
  EXPECT_EQ(ReadSigned().finding, v1::CASE_FINDING_HOLDS);
  withdrawal.said.set_issuer_agency_id("west");
  withdrawal.id = "west's";
  ASSERT_OK(withdrawn_.Add(withdrawal));
  ExpectNone(ReadSigned(), v1::CASE_FINDING_WITHDRAWN, "MC/2026-17");
}

TEST_F(CaseReadingTest, ACaseOfAnotherPurposeOrChildIsNamedAndNoCase) {
  token_.set_purpose(v1::PURPOSE_FAMILY_TRACING);
  ExpectNone(ReadSigned(), v1::CASE_FINDING_OTHER_PURPOSE, "MC/2026-17");
  token_.set_purpose(v1::PURPOSE_MISSING_SEARCH);
  token_.set_child_keys(0, auth::Sha256("unhcr:70200250118"));
  ExpectNone(ReadSigned(), v1::CASE_FINDING_OTHER_CHILD, "MC/2026-17");
}

TEST_F(CaseReadingTest, AChildWhoCantBeNamedIsAnother) {
  const v1::Envelope token = *auth::SignDocument(auth::kCaseTokenType, token_,
                                                 f_.agency("west").case_key);
  for (const v1::ChildDescriptor& child :
       {v1::ChildDescriptor(), Numbered(""), Numbered("nonsense")}) {
    ExpectNone(Read(token, child), v1::CASE_FINDING_OTHER_CHILD, "MC/2026-17");
  }
}

}  // namespace
}  // namespace homeward::federation
