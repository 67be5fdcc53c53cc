#include "services/cli/help_format.h"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/cli/command.h"

namespace homeward::cli {
namespace {

constexpr absl::string_view kGoesOn = " \\";
constexpr absl::string_view kExampleIndent = "  ";

// Appends the pieces of `line`.
void Break(absl::string_view line, size_t columns, absl::string_view line_end,
           absl::string_view indent, std::vector<std::string>& pieces) {
  const size_t spaces = std::min(line.find_first_not_of(' '), line.size());
  std::string piece(line.substr(0, spaces));
  size_t begin = piece.size();
  size_t left = line.size() - spaces;
  for (const absl::string_view word :
       absl::StrSplit(line.substr(spaces), ' ', absl::SkipEmpty())) {
    left -= std::min(left, word.size() + 1);
    const bool is_first = piece.size() == begin;
    // The last piece has no end.
    const size_t end = left == 0 ? 0 : line_end.size();
    if (!is_first && piece.size() + 1 + word.size() + end > columns) {
      pieces.push_back(absl::StrCat(piece, line_end));
      piece = absl::StrCat(line.substr(0, spaces), indent);
      begin = piece.size();
    } else if (!is_first) {
      piece.push_back(' ');
    }
    absl::StrAppend(&piece, word);
  }
  pieces.push_back(piece);
}

}  // namespace

std::string BrokenLines(absl::string_view text, size_t columns,
                        absl::string_view line_end, absl::string_view indent) {
  std::vector<std::string> pieces;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (line.size() <= columns) {
      pieces.emplace_back(line);
    } else {
      Break(line, columns, line_end, indent, pieces);
    }
  }
  return absl::StrJoin(pieces, "\n");
}

std::string HelpFormat::make_description(const CLI::App* app) const {
  return BrokenLines(CLI::Formatter::make_description(app), kHelpColumns);
}

std::string HelpFormat::make_usage(const CLI::App* app,
                                   std::string name) const {
  for (const CLI::App* above = app->get_parent(); above != nullptr;
       above = above->get_parent()) {
    name = absl::StrCat(above->get_name(), " ", name);
  }
  return BrokenLines(CLI::Formatter::make_usage(app, name), kHelpColumns);
}

std::string HelpFormat::make_footer(const CLI::App* app) const {
  const std::string footer = CLI::Formatter::make_footer(app);
  if (ExamplesOf(*app).empty()) return BrokenLines(footer, kHelpColumns);
  return BrokenLines(footer, kHelpColumns, kGoesOn, kExampleIndent);
}

std::string HelpFormat::make_option_desc(const CLI::Option* option) const {
  return BrokenLines(CLI::Formatter::make_option_desc(option),
                     kHelpColumns - get_column_width());
}

std::string HelpFormat::make_subcommand(const CLI::App* command) const {
  std::stringstream out;
  CLI::detail::format_help(out, command->get_display_name(true),
                           BrokenLines(command->get_description(),
                                       kHelpColumns - get_column_width()),
                           get_column_width());
  return out.str();
}

}  // namespace homeward::cli
