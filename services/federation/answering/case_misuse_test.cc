// A node with valid keys that misuses case tokens, against a real responder.

#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/signing_key.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/staff.pb.h"
#include "services/federation/testing/case_asker.h"

namespace homeward::federation {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

using CaseMisuseTest = testing::CaseAsker;

TEST_F(CaseMisuseTest, ATokenThatHoldsIsAnswered) {
  const v1::Answer answer = Ask(SignedByTheCourt(Good()));
  EXPECT_EQ(answer.outcome(), v1::OUTCOME_ANSWERED);
  EXPECT_THAT(answer.matches(), Not(IsEmpty()));
  EXPECT_EQ(LastDecision().case_finding(), v1::CASE_FINDING_HOLDS);
}

TEST_F(CaseMisuseTest, NoneIsToldFromOneThatDoesNotHoldInTheLogOnly) {
  EXPECT_EQ(Ask(v1::Envelope()).outcome(), v1::OUTCOME_DENIED);
  EXPECT_EQ(LastDecision().case_finding(), v1::CASE_FINDING_UNSPECIFIED);
}

TEST_F(CaseMisuseTest, AnothersTokenIsWorthless) {
  ExpectWorthless([](auto& token) { token.set_holder_subject("s-2"); },
                  v1::CASE_FINDING_OTHER_HOLDER);
  ExpectWorthless([](auto& token) { token.set_holder_agency_id("west"); },
                  v1::CASE_FINDING_OTHER_HOLDER);
  ExpectWorthless([](auto& t) { t.set_purpose(v1::PURPOSE_LOCATE_SAFETY); },
                  v1::CASE_FINDING_OTHER_PURPOSE);
  ExpectWorthless([&](auto& t) { t.set_child_keys(0, KeyOf("Maria Koval")); },
                  v1::CASE_FINDING_OTHER_CHILD);
  // Nor does it hold for the same child named in another way.
  ExpectWorthless(
      [](auto& t) { t.set_child_keys(0, auth::Sha256("unhcr:30500412907")); },
      v1::CASE_FINDING_OTHER_CHILD);
}

TEST_F(CaseMisuseTest, ItHoldsInItsTimeToTheLimitOfSkew) {
  const auto times = [&](absl::Duration issued, absl::Duration expiry) {
    v1::CaseToken token = Good();
    *token.mutable_issued_time() = auth::ToTimestamp(now() + issued);
    *token.mutable_expiry_time() = auth::ToTimestamp(now() + expiry);
    return SignedByTheCourt(token);
  };
  const absl::Duration hour = absl::Hours(1);
  EXPECT_EQ(Ask(times(absl::Seconds(30), hour)).outcome(),
            v1::OUTCOME_ANSWERED);
  ExpectWorthless(times(absl::Seconds(30) + absl::Nanoseconds(1), hour),
                  v1::CASE_FINDING_NOT_IN_TIME);
  EXPECT_EQ(Ask(times(-hour, absl::Nanoseconds(1))).outcome(),
            v1::OUTCOME_ANSWERED);
  ExpectWorthless(times(-hour, absl::ZeroDuration()),
                  v1::CASE_FINDING_NOT_IN_TIME);
}

TEST_F(CaseMisuseTest, OnlyTheIssuersKeyForCasesSigns) {
  for (const auth::SigningKey* key :
       {&Agency("north").case_key, &Agency("west").assertion_key,
        &Agency("west").node_key, &Agency("north").node_key}) {
    ExpectWorthless(Sign(Good(), *key), v1::CASE_FINDING_NOT_SIGNED);
  }
  v1::Envelope altered = SignedByTheCourt(Good());
  v1::CaseToken token = Good();
  token.set_imminent_danger(true);
  altered.set_payload(token.SerializeAsString());
  ExpectWorthless(altered, v1::CASE_FINDING_NOT_SIGNED);
  altered = SignedByTheCourt(Good());
  altered.clear_signatures();
  ExpectWorthless(altered, v1::CASE_FINDING_NOT_SIGNED);
  ExpectWorthless([](auto& t) { t.set_issuer_agency_id("stranger"); },
                  v1::CASE_FINDING_NOT_SIGNED);
  altered.set_payload("no token");
  ExpectWorthless(altered, v1::CASE_FINDING_MALFORMED);
}

TEST_F(CaseMisuseTest, WithAllKeysOfItsAgencyANodeVouchesForNobody) {
  v1::CaseToken token = Good();
  token.set_issuer_agency_id("north");
  ExpectWorthless(Sign(token, Agency("north").case_key),
                  v1::CASE_FINDING_SAME_PRINCIPAL);
  token.set_issuer_subject("s-1");
  ExpectWorthless(Sign(token, Agency("north").case_key),
                  v1::CASE_FINDING_NOT_SIGNED);
  token.set_issuer_subject("boss-1");
  for (const auth::SigningKey* key :
       {&Agency("north").case_key, &Agency("north").assertion_key,
        &Agency("north").node_key, &Agency("north").root_key,
        &Agency("north").revocation_key}) {
    ExpectWorthless(Sign(token, *key), v1::CASE_FINDING_NOT_SIGNED);
  }
}

TEST_F(CaseMisuseTest, TheAskersOwnWordIsNoneWhereTheMouWantsAnothers) {
  v1::CaseToken token = Good();
  token.set_issuer_agency_id("north");
  token.set_issuer_subject("boss-1");
  const v1::Answer answer = Ask(Sign(token, Agency("north").boss_key));
  EXPECT_EQ(WithoutIds(answer), WithoutIds(Ask(v1::Envelope())));
  const auto events = nodes_.south.Events();
  const v1::DecisionRecord& decision = events[events.size() - 2].decision();
  // It is a good token; but nobody here heeds who issued it.
  EXPECT_EQ(decision.case_finding(), v1::CASE_FINDING_HOLDS);
  EXPECT_EQ(decision.reason(), v1::DECISION_REASON_FACTS_NOT_MET);
  ASSERT_FALSE(decision.nearest().empty());
  EXPECT_THAT(decision.nearest(0).missing(), Contains("issuer"));
}

TEST_F(CaseMisuseTest, AGoodTokenOpensNoOtherQuestion) {
  const auto ask = [&](const std::function<void(v1::Question&)>& change) {
    v1::Question question = Question();
    *question.mutable_case_token() = SignedByTheCourt(Good());
    change(question);
    return Ask(question);
  };
  const std::vector<std::function<void(v1::Question&)>> others = {
      [](auto& q) { q.set_purpose(v1::PURPOSE_CRIMINAL_INVESTIGATION); },
      [](auto& q) { q.set_purpose(v1::PURPOSE_IMM_ENFORCEMENT); },
      [](auto& q) { q.set_action(v1::ACTION_READ_RECORD); },
      [](auto& q) { q.set_mou_id("ngo-clinic"); },
      [](auto& q) { q.set_mou_id(""); },
      [&](auto& q) { *q.mutable_child() = Child("Maria Koval"); },
      [&](auto& q) {
        const auto& base = nodes_.federation.base();
        *q.mutable_staff_assertion() = base.SignAssertion(
            base.Assertion("north", v1::ROLE_POLICE_GENERAL));
      }};
  for (const auto& change : others) {
    const v1::Answer answer = ask(change);
    EXPECT_EQ(answer.outcome(), v1::OUTCOME_DENIED);
    EXPECT_EQ(WithoutIds(answer), WithoutIds(Ask(v1::Envelope())));
  }
  // Nor another category than the MOU's: she may ask, and sees nothing.
  const v1::Answer nothing =
      ask([](auto& q) { q.add_categories(v1::CATEGORY_HEALTH_SENS); });
  EXPECT_EQ(nothing.outcome(), v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_THAT(nothing.matches(), IsEmpty());
}

}  // namespace
}  // namespace homeward::federation
