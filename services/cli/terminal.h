#ifndef HOMEWARD_SERVICES_CLI_TERMINAL_H_
#define HOMEWARD_SERVICES_CLI_TERMINAL_H_

// What the terminal can show that a process writes to.
namespace homeward::cli {

// How many columns the terminal behind the descriptor `fd` has; 0 when it is no
// terminal, or one that does not tell.
int TerminalColumns(int fd);

// Whether the environment says that text is UTF-8: by the first of LC_ALL,
// LC_CTYPE and LANG that is not empty. False for TERM=dumb. Not to be called
// while another thread changes the environment.
//
// Source: POSIX.1-2017, XBD 8.2, on the order of the variables.
bool TerminalShowsUtf8();

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_TERMINAL_H_
