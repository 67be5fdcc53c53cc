#include "services/rpc/tls/memory_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/testing/status_matchers.h"

namespace homeward::rpc {
namespace {

using ::homeward::testing::IsOk;

std::string Read(const std::string& path) {
  std::ifstream stream(path);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

time_t ModifiedAt(const std::string& path) {
  struct stat info = {};
  EXPECT_EQ(stat(path.c_str(), &info), 0);
  return info.st_mtime;
}

TEST(MemoryFileTest, IsReadByPath) {
  ASSERT_OK_AND_ASSIGN(const MemoryFile file,
                       MemoryFile::Create("test", "content"));
  EXPECT_EQ(Read(file.path()), "content");
  EXPECT_EQ(Read(file.path()), "content");
}

TEST(MemoryFileTest, ReplaceSwapsTheWholeContentAndItsTime) {
  ASSERT_OK_AND_ASSIGN(MemoryFile file,
                       MemoryFile::Create("test", "a long one"));
  std::ifstream reader(file.path());
  const time_t before = ModifiedAt(file.path());
  ASSERT_OK(file.Replace("short"));
  EXPECT_EQ(Read(file.path()), "short");
  EXPECT_GT(ModifiedAt(file.path()), before);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(reader), {}),
            "a long one");
}

TEST(MemoryFileTest, IsGoneWithItsObject) {
  std::string path;
  {
    ASSERT_OK_AND_ASSIGN(MemoryFile file, MemoryFile::Create("test", "x"));
    MemoryFile moved = std::move(file);
    path = moved.path();
    EXPECT_EQ(access(path.c_str(), R_OK), 0);
  }
  EXPECT_NE(access(path.c_str(), R_OK), 0);
}

}  // namespace
}  // namespace homeward::rpc
