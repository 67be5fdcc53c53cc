#include "services/cli/match/output_file.h"

#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "services/cli/cli_test_kit.h"
#include "services/cli/context.h"
#include "services/cli/exit_code.h"
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

TEST_F(OutputFileTest, WhatIsReadIsNotReplacedByAnyOfItsNames) {
  const std::string input = folder_.Write("in.csv", "rows");
  const std::string other = folder_.Write("other.csv", "rows");
  std::filesystem::create_symlink(input, Path("link.csv"));
  std::filesystem::create_hard_link(input, Path("hard.csv"));
  std::filesystem::create_directory_symlink(".", Path("here"));
  for (const std::string& path : {input, Path("./in.csv"), Path("here/in.csv"),
                                  Path("link.csv"), Path("hard.csv")}) {
    const absl::Status refused =
        CheckOutput(path, {{"--left", other}, {"--right", input}});
    EXPECT_EQ(ExitCodeOf(refused), ExitCode::kUsage) << path;
    EXPECT_TRUE(absl::StrContains(refused.message(), "--right")) << refused;
  }
  EXPECT_OK(CheckOutput(Path("new.csv"), {{"--left", input}}));
  EXPECT_OK(CheckOutput(other, {{"--left", input}, {"--weights", ""}}));
  EXPECT_OK(CheckOutput("-", {{"--left", input}}));
}

// It is removed before anything is written.
TEST_F(OutputFileTest, TheNameWhileItIsWrittenIsNoInputEither) {
  const std::string input = folder_.Write("out.csv.part", "rows");
  EXPECT_EQ(ExitCodeOf(CheckOutput(Path("out.csv"), {{"--left", input}})),
            ExitCode::kUsage);
}

TEST_F(OutputFileTest, WhatCantBeReplacedIsToldBeforeTheWork) {
  std::filesystem::create_symlink("elsewhere", Path("link"));
  EXPECT_THAT(CheckOutput(Path("link"), {}),
              StatusIs(absl::StatusCode::kInvalidArgument));
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
