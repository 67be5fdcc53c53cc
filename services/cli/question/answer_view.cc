#include "services/cli/question/answer_view.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "homeward/v1/question.pb.h"
#include "services/cli/code_name.h"
#include "services/cli/matches/match_view.h"
#include "services/cli/text_view.h"

namespace homeward::cli {
namespace {

// What one source says: a line of `sure`, or of `possible` when the record may
// be another child's.
template <typename Views>
void AddViews(const Views& views, std::vector<std::string>& sure,
              std::vector<std::string>& possible) {
  const size_t none = sure.size();
  for (const auto& view : views) {
    const std::string when = view.has_age()
                                 ? absl::StrCat(AgeText(view.age()), " ago")
                                 : "time not told";
    const std::string text = absl::StrCat(when, ", ", view.agency_id(),
                                          " says ", ClaimText(view.claim()));
    if (view.band() == v1::MATCH_BAND_POSSIBLE) {
      possible.push_back(
          absl::StrCat("  record ", view.record_id(), ": ", text));
    } else {
      sure.push_back(absl::StrCat("  ", text));
    }
  }
  if (sure.size() == none) sure.push_back("  nothing to show");
}

}  // namespace

std::vector<std::string> AnswerText(const v1::NodeAnswer& answer) {
  std::vector<std::string> lines = {absl::StrCat(
      answer.agency_id(), ": ",
      ShortName(v1::Outcome_Name(answer.outcome()), "OUTCOME_"),
      answer.mou().empty() ? "" : absl::StrCat(" by ", answer.mou()))};
  for (const v1::RecordMatch& match : answer.matches()) {
    for (const std::string& line : MatchText(match)) lines.push_back(line);
    for (const std::string& line : TermsText(match.record())) {
      lines.push_back(absl::StrCat("  ", line));
    }
  }
  if (answer.rejected_match_count() > 0) {
    lines.push_back(absl::StrCat(
        "  not shown: ", answer.rejected_match_count(),
        " that people here rejected for this child; see --include-rejected"));
  }
  if (answer.omitted_claim_count() > 0) {
    lines.push_back(absl::StrCat("  CUT: ", answer.omitted_claim_count(),
                                 " older claims had no room in this answer"));
  }
  return lines;
}

std::vector<std::string> SummaryText(const v1::Summary& summary) {
  std::vector<std::string> lines;
  std::vector<std::string> possible;
  lines.push_back("Where she is, newest first:");
  AddViews(summary.locations(), lines, possible);
  lines.push_back("How she is, newest first:");
  AddViews(summary.wellbeing(), lines, possible);
  if (!possible.empty()) {
    lines.push_back(
        "POSSIBLE MATCHES, perhaps other children; a person must "
        "decide:");
    lines.insert(lines.end(), possible.begin(), possible.end());
  }
  for (const v1::Contradiction& contradiction : summary.contradictions()) {
    lines.push_back(absl::StrCat(
        "CONTRADICTION: ", contradiction.field_path(), " differs between ",
        contradiction.claim_ids_size(), " claims; a person must decide"));
  }
  lines.push_back("Who was asked:");
  for (const v1::NodeOutcome& node : summary.nodes()) {
    lines.push_back(
        absl::StrCat("  ", node.agency_id(), ": ",
                     ShortName(v1::Outcome_Name(node.outcome()), "OUTCOME_"),
                     node.omitted_view_count() > 0
                         ? absl::StrCat(", CUT: ", node.omitted_view_count(),
                                        " more of its claims with -o json")
                         : ""));
  }
  return lines;
}

}  // namespace homeward::cli
