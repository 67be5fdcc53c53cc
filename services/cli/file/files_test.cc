#include "services/cli/file/files.h"

#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::cli {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOkAndHolds;
using ::homeward::testing::StatusIs;

class FilesTest : public ::testing::Test {
 protected:
  FilesTest() {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directory(folder_);
  }

  std::string Path(const std::string& name) const {
    return absl::StrCat(folder_, "/", name);
  }
  size_t Count() const {
    size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      count += entry.exists();
    }
    return count;
  }

 private:
  const std::string folder_ = absl::StrCat(::testing::TempDir(), "/files");
};

TEST_F(FilesTest, WritesWholeWithItsModeAndLeavesNothingElse) {
  ASSERT_OK(WriteFile(Path("a"), "one", kPublicMode));
  ASSERT_OK(WriteFile(Path("a"), "two", kSecretMode));
  EXPECT_THAT(ReadFile(Path("a")), IsOkAndHolds("two"));
  struct stat info = {};
  ASSERT_EQ(stat(Path("a").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, kSecretMode);
  EXPECT_EQ(Count(), 1);
}

TEST_F(FilesTest, WhatCannotBeWrittenLeavesNothing) {
  std::filesystem::create_directory(Path("a"));
  EXPECT_THAT(WriteFile(Path("a"), "one", kSecretMode),
              StatusIs(StatusCode::kInternal));
  EXPECT_THAT(WriteFile(Path("no/a"), "one", kSecretMode),
              StatusIs(StatusCode::kNotFound));
  EXPECT_EQ(Count(), 1);
}

TEST_F(FilesTest, ANewFileReplacesNothingNotEvenALink) {
  ASSERT_OK(WriteNewFile(Path("a"), "one", kSecretMode));
  EXPECT_THAT(WriteNewFile(Path("a"), "two", kSecretMode),
              StatusIs(StatusCode::kAlreadyExists));
  EXPECT_THAT(ReadFile(Path("a")), IsOkAndHolds("one"));
  std::filesystem::create_symlink("nowhere", Path("b"));
  EXPECT_THAT(WriteNewFile(Path("b"), "two", kSecretMode),
              StatusIs(StatusCode::kAlreadyExists));
  EXPECT_EQ(Count(), 1) << "a link to nowhere does not count";
}

TEST_F(FilesTest, OfManyWhoMakeANewFileOneDoes) {
  for (int round = 0; round < 50; ++round) {
    const std::string path = Path(absl::StrCat("new-", round));
    std::atomic<int> made = 0;
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 4; ++writer) {
      writers.emplace_back([&] {
        if (WriteNewFile(path, "one", kSecretMode).ok()) ++made;
      });
    }
    for (std::thread& writer : writers) writer.join();
    EXPECT_EQ(made, 1);
    EXPECT_THAT(ReadFile(path), IsOkAndHolds("one"));
  }
}

}  // namespace
}  // namespace homeward::cli
