#include "services/cli/mou/trial/change_text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/mou_change.pb.h"
#include "tests/testing/text_proto.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::TextProto;
using ::testing::ElementsAre;

TEST(ChangeTextTest, TellsWhoLearnsWhatAndWhen) {
  const v1::MouDifference difference = TextProto(R"pb(
    gained {
      owner_agency_id: "ngo"
      requester_agency_id: "police"
      roles: ROLE_POLICE_GENERAL
      other_roles: ROLE_HOTLINE_OPERATOR
      purposes: PURPOSE_MISSING_SEARCH
      actions: [ ACTION_LOCATE, ACTION_GET_WELLBEING ]
      fields {
        field_path: "identity.sex"
        before { outcome: FIELD_OUTCOME_DROP }
        after { outcome: FIELD_OUTCOME_CLEAR }
      }
      when {
        facts { fact: FACT_OPEN_CASE may_be_true: true may_be_unknown: true }
        facts { fact: FACT_ADOPTION_HOLD may_be_unknown: true }
        ages { min_years: 12 max_years: 17 }
      }
    }
    notes: "party, new: court"
  )pb");
  EXPECT_THAT(
      DifferenceText(difference),
      ElementsAre(
          "Newly shown, or less restricted:", "  police of ngo's records",
          "    as: any other police officer",
          "    who is besides: somebody who answers a missing children's "
          "hotline",
          "    for: to find a child who is reported missing",
          "    who may: ask where a child is; or ask how a child is",
          "    when: an open case covers the question, or that is not known; "
          "and it is not known whether an adoption hold covers the child; and "
          "the child is known to be from 12 to 17 years old",
          "      identity.sex: was not shown, now shown as it is",
          "Note: party, new: court"));
  EXPECT_THAT(DifferenceText({}), ElementsAre("Nobody learns more or less."));
}

TEST(ChangeTextTest, WeakerDutiesStandBelowAHeadingOfTheirOwn) {
  const v1::MouDifference difference = TextProto(R"pb(
    notes: "weaker duty: police of ngo's records: no onward sharing, now not at all"
    notes: "duty, gone: no onward sharing (clause locate)"
  )pb");
  EXPECT_THAT(
      DifferenceText(difference),
      ElementsAre(
          "Weaker duties for what is shown before and after:",
          "  police of ngo's records: no onward sharing, now not at all",
          "What is shown, and to whom, stays the same.",
          "Note: duty, gone: no onward sharing (clause locate)"));
}

TEST(ChangeTextTest, TellsHowOften) {
  const v1::ReplayReport report = TextProto(R"pb(
    decisions: 10
    changed: 2
    changes {
      owner_agency_id: "ngo"
      requester_agency_id: "police"
      decisions: 2
      field {
        field_path: "identity.sex"
        before { outcome: FIELD_OUTCOME_CLEAR }
        after { outcome: FIELD_OUTCOME_DROP }
      }
    }
  )pb");
  EXPECT_THAT(ReplayText(report),
              ElementsAre("2 of 10 decisions would come out otherwise.",
                          "  2 times: police of ngo, identity.sex: was shown "
                          "as it is, now not shown"));
}

}  // namespace
}  // namespace homeward::cli
