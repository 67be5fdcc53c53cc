// What a status says of what people have to do.

#include <string>

#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/admin_service.pb.h"
#include "services/node/status.h"
#include "services/node/status_fixture.h"

namespace homeward::node {
namespace {

class StatusDutiesTest : public StatusFixture {};

TEST_F(StatusDutiesTest, WhatTheDeskMustDoIsSaidTheLatestFirst) {
  const auto add = [&](v1::NoticeKind kind, int count, int overdue,
                       absl::Time due) {
    facts_.notices.push_back({kind, count, overdue, due});
  };
  const auto texts = [&] {
    std::vector<std::string> texts;
    const v1::GetStatusResponse response = BuildStatus(facts_);
    for (const v1::StatusItem& item : response.items()) {
      if (item.subject() == "notices") texts.push_back(item.text());
    }
    return texts;
  };
  add(v1::NOTICE_KIND_ANSWERED, 7, 0, absl::InfiniteFuture());
  add(v1::NOTICE_KIND_PROBING, 1, 0, absl::InfiniteFuture());
  // What only informs is no fault.
  EXPECT_EQ(Worst().severity(), v1::SEVERITY_OK);
  EXPECT_THAT(texts(),
              ::testing::ElementsAre(
                  "7 answers to look at; 1 lockouts for probing to look at"));
  add(v1::NOTICE_KIND_GUARDIAN, 2, 0, facts_.now + absl::Hours(3));
  ExpectWorst("notices", v1::SEVERITY_WARNING,
              "2 guardians to tell, the first within 3 hours");
  add(v1::NOTICE_KIND_ENFORCEMENT, 2, 1, facts_.now - absl::Hours(2));
  add(v1::NOTICE_KIND_REVIEW, 3, 2, facts_.now - absl::Hours(5));
  ExpectWorst("notices", v1::SEVERITY_ACTION,
              "3 uses to review, 2 overdue, for 5 hours");
  EXPECT_THAT(texts(),
              ::testing::ElementsAre(
                  "3 uses to review, 2 overdue, for 5 hours",
                  "2 questions of enforcement to report to oversight, 1 "
                  "overdue, for 2 hours",
                  "2 guardians to tell, the first within 3 hours",
                  "7 answers to look at; 1 lockouts for probing to look at"));
}

// How many, never whose.
TEST_F(StatusDutiesTest, ABrokenGlassIsReviewedInTime) {
  v1::BreakGlassStatus& glass = facts_.broken_glass.emplace_back();
  glass.set_asker_subject("officer-7");
  *glass.mutable_review_due_time() =
      auth::ToTimestamp(facts_.now + absl::Hours(5));
  ExpectWorst("reviews", v1::SEVERITY_WARNING,
              "broken 1 times; the first review is due in 5 hours");
  glass.set_suspends(true);
  ExpectWorst("reviews", v1::SEVERITY_ACTION, "the accounts are suspended");
  glass.set_verdict(v1::BREAK_GLASS_VERDICT_NOT_JUSTIFIED);
  ExpectWorst("reviews", v1::SEVERITY_ACTION, "the accounts are suspended");
  glass.set_suspends(false);
  glass.set_verdict(v1::BREAK_GLASS_VERDICT_JUSTIFIED);
  glass.add_untold_agency_ids("clinic");
  ExpectWorst("reviews", v1::SEVERITY_WARNING,
              "1 reviews are not acknowledged");
  glass.clear_untold_agency_ids();
  EXPECT_EQ(BuildStatus(facts_).items(0).severity(), v1::SEVERITY_OK);
}

}  // namespace
}  // namespace homeward::node
