// A newer directory for a node that knows nobody any more.

#include <string>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/cli/agency_fixture.h"
#include "services/cli/cli_test_kit.h"

namespace homeward::cli {
namespace {

using ::testing::HasSubstr;

class DirectoryTest : public AgencyTest {
 protected:
  // A clinic that joined with version 2; governance is at version 3.
  void SetUp() override {
    Found("gov");
    ASSERT_EQ(Init("clinic").code, ExitCode::kOk);
    ASSERT_EQ(Admit("clinic", {"1", "2"}).code, ExitCode::kOk);
    ASSERT_EQ(Join("clinic", "clinic", Invite("clinic")).code, ExitCode::kOk);
    ASSERT_EQ(Init("police").code, ExitCode::kOk);
    ASSERT_EQ(Admit("police", {"1", "2"}).code, ExitCode::kOk);
  }
  Ran Install(const std::string& file, const std::vector<std::string>& more,
              absl::Time now = TestNow()) {
    std::vector<std::string> line = {
        "directory", "install", folder_.Path(file),
        "--offline", "--home",  folder_.Path("clinic")};
    line.insert(line.end(), more.begin(), more.end());
    return Homeward(line, "", false, now);
  }
  std::string Present() { return folder_.Read("clinic/directory.binpb"); }
};

TEST_F(DirectoryTest, IsPutWhereTheNodeTakesItWhenItStarts) {
  const Ran ran = Install("gov/directory.binpb", {});
  EXPECT_EQ(ran.code, ExitCode::kOk) << ran.err;
  EXPECT_EQ(Present(), folder_.Read("gov/directory.binpb"));
  EXPECT_THAT(ran.out, HasSubstr("version 3"));
  EXPECT_THAT(ran.err, HasSubstr("restart the node"));
  const Ran again = Install("gov/directory.binpb", {"-o", "ndjson"});
  EXPECT_EQ(again.code, ExitCode::kOk) << again.err;
  EXPECT_EQ(again.out, "{\"version\":\"3\"}\n");
}

TEST_F(DirectoryTest, ADryRunPutsNothing) {
  const std::string before = Present();
  EXPECT_EQ(Install("gov/directory.binpb", {"--dry-run"}).code, ExitCode::kOk);
  EXPECT_EQ(Present(), before);
}

TEST_F(DirectoryTest, OneThatTheNodeWouldNotTakeIsRefused) {
  const std::string before = Present();
  const Ran late =
      Install("gov/directory.binpb", {}, TestNow() + absl::Hours(24 * 365));
  EXPECT_EQ(late.code, ExitCode::kError);
  EXPECT_THAT(late.err, HasSubstr("expired"));
  EXPECT_EQ(Present(), before);
  folder_.Write("old.binpb", before);
  ASSERT_EQ(Install("gov/directory.binpb", {}).code, ExitCode::kOk);
  const std::string present = Present();
  const Ran old = Install("old.binpb", {});
  EXPECT_EQ(old.code, ExitCode::kError);
  EXPECT_THAT(old.err, HasSubstr("lower than the current 3"));
  Found("strangers");
  const Ran strange = Install("strangers/directory.binpb", {});
  EXPECT_EQ(strange.code, ExitCode::kError);
  EXPECT_EQ(Present(), present);
}

}  // namespace
}  // namespace homeward::cli
