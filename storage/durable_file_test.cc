#include "storage/durable_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::storage {
namespace {

using ::absl::StatusCode;
using ::homeward::testing::IsOkAndHolds;
using ::homeward::testing::StatusIs;
using ::testing::HasSubstr;

std::string PathOf(const std::string& name) {
  return ::testing::TempDir() + "/durable_file_" + name;
}

TEST(DurableFileTest, ReplacesAndReadsBackAsAPrivateFile) {
  const std::string path = PathOf("kept");
  ASSERT_OK(ReplaceFile(path, "one"));
  ASSERT_OK(ReplaceFile(path, "two, longer"));
  EXPECT_THAT(ReadPrivateFile(path, 100), IsOkAndHolds("two, longer"));
  EXPECT_THAT(ReadSmallFile(path, 11), IsOkAndHolds("two, longer"));
  EXPECT_THAT(ReadSmallFile(path, 10),
              StatusIs(StatusCode::kResourceExhausted, HasSubstr(path)));
  struct stat info;
  ASSERT_EQ(stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
  EXPECT_NE(access((path + ".new").c_str(), F_OK), 0);
}

TEST(DurableFileTest, GoesOnAfterACrashInTheMiddle) {
  const std::string path = PathOf("crashed");
  ASSERT_OK(ReplaceFile(path, "old"));
  std::ofstream(path + ".new") << "half wri";
  EXPECT_THAT(ReadPrivateFile(path, 100), IsOkAndHolds("old"));
  ASSERT_OK(ReplaceFile(path, "new"));
  EXPECT_THAT(ReadPrivateFile(path, 100), IsOkAndHolds("new"));
}

TEST(DurableFileTest, WipesWhatTheOldContentOccupied) {
  const std::string path = PathOf("wiped");
  const std::string kept = PathOf("wiped_link");
  unlink(kept.c_str());
  ASSERT_OK(ReplaceFile(path, "secret"));
  // A second name keeps the old content reachable.
  ASSERT_EQ(link(path.c_str(), kept.c_str()), 0);
  ASSERT_OK(ReplaceFileAndWipeOld(path, "fresh"));
  EXPECT_THAT(ReadSmallFile(path, 100), IsOkAndHolds("fresh"));
  EXPECT_THAT(ReadSmallFile(kept, 100), IsOkAndHolds(std::string(6, '\0')));
}

TEST(DurableFileTest, RefusesASecretThatOthersCanRead) {
  const std::string path = PathOf("open");
  ASSERT_OK(ReplaceFile(path, "secret"));
  ASSERT_EQ(chmod(path.c_str(), 0640), 0);
  EXPECT_THAT(ReadPrivateFile(path, 100),
              StatusIs(StatusCode::kFailedPrecondition, HasSubstr("chmod")));
  EXPECT_THAT(ReadPrivateFile(::testing::TempDir(), 100),
              StatusIs(StatusCode::kFailedPrecondition));
}

TEST(DurableFileTest, SaysWhichFileIsMissingOrRefused) {
  EXPECT_THAT(ReadSmallFile(PathOf("none"), 1),
              StatusIs(StatusCode::kNotFound, HasSubstr("none")));
  EXPECT_THAT(ReplaceFile(PathOf("no_folder/file"), "x"),
              StatusIs(StatusCode::kNotFound, HasSubstr("no_folder")));
}

}  // namespace
}  // namespace homeward::storage
