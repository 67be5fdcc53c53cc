// Case tokens that were taken back, against a real responder; and that what a
// token is worth, and nothing else, decides whether a question is denied.

#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/category.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/staff.pb.h"
#include "services/federation/testing/case_asker.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::homeward::testing::StatusIs;
using ::testing::SizeIs;

constexpr char kWithheld[] = "Protected Child";
constexpr char kAbsent[] = "Nobody Atall";

class CaseWithdrawnTest : public testing::CaseAsker {
 protected:
  // What the asker can see of the answer about the child of this name, by what
  // `token` proves.
  std::string Seen(const v1::Envelope& token, const std::string& name) {
    v1::Question question = Question();
    *question.mutable_child() = Child(name);
    question.add_categories(v1::CATEGORY_LOC_COARSE);
    if (!token.payload().empty()) *question.mutable_case_token() = token;
    return WithoutIds(Ask(question));
  }
  static v1::Outcome OutcomeOf(const std::string& seen) {
    v1::Answer answer;
    EXPECT_TRUE(answer.ParseFromString(seen));
    return answer.outcome();
  }
  // For all three children at once.
  v1::CaseToken ForAll() const {
    v1::CaseToken token = Good();
    token.add_child_keys(KeyOf(kWithheld));
    token.add_child_keys(KeyOf(kAbsent));
    return token;
  }
};

TEST_F(CaseWithdrawnTest, AWithdrawnTokenIsWorthlessOnceTheOwnerHasHeardOfIt) {
  const v1::Envelope token = SignedByTheCourt(Good());
  EXPECT_EQ(Ask(token).outcome(), v1::OUTCOME_ANSWERED);
  // Only the court's own word counts.
  Withdraw(token, "north");
  EXPECT_EQ(Ask(token).outcome(), v1::OUTCOME_ANSWERED);
  Withdraw(token, "west");
  ExpectWorthless(token, v1::CASE_FINDING_WITHDRAWN);
  // The same bytes under another signature of hers are the same token.
  ExpectWorthless(SignedByTheCourt(Good()), v1::CASE_FINDING_WITHDRAWN);
  // A new one for the same case is another.
  v1::CaseToken again = Good();
  again.set_token_id(std::string(16, 'u'));
  EXPECT_EQ(Ask(SignedByTheCourt(again)).outcome(), v1::OUTCOME_ANSWERED);
}

TEST_F(CaseWithdrawnTest, WhatAWithdrawnTokenShowedIsNotShownAgain) {
  const v1::Envelope token = SignedByTheCourt(Good());
  v1::Question question = Question();
  *question.mutable_case_token() = token;
  const v1::AskRequest request = nodes_.north.Sign(question);
  const auto first = nodes_.south.Answer("north", request);
  ASSERT_OK(first);
  const auto repeated = nodes_.south.Answer("north", request);
  ASSERT_OK(repeated);
  EXPECT_EQ(repeated->answer().payload(), first->answer().payload());
  Withdraw(token, "west");
  EXPECT_THAT(nodes_.south.Answer("north", request),
              StatusIs(absl::StatusCode::kPermissionDenied));
  // A denial is repeated as it was: it tells nothing.
  v1::Question late = Question();
  *late.mutable_case_token() = token;
  const v1::AskRequest denied = nodes_.north.Sign(late);
  const auto told = nodes_.south.Answer("north", denied);
  ASSERT_OK(told);
  const auto told_again = nodes_.south.Answer("north", denied);
  ASSERT_OK(told_again);
  EXPECT_EQ(told_again->answer().payload(), told->answer().payload());
}

TEST_F(CaseWithdrawnTest, WhetherItIsDeniedTellsOfTheTokenAlone) {
  nodes_.south.Register(kWithheld, absl::ToUnixSeconds(now()) - 60, "PL-MZ",
                        /*is_protected=*/true);
  const v1::Envelope good = SignedByTheCourt(ForAll());
  v1::CaseToken changed = ForAll();
  changed.set_token_id(std::string(16, 'w'));
  const v1::Envelope withdrawn = SignedByTheCourt(changed);
  Withdraw(withdrawn, "west");
  *changed.mutable_issued_time() = auth::ToTimestamp(now() - absl::Hours(2));
  *changed.mutable_expiry_time() = auth::ToTimestamp(now() - absl::Hours(1));
  const v1::Envelope expired = SignedByTheCourt(changed);
  changed = ForAll();
  changed.set_holder_subject("s-2");
  const v1::Envelope anothers = SignedByTheCourt(changed);

  // Without a good token she who is here, is withheld or is not looks the same:
  // the question is denied before anything is searched for.
  std::set<std::string> denied;
  for (const v1::Envelope& token :
       {v1::Envelope(), withdrawn, expired, anothers}) {
    for (const char* name : {kName, kWithheld, kAbsent}) {
      denied.insert(Seen(token, name));
    }
  }
  ASSERT_THAT(denied, SizeIs(1));
  EXPECT_EQ(OutcomeOf(*denied.begin()), v1::OUTCOME_DENIED);
  // With one she who is withheld looks like her who is not here.
  const std::string nothing = Seen(good, kAbsent);
  EXPECT_EQ(OutcomeOf(nothing), v1::OUTCOME_NOTHING_TO_SHOW);
  EXPECT_EQ(Seen(good, kWithheld), nothing);
  EXPECT_EQ(OutcomeOf(Seen(good, kName)), v1::OUTCOME_ANSWERED);
}

TEST_F(CaseWithdrawnTest, ATokenForAnotherChildTellsNothingOfEither) {
  nodes_.south.Register(kWithheld, absl::ToUnixSeconds(now()) - 60, "PL-MZ",
                        /*is_protected=*/true);
  // Good for her who is here, and used for the others; and the other way round.
  const v1::Envelope known = SignedByTheCourt(Good());
  v1::CaseToken other = Good();
  other.set_child_keys(0, KeyOf(kAbsent));
  const v1::Envelope absent = SignedByTheCourt(other);
  EXPECT_EQ(OutcomeOf(Seen(known, kAbsent)), v1::OUTCOME_DENIED);
  EXPECT_EQ(Seen(known, kAbsent), Seen(known, kWithheld));
  EXPECT_EQ(Seen(absent, kWithheld), Seen(absent, kName));
  EXPECT_EQ(Seen(absent, kWithheld), Seen(known, kAbsent));
}

}  // namespace
}  // namespace homeward::federation
