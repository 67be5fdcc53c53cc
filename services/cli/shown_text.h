#ifndef HOMEWARD_SERVICES_CLI_SHOWN_TEXT_H_
#define HOMEWARD_SERVICES_CLI_SHOWN_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

// Text of others as it may stand on a terminal: what would move the cursor,
// begin a line, turn the writing direction or hide something is written out.
// Context shows nothing that did not pass here. Pure.
namespace homeward::cli {

// `text` on one line. Control characters and breaks of lines, marks that
// format without being seen (Unicode's Cf; not the joiners, which Persian and
// emoji need), and bytes that are no UTF-8 are written as `\n`, `\x1b` or
// `\u202e`. All else stays as it is, the backslash too.
std::string ShownLine(absl::string_view text);

// The same, but breaks of lines stay: for what is laid out by this program.
// Each line after the first starts with `indent`.
std::string ShownLines(absl::string_view text, absl::string_view indent = "");

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_SHOWN_TEXT_H_
