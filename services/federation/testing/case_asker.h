#ifndef HOMEWARD_SERVICES_FEDERATION_TESTING_CASE_ASKER_H_
#define HOMEWARD_SERVICES_FEDERATION_TESTING_CASE_ASKER_H_

#include <functional>
#include <string>

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "auth/signing/signing_key.h"
#include "auth/testing/case_withdrawal.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/staff.pb.h"
#include "services/federation/testing/missing_search.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation::testing {

// The police (north) ask the clinic (south) under an MOU by which a court
// (west), and no one else, vouches for cases.
class CaseAsker : public MissingSearch {
 protected:
  CaseAsker() {
    v1::Mou mou = Draft();
    mou.clear_case_issuer_agency_ids();
    mou.add_case_issuer_agency_ids("west");
    Begin(mou);
  }

  // The court's word for the officer who asks, about this child.
  v1::CaseToken Good() const {
    v1::CaseToken token;
    token.set_token_id(std::string(16, 't'));
    token.set_case_id("MC/2026-17");
    token.set_issuer_agency_id("west");
    token.set_holder_agency_id("north");
    token.set_holder_subject("s-1");
    token.set_purpose(v1::PURPOSE_MISSING_SEARCH);
    token.add_child_keys(KeyOf(kName));
    *token.mutable_issued_time() = auth::ToTimestamp(now());
    *token.mutable_expiry_time() = auth::ToTimestamp(now() + absl::Hours(24));
    return token;
  }
  static v1::Envelope Sign(const v1::CaseToken& token,
                           const auth::SigningKey& key) {
    return *auth::SignDocument(auth::kCaseTokenType, token, key);
  }
  v1::Envelope SignedByTheCourt(const v1::CaseToken& token) const {
    return Sign(token, Agency("west").case_key);
  }

  using MissingSearch::Ask;
  // South's answer by what `token` proves.
  v1::Answer Ask(const v1::Envelope& token) {
    v1::Question question = Question();
    if (!token.payload().empty()) *question.mutable_case_token() = token;
    return Ask(question);
  }
  // `token` is worth no more than none, and the log says why.
  void ExpectWorthless(const v1::Envelope& token, v1::CaseFinding finding) {
    SCOPED_TRACE(v1::CaseFinding_Name(finding));
    const v1::Answer without = Ask(v1::Envelope());
    const v1::Answer answer = Ask(token);
    EXPECT_EQ(answer.outcome(), v1::OUTCOME_DENIED);
    EXPECT_THAT(answer.matches(), ::testing::IsEmpty());
    EXPECT_EQ(WithoutIds(answer), WithoutIds(without));
    const v1::DecisionRecord decision = LastDecision();
    EXPECT_EQ(decision.reason(), v1::DECISION_REASON_FACTS_NOT_MET);
    EXPECT_EQ(decision.case_finding(), finding);
    ASSERT_FALSE(decision.nearest().empty());
    EXPECT_THAT(decision.nearest(0).missing(), ::testing::Contains("case"));
  }
  void ExpectWorthless(const std::function<void(v1::CaseToken&)>& change,
                       v1::CaseFinding finding) {
    v1::CaseToken token = Good();
    change(token);
    ExpectWorthless(SignedByTheCourt(token), finding);
  }

  // South has heard that `agency_id` took `token` back.
  void Withdraw(const v1::Envelope& token, const std::string& agency_id) {
    ASSERT_OK(nodes_.south.store().policy().WithdrawCase(
        auth::testing::SignedWithdrawal(
            agency_id, "", auth::Sha256(token.payload()),
            Agency(agency_id).case_key, now(), absl::Hours(24)),
        now()));
  }
};

}  // namespace homeward::federation::testing

#endif  // HOMEWARD_SERVICES_FEDERATION_TESTING_CASE_ASKER_H_
