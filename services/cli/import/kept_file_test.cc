#include "services/cli/import/kept_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "gtest/gtest.h"
#include "services/cli/cli_test_kit.h"

namespace homeward::cli {
namespace {

TEST(KeptFileTest, IsThereOnceSomethingIsWrittenAndForItsOwnerAlone) {
  const TestFolder folder;
  KeptFile file(folder.Path("a.refused.xml"));
  EXPECT_FALSE(std::filesystem::exists(file.path()));
  ASSERT_TRUE(file.Write("one "));
  ASSERT_TRUE(file.Write("two"));
  ASSERT_TRUE(file.Close());
  EXPECT_EQ(file.path(), folder.Path("a.refused.xml"));
  EXPECT_EQ(folder.Read("a.refused.xml"), "one two");
  struct stat info;
  ASSERT_EQ(stat(file.path().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600);
}

TEST(KeptFileTest, WhatIsThereIsNotTouched) {
  const TestFolder folder;
  folder.Write("victim", "precious");
  ASSERT_EQ(symlink(folder.Path("victim").c_str(),
                    folder.Path("a.refused.xml").c_str()),
            0);
  folder.Write("a.refused-2.xml", "half corrected");
  KeptFile file(folder.Path("a.refused.xml"));
  ASSERT_TRUE(file.Write("new"));
  ASSERT_TRUE(file.Close());
  EXPECT_EQ(folder.Read("victim"), "precious");
  EXPECT_EQ(folder.Read("a.refused-2.xml"), "half corrected");
  EXPECT_EQ(file.path(), folder.Path("a.refused-3.xml"));
  EXPECT_EQ(folder.Read("a.refused-3.xml"), "new");
}

TEST(KeptFileTest, ALinkToNowhereIsNotFollowed) {
  const TestFolder folder;
  ASSERT_EQ(
      symlink(folder.Path("nowhere").c_str(), folder.Path("a.xml").c_str()), 0);
  KeptFile file(folder.Path("a.xml"));
  ASSERT_TRUE(file.Write("new"));
  EXPECT_FALSE(std::filesystem::exists(folder.Path("nowhere")));
}

TEST(KeptFileTest, SaysWhenItCantBeMadeOrWritten) {
  const TestFolder folder;
  KeptFile nowhere(folder.Path("no/such/folder.xml"));
  EXPECT_FALSE(nowhere.Write("x"));
  EXPECT_TRUE(nowhere.Close());
}

}  // namespace
}  // namespace homeward::cli
