#include "services/cli/notices/notice_view.h"

#include <string>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/text_proto.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::TextProto;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string Shown(const v1::Notice& notice) {
  return absl::StrJoin(NoticeText(notice, absl::FromUnixSeconds(5000)), "\n");
}

TEST(NoticeViewTest, TellsWhatHappenedWhoseItWasAndWhatIsToBeDone) {
  const v1::Notice notice = TextProto(R"pb(
    notice_id: "0123"
    kind: NOTICE_KIND_GUARDIAN
    time { seconds: 1000 }
    due_time { seconds: 9000 }
    query_id: "q-1"
    asker_agency_id: "police"
    owner_agency_id: "clinic"
    roles: ROLE_POLICE_MISSING
    subject: "anna-4"
    purpose: PURPOSE_MISSING_SEARCH
    categories: CATEGORY_EXIST
    categories: CATEGORY_LOC_COARSE
    record_ids: "agencies/clinic/children/1"
  )pb");
  EXPECT_EQ(Shown(notice),
            "0123  due 1970-01-01 02:30 UTC\n"
            "  an own record was shown; tell the child's guardian\n"
            "  1970-01-01 00:16 UTC anna-4 of police as police missing, for "
            "missing search\n"
            "  q-1 to clinic\n"
            "  shown: exist, loc coarse\n"
            "  agencies/clinic/children/1");
}

TEST(NoticeViewTest, SaysHowItStands) {
  v1::Notice notice;
  notice.set_notice_id("0123");
  EXPECT_THAT(Shown(notice), StartsWith("0123  waits\n"));
  notice.mutable_due_time()->set_seconds(4000);
  EXPECT_THAT(Shown(notice), StartsWith("0123  OVERDUE since 1970"));
  notice.mutable_acknowledged_time()->set_seconds(4500);
  notice.set_acknowledged_by("vera-1");
  EXPECT_THAT(Shown(notice),
              StartsWith("0123  done 1970-01-01 01:15 UTC by vera-1"));
  notice.clear_acknowledged_by();
  EXPECT_THAT(Shown(notice),
              StartsWith("0123  ended 1970-01-01 01:15 UTC, nobody did it"));
}

TEST(NoticeViewTest, EveryKindHasItsWords) {
  for (int kind = 1; kind < v1::NoticeKind_ARRAYSIZE; ++kind) {
    v1::Notice notice;
    notice.set_kind(static_cast<v1::NoticeKind>(kind));
    EXPECT_THAT(Shown(notice), Not(HasSubstr("does not know")));
  }
}

TEST(NoticeViewTest, AClockThatRanOutSaysWhatToType) {
  v1::Notice notice = TextProto(R"pb(
    kind: NOTICE_KIND_RETENTION
    record_ids: "agencies/ngo/children/1"
    retention_clock: RETENTION_CLOCK_CASE_FILE
  )pb");
  EXPECT_THAT(
      Shown(notice),
      HasSubstr("homeward child keep agencies/ngo/children/1 --reviewed "
                "case-file"));
  EXPECT_THAT(Shown(notice),
              HasSubstr("homeward child erase agencies/ngo/children/1 "
                        "--request-of agency --ground not-needed --dry-run"));
  // The agency may not erase a child's file because of its tips.
  notice.set_retention_clock(v1::RETENTION_CLOCK_TIPS);
  EXPECT_THAT(Shown(notice), HasSubstr("--reviewed tips"));
  EXPECT_THAT(Shown(notice), Not(HasSubstr("--request-of agency")));
}

TEST(NoticeViewTest, OneThatNamesNobodyHasNoEmptyWords) {
  const v1::Notice notice = TextProto(R"pb(
    kind: NOTICE_KIND_PROBING
    asker_agency_id: "police"
  )pb");
  EXPECT_THAT(Shown(notice), HasSubstr(" police"));
  EXPECT_THAT(Shown(notice), Not(HasSubstr(" of police")));
  EXPECT_THAT(Shown(notice), Not(HasSubstr(", for ")));
}

}  // namespace
}  // namespace homeward::cli
