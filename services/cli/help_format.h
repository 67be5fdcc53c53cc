#ifndef HOMEWARD_SERVICES_CLI_HELP_FORMAT_H_
#define HOMEWARD_SERVICES_CLI_HELP_FORMAT_H_

#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/string_view.h"

namespace homeward::cli {

// No line of a help page is longer.
inline constexpr size_t kHelpColumns = 80;

// `text` with its lines broken at spaces, so that none has more than `columns`
// bytes unless a single word has. Each line that comes of it follows
// `line_end`, and begins with `indent` as well as the spaces of the line that
// was broken.
std::string BrokenLines(absl::string_view text, size_t columns,
                        absl::string_view line_end = "",
                        absl::string_view indent = "");

// Lays out `--help` within kHelpColumns, with the whole command as it is typed.
// An example that is longer goes on after a backslash, as a shell takes it.
class HelpFormat : public CLI::Formatter {
 public:
  std::string make_description(const CLI::App* app) const override;
  std::string make_usage(const CLI::App* app, std::string name) const override;
  std::string make_footer(const CLI::App* app) const override;
  std::string make_option_desc(const CLI::Option* option) const override;
  std::string make_subcommand(const CLI::App* command) const override;
};

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_HELP_FORMAT_H_
