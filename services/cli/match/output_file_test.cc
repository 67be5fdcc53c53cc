#include "services/cli/match/output_file.h"

#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "services/cli/cli_test_kit.h"
#include "services/cli/context.h"
#include "tests/testing/status_matchers.h"

namespace homeward::cli {
namespace {

using ::homeward::testing::StatusIs;

class OutputFileTest : public ::testing::Test {
 protected:
  OutputFileTest() { context_.out = &out_; }

  std::string Path(const std::string& name) { return folder_.Path(name); }

  TestFolder folder_;
  std::ostringstream out_;
  Context context_;
};

TEST_F(OutputFileTest, TakesItsNameWhenItIsWhole) {
  const std::string path = folder_.Write("out.csv", "before");
  {
    auto file = OutputFile::Make(&context_, path);
    ASSERT_OK(file);
    file->Write("half");
  }
  EXPECT_EQ(folder_.Read("out.csv"), "before");
  EXPECT_FALSE(std::filesystem::exists(Path("out.csv.part")));
  auto file = OutputFile::Make(&context_, path);
  ASSERT_OK(file);
  file->Write("whole");
  ASSERT_OK(file->Close());
  EXPECT_EQ(folder_.Read("out.csv"), "whole");
}

TEST_F(OutputFileTest, APipeOrALinkIsNotReplaced) {
  ASSERT_EQ(mkfifo(Path("pipe").c_str(), 0600), 0);
  std::filesystem::create_symlink("elsewhere", Path("link"));
  for (const char* name : {"pipe", "link"}) {
    EXPECT_THAT(OutputFile::Make(&context_, Path(name)),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
  EXPECT_TRUE(std::filesystem::is_fifo(Path("pipe")));
  EXPECT_TRUE(std::filesystem::is_symlink(Path("link")));
}

TEST_F(OutputFileTest, AnInterruptLeavesNothing) {
  const std::string path = folder_.Write("out.csv", "before");
  EXPECT_EXIT(
      {
        auto file = OutputFile::Make(&context_, path);
        file->Write(std::string(1 << 20, 'x'));
        std::raise(SIGINT);
      },
      ::testing::KilledBySignal(SIGINT), "");
  EXPECT_EQ(folder_.Read("out.csv"), "before");
  EXPECT_FALSE(std::filesystem::exists(Path("out.csv.part")));
}

}  // namespace
}  // namespace homeward::cli
