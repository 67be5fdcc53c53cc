#include "tests/fault/power_cut.h"

#include <random>
#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace homeward::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Pair;

// All that may be left of a file with "ab" synced and "cd", "ef" not.
std::set<std::string> Left(PowerCut cut) {
  std::mt19937_64 random(1);
  std::set<std::string> left;
  for (int i = 0; i < 200; ++i) {
    FileOnDisk file("ab");
    file.Append("cd");
    file.Append("ef");
    left.insert(file.After(cut, random));
  }
  return left;
}

TEST(FileOnDiskTest, LosesOnlyWhatWasNotSynced) {
  EXPECT_THAT(Left(PowerCut::kSyncedOnly), ElementsAre("ab"));
  EXPECT_THAT(Left(PowerCut::kTornWrite),
              ElementsAre("ab", "abc", "abcd", "abcde", "abcdef"));
  EXPECT_THAT(Left(PowerCut::kReordered),
              ElementsAre("ab", std::string("ab\0\0ef", 6), "abcd", "abcdef"));
}

TEST(FileOnDiskTest, KeepsWhatWasSynced) {
  std::mt19937_64 random(1);
  FileOnDisk file;
  file.Append("ab");
  file.Append("cd");
  file.Sync();
  for (const PowerCut cut :
       {PowerCut::kSyncedOnly, PowerCut::kTornWrite, PowerCut::kReordered}) {
    EXPECT_EQ(file.After(cut, random), "abcd");
  }
  file.Append("ef");
  file.Truncate(3);
  file.Sync();
  EXPECT_EQ(file.After(PowerCut::kSyncedOnly, random), "abc");
}

TEST(FolderOnDiskTest, KeepsNamesOnceTheFolderIsSynced) {
  std::mt19937_64 random(1);
  FolderOnDisk folder;
  auto file = folder.Create("new");
  file->Append("bytes");
  file->Sync();
  folder.Rename("new", "old");
  folder.Sync();
  folder.Delete("old");
  folder.Create("newer");
  EXPECT_THAT(folder.Cut(PowerCut::kSyncedOnly, random),
              ElementsAre(Pair("old", "bytes")));
  EXPECT_TRUE(folder.Has("old"));
  EXPECT_FALSE(folder.Has("newer"));
}

TEST(FolderOnDiskTest, RenamesAreWhole) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 50; ++i) {
    FolderOnDisk folder;
    folder.Create("a");
    folder.Sync();
    folder.Rename("a", "b");
    EXPECT_EQ(folder.Cut(PowerCut::kTornWrite, random).size(), 1);
  }
}

}  // namespace
}  // namespace homeward::testing
