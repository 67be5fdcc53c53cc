// An answer is kept for who asked, for what she asked, for as long as its owner
// lets it.

#include "services/federation/copies/kept_answers.h"

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/identity/staff_assertion.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/roles.pb.h"
#include "homeward/v1/wellbeing.pb.h"
#include "services/federation/copies/copies_fixture.h"
#include "services/federation/testing/node.h"
#include "services/federation/testing/three_nodes.h"
#include "storage/commit_group.h"
#include "storage/copies/copy_store.h"
#include "storage/engine/engine.h"
#include "tests/testing/status_matchers.h"

namespace homeward::federation {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using testing::Heard;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class KeptAnswersTest : public CopiesFixture {};

TEST_F(KeptAnswersTest, WhoAskedIsShownTheSameAgainForTheSamePurpose) {
  ASSERT_THAT(Kept(), SizeIs(1));
  EXPECT_EQ(Kept()[0].owner_agency_id(), "south");
  EXPECT_EQ(Kept()[0].query_id(), heard_.query_id);
  EXPECT_EQ(Kept()[0].state(), v1::COPY_STATE_KEPT);
  const auto again = Get();
  ASSERT_OK(again);
  // Besides what the own node adds of its own people's decisions.
  EXPECT_EQ(again->match().record().SerializeAsString(),
            heard_.answers.at("south").matches(0).record().SerializeAsString());
  EXPECT_EQ(Count(nodes_.west, v1::AUDIT_KIND_READ), 1);
  EXPECT_THAT(Get(v1::PURPOSE_CARE_COORDINATION),
              StatusIs(StatusCode::kNotFound));
  // Nobody else, whatever she may ask for herself.
  v1::GetKeptAnswerRequest request;
  request.set_copy_id(Kept()[0].copy_id());
  request.set_purpose(v1::PURPOSE_LOCATE_SAFETY);
  const auth::testing::Federation& base = nodes_.federation.base();
  v1::StaffAssertion assertion = base.Assertion("west", v1::ROLE_CP_CASEWORKER);
  assertion.set_subject("s-2");
  const auto staff = auth::VerifyStaffAssertion(
      base.SignAssertion(assertion), "west", base.Peer("west").thumbprint(),
      *nodes_.west.store().policy().current()->directory, nodes_.west.now());
  ASSERT_OK(staff);
  const auto other =
      auth::WithStaff(base.CallerOf("west", v1::ROLE_CP_CASEWORKER), *staff);
  ASSERT_OK(other);
  EXPECT_THAT(
      nodes_.west.kept().Get(*other, request,
                             *nodes_.west.store().policy().current()->mous,
                             nodes_.west.now()),
      StatusIs(StatusCode::kNotFound));
}

// P-SAFE-ANSWER: what a missing report can be accounted for by.
TEST_F(KeptAnswersTest, SaysThatSheIsSafeToWhoAskedForIt) {
  const auto copy_of = [&](const Heard& heard) {
    std::string copy_id;
    for (const v1::KeptAnswer& kept : Kept()) {
      if (kept.query_id() == heard.query_id) copy_id = kept.copy_id();
    }
    EXPECT_NE(copy_id, "");
    return copy_id;
  };
  const auto says = [&](const std::string& copy_id,
                        const std::string& subject = "s-1",
                        v1::Purpose purpose = v1::PURPOSE_LOCATE_SAFETY,
                        int64_t since_seconds_ago = 3600) {
    const absl::Time now = nodes_.west.now();
    const auto safe = nodes_.west.kept().SaysSafe(
        copy_id, subject, purpose, now - absl::Seconds(since_seconds_ago), now);
    EXPECT_OK(safe);
    return safe.ok() && *safe;
  };
  EXPECT_FALSE(says(copy_of(heard_)));  // Nobody checked.
  const auto check = [&](v1::WellbeingStatus status, int64_t seconds_ago) {
    v1::Claim claim;
    claim.set_source_agency_id("south");
    claim.set_basis(v1::BASIS_OBSERVED);
    *claim.mutable_source_time() =
        auth::ToTimestamp(nodes_.south.now() - absl::Seconds(seconds_ago));
    claim.mutable_wellbeing_check()->set_status(status);
    *claim.mutable_wellbeing_check()->mutable_checked_time() =
        claim.source_time();
    nodes_.south.AddTo(record_id_, claim);
    return copy_of(nodes_.Locate(kName));
  };
  const std::string safe = check(v1::WELLBEING_STATUS_SAFE, 60);
  EXPECT_TRUE(says(safe));
  EXPECT_FALSE(says(safe, "s-2"));
  EXPECT_FALSE(says(safe, "s-1", v1::PURPOSE_MISSING_SEARCH));
  EXPECT_FALSE(says("nothing"));
  // Who went missing since is not accounted for by it.
  EXPECT_TRUE(says(safe, "s-1", v1::PURPOSE_LOCATE_SAFETY, 90));
  EXPECT_FALSE(says(safe, "s-1", v1::PURPOSE_LOCATE_SAFETY, 30));
  // An older word changes nothing, a newer one does.
  EXPECT_TRUE(says(check(v1::WELLBEING_STATUS_URGENT, 120)));
  EXPECT_FALSE(says(check(v1::WELLBEING_STATUS_UNKNOWN, 30)));
  Later(absl::Hours(24 * 400));
  EXPECT_FALSE(says(safe));
}

TEST_F(KeptAnswersTest, NoQuestionOfAPeerFindsACopy) {
  // The owner itself asks, who sees its own record and no copy of it.
  const Heard heard = nodes_.south.Ask(nodes_.south.Question(
      v1::ROLE_CLINIC_CLINICIAN, v1::PURPOSE_LOCATE_SAFETY, kName));
  ASSERT_OK(heard.status);
  EXPECT_EQ(heard.OutcomeOf("south"), v1::OUTCOME_ANSWERED);
  EXPECT_EQ(heard.OutcomeOf("west"), v1::OUTCOME_NOTHING_TO_SHOW);
}

// Or that is told again: its time began when its owner decided.
TEST_F(KeptAnswersTest, AnAnswerThatIsLateIsKeptNoLonger) {
  const absl::Time expiry = auth::ToTime(Kept().at(0).expiry_time());
  v1::NodeAnswer late = heard_.answers.at("south");
  late.mutable_signed_answer()->mutable_payload()->push_back('x');
  storage::Submission submission;
  ASSERT_OK(nodes_.west.kept().Keep(
      {"officer", heard_.query_id, v1::PURPOSE_LOCATE_SAFETY, "ngo-clinic@1"},
      late, nodes_.west.now() + absl::Minutes(5), submission));
  ASSERT_EQ(nodes_.west.store()
                .engine()
                .Commit(submission.writes, storage::Durability::kDurable)
                .outcome,
            storage::CommitOutcome::kCommitted);
  ASSERT_THAT(Kept(), SizeIs(2));
  for (const v1::KeptAnswer& kept : Kept()) {
    EXPECT_EQ(auth::ToTime(kept.expiry_time()), expiry);
  }
}

TEST_F(KeptAnswersTest, IsErasedWhenItsTimeIsOver) {
  const absl::Time start = nodes_.west.now();
  const absl::Time expiry = auth::ToTime(Kept().at(0).expiry_time());
  Later(expiry - nodes_.west.now() - absl::Microseconds(1));
  ASSERT_OK(nodes_.west.kept().Sweep(nodes_.west.now()));
  EXPECT_EQ(Kept()[0].state(), v1::COPY_STATE_KEPT);
  Later(absl::Microseconds(1));
  // Over is over, whether it was swept or not.
  EXPECT_EQ(Kept()[0].state(), v1::COPY_STATE_ERASED);
  EXPECT_EQ(Count(nodes_.west, v1::AUDIT_KIND_ERASED), 0);
  ASSERT_OK(nodes_.west.kept().Sweep(nodes_.west.now()));
  EXPECT_EQ(Count(nodes_.west, v1::AUDIT_KIND_ERASED), 1);
  EXPECT_EQ(Kept()[0].withdrawal_cause(), v1::WITHDRAWAL_CAUSE_UNSPECIFIED);
  Later(storage::kRememberErased);
  EXPECT_THAT(Kept(), SizeIs(1));
  nodes_.west.SetNow(start);  // Certificates hold.
  EXPECT_EQ(StateAfter("south"), v1::COPY_STATE_ERASED);
  Later(storage::kRememberErased + absl::Hours(365 * 24));
  ASSERT_OK(nodes_.west.kept().Sweep(nodes_.west.now()));
  EXPECT_THAT(Kept(), IsEmpty());
}

}  // namespace
}  // namespace homeward::federation
