#include "services/cli/status_view.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "homeward/v1/admin_service.pb.h"
#include "tests/testing/text_proto.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::TextProto;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::StartsWith;

v1::GetStatusResponse Status() {
  return TextProto(R"pb(
    agency_id: "clinic"
    federation: "rivermark.example"
    now { seconds: 1772359200 }
    version: "1"
    items {
      subject: "clock"
      severity: SEVERITY_ACTION
      text: "the clocks here and at police are 10 minutes apart: questions are refused"
      next_step: "check the time service here and there"
    }
    items { subject: "log" severity: SEVERITY_OK text: "17 entries" }
    peers { agency_id: "ngo" reachable: true }
    peers { agency_id: "police" }
    peers { agency_id: "registrar" reachable: true }
  )pb");
}

TEST(StatusViewTest, PlainIsOneFactALine) {
  EXPECT_THAT(
      PlainStatus(Status()),
      ElementsAre(
          StartsWith("clinic in rivermark.example, 2026-03-01"),
          "ACT NOW clock: the clocks here and at police are 10 minutes apart: "
          "questions are refused",
          "        next: check the time service here and there",
          "ok      log: 17 entries",
          "peer    police: NOT reachable, last answer never",
          "peers   reachable: ngo, registrar"));
}

TEST(StatusViewTest, TheScreenHas80Columns) {
  const std::vector<std::string> lines = StatusScreen(Status());
  EXPECT_EQ(lines[1],
            "ACT NOW clock: the clocks here and at police are 10 minutes apart:"
            " questions are");
  EXPECT_EQ(lines[2], "        refused");
  EXPECT_EQ(lines.size(), 7);
}

TEST(StatusViewTest, AWordThatIsLongerStaysWhole) {
  v1::GetStatusResponse status;
  status.add_items()->set_text(std::string(100, 'x') + " y");
  EXPECT_THAT(StatusScreen(status)[1], Not(StartsWith("?       : xxx y")));
  EXPECT_EQ(StatusScreen(status).back(), "        y");
}

TEST(StatusViewTest, TheScreenHas23LinesAndCountsTheRest) {
  v1::GetStatusResponse status = Status();
  for (int i = 0; i < 40; ++i) {
    v1::StatusItem& item = *status.add_items();
    item.set_severity(v1::SEVERITY_WARNING);
    item.set_subject("mous");
    item.set_text(absl::StrCat("x", i));
  }
  const std::vector<std::string> lines = StatusScreen(status);
  ASSERT_EQ(lines.size(), 23);
  EXPECT_TRUE(absl::StartsWith(lines[1], "ACT NOW"));
  // 47 lines, of which 22 are shown.
  EXPECT_EQ(lines.back(), "... and 25 more lines: homeward status --plain");
}

}  // namespace
}  // namespace homeward::cli
