#include "services/cli/terminal.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

#include "gtest/gtest.h"

namespace homeward::cli {
namespace {

// What the three variables say together; "" is as good as none.
bool ShowsUtf8(const char* all, const char* ctype, const char* lang) {
  setenv("TERM", "xterm", 1);
  setenv("LC_ALL", all, 1);
  setenv("LC_CTYPE", ctype, 1);
  setenv("LANG", lang, 1);
  return TerminalShowsUtf8();
}

TEST(TerminalTest, TheFirstVariableThatSaysSomethingCounts) {
  EXPECT_TRUE(ShowsUtf8("", "", "en_GB.UTF-8"));
  EXPECT_TRUE(ShowsUtf8("", "uk_UA.utf8", "C"));
  EXPECT_TRUE(ShowsUtf8("C.UTF-8", "C", "C"));
  EXPECT_FALSE(ShowsUtf8("C", "en_GB.UTF-8", "en_GB.UTF-8"));
  EXPECT_FALSE(ShowsUtf8("", "en_GB.ISO-8859-1", "en_GB.UTF-8"));
  EXPECT_FALSE(ShowsUtf8("", "", ""));
}

TEST(TerminalTest, ADumbOneShowsNone) {
  ASSERT_TRUE(ShowsUtf8("C.UTF-8", "", ""));
  setenv("TERM", "dumb", 1);
  EXPECT_FALSE(TerminalShowsUtf8());
}

TEST(TerminalTest, TheColumnsAreTheTerminals) {
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
  ASSERT_GE(terminal, 0);
  winsize size{};
  size.ws_col = 132;
  ASSERT_EQ(ioctl(terminal, TIOCSWINSZ, &size), 0);
  EXPECT_EQ(TerminalColumns(terminal), 132);
  close(terminal);
}

TEST(TerminalTest, WhatIsNoTerminalHasNoColumns) {
  const int file = open("/dev/null", O_WRONLY);
  EXPECT_EQ(TerminalColumns(file), 0);
  close(file);
  EXPECT_EQ(TerminalColumns(-1), 0);
}

}  // namespace
}  // namespace homeward::cli
