#include "services/cli/match_names/match_name_commands.h"

#include <fstream>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "services/cli/command.h"
#include "services/cli/exit_code.h"
#include "services/cli/match_names/name_text.h"
#include "services/matching/name/compare_names.h"
#include "services/matching/name/name.h"
#include "services/matching/name/weigh_names.h"

namespace homeward::cli {
namespace {

constexpr char kStandardInput[] = "-";

// Calls `use` with each line of `path` and its number, until one fails. Holds
// one line at a time.
absl::Status ForEachLine(
    Context& context, const std::string& path,
    const std::function<absl::Status(std::string line, int64_t number)>& use) {
  std::ifstream file;
  if (path != kStandardInput) {
    file.open(path);
    if (!file) {
      return absl::NotFoundError(absl::StrCat(path, " can't be read"));
    }
  }
  std::istream& lines = path == kStandardInput ? *context.in : file;
  int64_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const absl::Status status = use(std::move(line), ++number);
    if (!status.ok()) return status;
  }
  if (lines.bad()) return absl::NotFoundError(absl::StrCat(path, " broke off"));
  return absl::OkStatus();
}

double Probability(absl::string_view left, absl::string_view right) {
  const matching::Name one = matching::ParseName(left);
  const matching::Name other = matching::ParseName(right);
  return matching::NameProbability(
      matching::WeighNames(one, other, matching::CompareNames(one, other),
                           matching::DefaultNameFrequencies()));
}

Result Compare(Context& context, const std::string& path) {
  const absl::Status status =
      ForEachLine(context, path, [&](const std::string& line, int64_t number) {
        const size_t tab = line.find('\t');
        if (tab == std::string::npos) {
          return absl::InvalidArgumentError(
              absl::StrCat("line ", number, " has no tab between two names"));
        }
        const absl::string_view names = line;
        const double probability =
            Probability(names.substr(0, tab), names.substr(tab + 1));
        context.Text(absl::StrFormat("%.4f", probability));
        context.JsonText(
            absl::StrFormat("{\"probability\":%.4f}", probability));
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return ExitCode::kOk;
}

Result Normalize(Context& context, const std::string& path) {
  const absl::Status status =
      ForEachLine(context, path, [&](const std::string& line, int64_t number) {
        const matching::Name name = matching::ParseName(line);
        context.TextLines(NameAsText(name));
        context.JsonText(NameAsJson(name));
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return ExitCode::kOk;
}

}  // namespace

void AddMatchNameCommands(CLI::App* match, Context* context) {
  auto pairs = std::make_shared<std::string>();
  CLI::App* names = AddCommand(
      match, "names", "How likely two names name one person, a pair a line",
      {"homeward match names --pairs pairs.tsv",
       "homeward match names --pairs - -o ndjson"});
  names
      ->add_option("--pairs", *pairs,
                   "A file with two names a line and a tab between them, or - "
                   "for standard input")
      ->required();
  names->callback(
      [=] { context->Run([&] { return Compare(*context, *pairs); }); });
  // A name is never a flag: other users of a machine can read those.
  auto file = std::make_shared<std::string>(kStandardInput);
  CLI::App* normalize = AddCommand(
      match, "normalize", "All that is read of a name: readings and keys",
      {"homeward match normalize names.txt",
       "homeward match normalize - -o ndjson"});
  normalize->add_option("file", *file,
                        "A file with one name a line, or - for standard input");
  normalize->callback(
      [=] { context->Run([&] { return Normalize(*context, *file); }); });
}

}  // namespace homeward::cli
