#include "services/cli/status_view.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "homeward/v1/admin_service.pb.h"
#include "services/cli/text_view.h"

namespace homeward::cli {
namespace {

constexpr size_t kColumns = 80;
// One of 24 is for what is typed next.
constexpr size_t kLines = 23;
constexpr absl::string_view kIndent = "        ";

absl::string_view SeverityWord(v1::Severity severity) {
  switch (severity) {
    case v1::SEVERITY_ACTION:
      return "ACT NOW";
    case v1::SEVERITY_WARNING:
      return "soon   ";
    case v1::SEVERITY_OK:
      return "ok     ";
    default:
      return "?      ";
  }
}

// `line` broken at spaces to lines of kColumns, all but the first indented. A
// word that is longer stays whole.
void AppendWrapped(absl::string_view line, std::vector<std::string>& lines) {
  std::string rest(line);
  while (rest.size() > kColumns) {
    size_t end = rest.rfind(' ', kColumns);
    if (end == std::string::npos || end <= kIndent.size()) {
      end = rest.find(' ', kColumns);
    }
    if (end == std::string::npos) break;
    lines.push_back(rest.substr(0, end));
    rest = absl::StrCat(kIndent, rest.substr(end + 1));
  }
  lines.push_back(rest);
}

}  // namespace

std::vector<std::string> PlainStatus(const v1::GetStatusResponse& status) {
  std::vector<std::string> lines = {
      absl::StrCat(status.agency_id(), " in ", status.federation(), ", ",
                   TimeText(status.now()), ", homewardd ", status.version())};
  for (const v1::StatusItem& item : status.items()) {
    lines.push_back(absl::StrCat(SeverityWord(item.severity()), " ",
                                 item.subject(), ": ", item.text()));
    if (item.next_step().empty()) continue;
    lines.push_back(absl::StrCat(kIndent, "next: ", item.next_step()));
  }
  std::vector<std::string> reachable;
  for (const v1::PeerStatus& peer : status.peers()) {
    if (peer.reachable()) {
      reachable.push_back(peer.agency_id());
      continue;
    }
    lines.push_back(absl::StrCat(
        "peer    ", peer.agency_id(), ": NOT reachable, last answer ",
        peer.has_last_contact_time() ? TimeText(peer.last_contact_time())
                                     : "never"));
  }
  if (!reachable.empty()) {
    lines.push_back(
        absl::StrCat("peers   reachable: ", absl::StrJoin(reachable, ", ")));
  }
  return lines;
}

std::vector<std::string> StatusScreen(const v1::GetStatusResponse& status) {
  std::vector<std::string> lines;
  for (const std::string& line : PlainStatus(status)) {
    AppendWrapped(line, lines);
  }
  if (lines.size() <= kLines) return lines;
  const size_t left = lines.size() - (kLines - 1);
  lines.resize(kLines - 1);
  lines.push_back(
      absl::StrCat("... and ", left, " more lines: homeward status --plain"));
  return lines;
}

}  // namespace homeward::cli
