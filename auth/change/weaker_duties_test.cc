// Duties that another version of an MOU makes weaker.

#include "auth/change/weaker_duties.h"

#include <string>

#include "auth/change/mou_diff_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/mou_change.pb.h"
#include "tests/testing/text_proto.h"

namespace homeward::auth {
namespace {

using ::homeward::testing::TextProto;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class WeakerDutiesTest : public MouDiffFixture {};

TEST_F(WeakerDutiesTest, DutiesThatAreWeakerAreToldFirst) {
  v1::Mou after = mou_;
  for (v1::Clause& clause : *after.mutable_clauses()) {
    for (v1::Obligation& duty : *clause.mutable_obligations()) {
      if (duty.type() == v1::OBLIGATION_TYPE_RETAIN_AT_MOST) {
        duty.mutable_within()->set_seconds(int64_t{87'660'000} * 3600);
      }
    }
  }
  const v1::MouDifference found = Compare(mou_, after);
  EXPECT_THAT(found.gained(), IsEmpty());
  EXPECT_THAT(found.lost(), IsEmpty());
  ASSERT_FALSE(found.notes().empty());
  EXPECT_EQ(found.notes(0),
            "weaker duty: police of ngo's records: retain at most within 30 "
            "days, now within 3652500 days (about 10000 years)");
  // A shorter time is no weaker duty.
  const v1::MouDifference back = Compare(after, mou_);
  for (const std::string& note : back.notes()) {
    EXPECT_THAT(note, Not(StartsWith(std::string(kWeakerDuty))));
  }
}

TEST_F(WeakerDutiesTest, ADutyThatIsGoneIsWeakerHoweverTheClauseIsWritten) {
  v1::Mou after = mou_;
  for (v1::Clause& clause : *after.mutable_clauses()) {
    clause.set_clause_id(clause.clause_id() + "-2");
    auto& duties = *clause.mutable_obligations();
    for (int i = duties.size() - 1; i >= 0; --i) {
      if (duties[i].type() == v1::OBLIGATION_TYPE_NO_ONWARD_SHARING) {
        duties.DeleteSubrange(i, 1);
      }
    }
  }
  const v1::MouDifference found = Compare(mou_, after);
  EXPECT_THAT(found.notes(),
              Contains("weaker duty: police of ngo's records: no onward "
                       "sharing, now not at all"));
  // The same duties in clauses of other names are no weaker.
  v1::Mou renamed = mou_;
  for (v1::Clause& clause : *renamed.mutable_clauses()) {
    clause.set_clause_id(clause.clause_id() + "-2");
  }
  const v1::MouDifference same = Compare(mou_, renamed);
  for (const std::string& note : same.notes()) {
    EXPECT_THAT(note, Not(StartsWith(std::string(kWeakerDuty))));
  }
}

TEST_F(WeakerDutiesTest, WhatIsNoLongerShownLeavesNoWeakerDuty) {
  v1::Mou after = mou_;
  for (int i = after.clauses_size() - 1; i >= 0; --i) {
    if (after.clauses(i).effect() == v1::EFFECT_PERMIT) {
      after.mutable_clauses()->DeleteSubrange(i, 1);
    }
  }
  *after.add_clauses() = TextProto(R"pb(
    clause_id: "nothing"
    effect: EFFECT_PROHIBIT
    match {
      owner { any: true }
      requester { any: true }
      roles { any: true }
      purposes { any: true }
      actions { any: true }
      categories { any: true }
    }
  )pb");
  const v1::MouDifference found = Compare(mou_, after);
  EXPECT_FALSE(found.lost().empty());
  for (const std::string& note : found.notes()) {
    EXPECT_THAT(note, Not(StartsWith(std::string(kWeakerDuty))));
  }
}

}  // namespace
}  // namespace homeward::auth
