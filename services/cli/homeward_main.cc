// The `homeward` command.

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "services/cli/command.h"
#include "services/cli/context.h"
#include "services/cli/terminal.h"

int main(int argc, char** argv) {
  // gRPC's own log would interleave with what is shown.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  homeward::cli::Context context;
  context.in = &std::cin;
  context.out = &std::cout;
  context.err = &std::cerr;
  context.in_is_terminal = isatty(STDIN_FILENO) == 1;
  context.err_is_terminal = isatty(STDERR_FILENO) == 1;
  context.out_columns = homeward::cli::TerminalColumns(STDOUT_FILENO);
  context.out_shows_utf8 = homeward::cli::TerminalShowsUtf8();
  // Who reads by a program, or by ear, gets one fact a line.
  const char* no_color = std::getenv("NO_COLOR");
  context.plain = isatty(STDOUT_FILENO) != 1 ||
                  (no_color != nullptr && no_color[0] != '\0');
  context.now = absl::Now;
  if (const char* home = std::getenv("HOMEWARD_HOME"); home != nullptr) {
    context.home = home;
  }
  return static_cast<int>(homeward::cli::RunCommandLine(
      std::vector<std::string>(argv + 1, argv + argc), &context));
}
