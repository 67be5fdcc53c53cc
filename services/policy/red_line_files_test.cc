// Which red lines hold: those of the charter, and those of the agency itself;
// and what holds while they can't be read.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/red_line.pb.h"
#include "services/policy/policy.h"
#include "services/policy/red_lines_fixture.h"
#include "services/policy/state.h"
#include "services/policy/testing/federation.h"
#include "tests/testing/status_matchers.h"

namespace homeward::policy {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;

class RedLineFilesTest : public RedLinesFixture {};

TEST_F(RedLineFilesTest, NoneIsActiveUnderACharterThatLacksALine) {
  v1::RedLine by_charter = no_answers_;
  by_charter.set_charter_must_prohibit(true);
  by_charter.mutable_match()->mutable_categories()->set_categories(
      0, v1::CATEGORY_TIP);
  Rule(2, {by_charter});
  EXPECT_THAT(ProposeOf(mou_).status(),
              StatusIs(StatusCode::kFailedPrecondition,
                       HasSubstr("the charter must prohibit it")));
}

TEST_F(RedLineFilesTest, NoneIsActiveWithoutTheFileThatTheCharterNames) {
  Propose(federation_.SignMou(mou_));
  ASSERT_OK(policy().InstallDirectory(DirectoryNaming(2, TextOf({no_answers_})),
                                      now()));
  EXPECT_FALSE(InForce());
  EXPECT_THAT(policy().state()->WhyRefused("ngo-clinic@1").at(0),
              HasSubstr("they are not here"));
  store_.SetRedLines({TextOf({no_answers_}) + "# changed", ""});
  store_.Reopen(now());
  ASSERT_OK(policy().Settle(now()));
  EXPECT_FALSE(InForce());
  store_.SetRedLines({TextOf({no_answers_}), ""});
  store_.Reopen(now());
  ASSERT_OK(policy().Settle(now()));
  EXPECT_TRUE(InForce());
}

TEST_F(RedLineFilesTest, AnAgencyMayAddItsOwn) {
  store_.SetRedLines({TextOf({no_answers_}), TextOf({no_place_})});
  ASSERT_OK(policy().InstallDirectory(DirectoryNaming(2, TextOf({no_answers_})),
                                      now()));
  EXPECT_FALSE(ProposeOf(mou_).ok());
  EXPECT_FALSE(InForce());
}

TEST_F(RedLineFilesTest, AFileThatCantBeReadHoldsAllBackUntilItCan) {
  Propose(federation_.SignMou(mou_));
  store_.SetRedLines({"", "", "own_red_lines.textproto can't be read"});
  store_.Reopen(now());
  ASSERT_OK(policy().Settle(now()));
  EXPECT_FALSE(InForce());
  store_.SetRedLines({"", ""});
  ASSERT_OK(policy().Settle(now()));
  EXPECT_TRUE(InForce());
}

TEST_F(RedLineFilesTest, OwnLinesThatCantBeReadHoldEverythingBack) {
  store_.SetRedLines({"", "red_lines { red_line_id: 'x' }"});
  ASSERT_OK(policy().InstallDirectory(DirectoryNaming(2, ""), now()));
  EXPECT_THAT(ProposeOf(mou_).status(),
              StatusIs(StatusCode::kFailedPrecondition,
                       HasSubstr("the red lines of this agency")));
}

}  // namespace
}  // namespace homeward::policy
