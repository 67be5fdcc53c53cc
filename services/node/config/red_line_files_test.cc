#include "services/node/config/red_line_files.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "gtest/gtest.h"

namespace homeward::node {
namespace {

class RedLineFilesTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(mkdtemp(folder_.data()), nullptr); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string Path(const std::string& name) const {
    return folder_ + "/" + name;
  }
  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(Path(name)) << text;
  }
  policy::RedLineTexts Read() const {
    return ReadRedLineFiles(Path("directory.binpb"));
  }

  std::string folder_ = ::testing::TempDir() + "/red_lines_XXXXXX";
};

TEST_F(RedLineFilesTest, OnesThatAreNotThereSayNothing) {
  const policy::RedLineTexts texts = Read();
  EXPECT_EQ(texts.federation, "");
  EXPECT_EQ(texts.own, "");
  EXPECT_EQ(texts.problem, "");
}

TEST_F(RedLineFilesTest, EachIsReadByteForByte) {
  Write("red_lines.textproto", "# all\n");
  Write("own_red_lines.textproto", "# own\n");
  const policy::RedLineTexts texts = Read();
  EXPECT_EQ(texts.federation, "# all\n");
  EXPECT_EQ(texts.own, "# own\n");
  EXPECT_EQ(texts.problem, "");
}

TEST_F(RedLineFilesTest, OneThatCantBeReadIsNotNone) {
  constexpr char kProblem[] =
      "own_red_lines.textproto can't be read: make it readable";
  std::filesystem::create_directory(Path("own_red_lines.textproto"));
  EXPECT_EQ(Read().problem, kProblem);
  std::filesystem::remove(Path("own_red_lines.textproto"));
  Write("own_red_lines.textproto", std::string((2 << 20) + 1, '#'));
  EXPECT_EQ(Read().problem, kProblem);
}

TEST_F(RedLineFilesTest, ALinkToNothingIsNotNone) {
  std::filesystem::create_symlink(Path("nothing"), Path("red_lines.textproto"));
  EXPECT_EQ(Read().problem,
            "red_lines.textproto can't be read: make it readable");
}

}  // namespace
}  // namespace homeward::node
