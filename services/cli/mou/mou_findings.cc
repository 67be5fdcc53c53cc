#include "services/cli/mou/mou_findings.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"
#include "services/cli/mou/mou_warnings.h"

namespace homeward::cli {
namespace {

// The first line of `text` that begins the field at `path`, such as
// `clauses[2].match.roles`, from 1; 0 when it isn't found. Follows the nesting
// by name, so that the third `clauses` is the third in the file.
int LineOf(const std::string& text, const std::string& path) {
  size_t from = 0;
  for (const absl::string_view part : absl::StrSplit(path, '.')) {
    const std::string name(part.substr(0, part.find('[')));
    int skip = 0;
    const size_t bracket = part.find('[');
    if (bracket != absl::string_view::npos &&
        !absl::SimpleAtoi(
            part.substr(bracket + 1, part.find(']') - bracket - 1), &skip)) {
      return 0;
    }
    const size_t start = from;
    for (int i = 0; i <= skip; ++i) {
      from = text.find(name, i == 0 ? from : from + name.size());
      if (from == std::string::npos) {
        return start == 0
                   ? 0
                   : 1 + std::count(text.begin(), text.begin() + start, '\n');
      }
    }
  }
  return 1 +
         static_cast<int>(std::count(text.begin(), text.begin() + from, '\n'));
}

// Shows `findings` about `text`, each after `label`; returns them as JSON.
nlohmann::ordered_json Show(Context& context, const std::string& file,
                            const std::string& text, absl::string_view label,
                            const std::vector<auth::Finding>& findings) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auth::Finding& finding : findings) {
    const int line = LineOf(text, finding.path);
    list.push_back({{"line", line},
                    {"path", finding.path},
                    {"reason", finding.reason},
                    {"nextStep", finding.next_step}});
    context.Text(absl::StrCat(file, line > 0 ? absl::StrCat(":", line) : "",
                              ": ", label, finding.path, " ", finding.reason));
    context.Text(absl::StrCat("    ", finding.next_step));
  }
  return list;
}

}  // namespace

bool ShowFindings(Context& context, const std::string& file,
                  const std::string& text, const v1::Mou& mou,
                  auth::MouKind kind) {
  const auto findings = auth::CheckMou(mou, kind);
  nlohmann::ordered_json json{
      {"ok", findings.empty()},
      {"findings", Show(context, file, text, "", findings)}};
  // A charter only forbids: the longer the better.
  if (findings.empty() && kind == auth::MouKind::kMou) {
    json["warnings"] =
        Show(context, file, text, "warning: ", MouWarnings(mou, context.now()));
  }
  context.JsonText(json.dump(context.format == Format::kJson ? 2 : -1));
  return findings.empty();
}

}  // namespace homeward::cli
