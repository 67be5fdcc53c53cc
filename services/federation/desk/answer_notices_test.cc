#include "services/federation/desk/answer_notices.h"

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "auth/identity/staff_assertion.h"
#include "auth/proto_time.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/evidence.pb.h"
#include "services/federation/desk/desk.h"

namespace homeward::federation {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class AnswerNoticesTest : public ::testing::Test {
 protected:
  // One more record is shown, with this duty.
  void Show(const std::string& record_id, v1::ObligationType type,
            absl::Duration within = absl::ZeroDuration()) {
    finding_.decision.set_reason(v1::DECISION_REASON_PERMITTED);
    finding_.details.add_record_ids(record_id);
    v1::ChildRecord& record = *finding_.matches.Add()->mutable_record();
    record.add_claims()->mutable_identity()->set_name_full("Solomiia Koval");
    v1::Obligation& duty = *record.add_obligations();
    duty.set_type(type);
    if (within == absl::ZeroDuration()) return;
    duty.mutable_within()->set_seconds(absl::ToInt64Seconds(within));
  }
  std::vector<v1::Notice> Owner() { return OwnerNotices(question_, finding_); }
  std::vector<v1::Notice> Asker() {
    return AskerNotices(question_, finding_.matches);
  }
  absl::Duration Left(const v1::Notice& notice) const {
    return auth::ToTime(notice.due_time()) - federation_.now;
  }

  const auth::testing::Federation federation_;
  const auth::Caller caller_ =
      federation_.CallerOf("north", v1::ROLE_POLICE_MISSING);
  const DecidedQuestion question_{caller_, v1::PURPOSE_MISSING_SEARCH, "q-1",
                                  "south", federation_.now};
  query::NodeFinding finding_;
};

TEST_F(AnswerNoticesTest, OneNoticeTellsOfAllRecordsUnderTheDuty) {
  Show("r1", v1::OBLIGATION_TYPE_NOTIFY_OWNER);
  Show("r2", v1::OBLIGATION_TYPE_NO_ONWARD_SHARING);
  Show("r3", v1::OBLIGATION_TYPE_NOTIFY_OWNER);
  const auto told = Owner();
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].kind(), v1::NOTICE_KIND_ANSWERED);
  EXPECT_THAT(told[0].record_ids(), ElementsAre("r1", "r3"));
  EXPECT_THAT(told[0].categories(),
              ElementsAre(v1::CATEGORY_EXIST, v1::CATEGORY_ID_MIN));
  EXPECT_FALSE(told[0].has_due_time());
  EXPECT_EQ(told[0].subject(), caller_.staff()->subject());
  EXPECT_THAT(Asker(), IsEmpty());
}

TEST_F(AnswerNoticesTest, TheSoonestTimeOfADutyCounts) {
  Show("r1", v1::OBLIGATION_TYPE_NOTIFY_OWNER, absl::Hours(9));
  Show("r2", v1::OBLIGATION_TYPE_NOTIFY_OWNER, absl::Hours(3));
  Show("r3", v1::OBLIGATION_TYPE_NOTIFY_OWNER);
  const auto told = Owner();
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(Left(told[0]), absl::Hours(3));
}

TEST_F(AnswerNoticesTest, EachGuardianIsATaskOfItsOwn) {
  Show("r1", v1::OBLIGATION_TYPE_NOTIFY_GUARDIAN);
  Show("r2", v1::OBLIGATION_TYPE_NOTIFY_GUARDIAN, absl::Hours(2));
  const auto told = Owner();
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_THAT(told[0].record_ids(), ElementsAre("r1"));
  EXPECT_EQ(Left(told[0]), kDueUnsaid);
  EXPECT_THAT(told[1].record_ids(), ElementsAre("r2"));
  EXPECT_EQ(Left(told[1]), absl::Hours(2));
}

TEST_F(AnswerNoticesTest, TheAskerReviewsAllOfAnAnswerAtOnce) {
  Show("r1", v1::OBLIGATION_TYPE_REVIEW, absl::Hours(5));
  Show("r2", v1::OBLIGATION_TYPE_REVIEW, absl::Hours(4));
  EXPECT_THAT(Owner(), IsEmpty());
  const auto told = Asker();
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].kind(), v1::NOTICE_KIND_REVIEW);
  EXPECT_EQ(Left(told[0]), absl::Hours(4));
  EXPECT_THAT(told[0].record_ids(), IsEmpty());
}

TEST_F(AnswerNoticesTest, ATimeThatAnotherNodeMadeUpIsBounded) {
  Show("r1", v1::OBLIGATION_TYPE_REVIEW);
  finding_.matches[0]
      .mutable_record()
      ->mutable_obligations(0)
      ->mutable_within()
      ->set_seconds(int64_t{1} << 62);
  ASSERT_THAT(Asker(), SizeIs(1));
  EXPECT_EQ(Left(Asker()[0]), absl::Hours(10 * 365 * 24));
  finding_.matches[0]
      .mutable_record()
      ->mutable_obligations(0)
      ->mutable_within()
      ->set_seconds(-(int64_t{1} << 62));
  EXPECT_EQ(Left(Asker()[0]), absl::ZeroDuration());
}

TEST_F(AnswerNoticesTest, OnlyARedLineIsReportedToOversight) {
  finding_.decision.set_reason(v1::DECISION_REASON_NO_PERMIT);
  EXPECT_THAT(Owner(), IsEmpty());
  finding_.decision.set_reason(v1::DECISION_REASON_RED_LINE);
  const auto told = Owner();
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].kind(), v1::NOTICE_KIND_ENFORCEMENT);
  EXPECT_EQ(Left(told[0]), kDueUnsaid);
}

}  // namespace
}  // namespace homeward::federation
