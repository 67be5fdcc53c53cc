#include "services/cli/matches/match_view.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "homeward/v1/match.pb.h"
#include "services/cli/code_name.h"

namespace homeward::cli {
namespace {

constexpr char kColumns[] = "    %-19s %-21s %8s %9s  %s";

// 12345 as "+12.345": no digit is lost, so that whoever adds up the column gets
// the score.
std::string BitsText(int64_t millibits) {
  const int64_t size = millibits < 0 ? -millibits : millibits;
  return absl::StrFormat("%s%d.%03d", millibits < 0 ? "-" : "+", size / 1000,
                         size % 1000);
}

std::string ValuesText(const v1::MatchEvidence& evidence) {
  if (evidence.asked_value().empty() && evidence.record_value().empty()) {
    return "";
  }
  return absl::StrCat(evidence.asked_value(), " | ", evidence.record_value());
}

std::string Row(const std::string& field, const std::string& level,
                const std::string& weight, const std::string& one_in,
                const std::string& values) {
  std::string row =
      absl::StrFormat(kColumns, field, level, weight, one_in, values);
  row.erase(row.find_last_not_of(' ') + 1);
  return row;
}

std::string EvidenceRow(const v1::MatchEvidence& evidence) {
  return Row(evidence.field(), evidence.level(),
             BitsText(evidence.weight_millibits()),
             evidence.one_in() == 0 ? "" : absl::StrCat(evidence.one_in()),
             ValuesText(evidence));
}

std::string HeadText(const v1::RecordMatch& match) {
  std::string head =
      absl::StrCat("  record ", match.record().record_id(), ", ",
                   ShortName(v1::MatchBand_Name(match.band()), "MATCH_BAND_"));
  if (match.evidence_size() > 0) {
    absl::StrAppendFormat(&head, ", probability %.3f", match.probability());
  }
  if (match.state() > v1::MATCH_STATE_PROPOSED) {
    absl::StrAppend(
        &head, ", ",
        ShortName(v1::MatchState_Name(match.state()), "MATCH_STATE_"),
        " by people here");
  }
  return head;
}

}  // namespace

std::vector<std::string> MatchText(const v1::RecordMatch& match) {
  std::vector<std::string> lines = {HeadText(match)};
  if (match.evidence_size() == 0) return lines;
  lines.push_back(Row("why", "", "bits", "one in", "asked | record"));
  for (const v1::MatchEvidence& evidence : match.evidence()) {
    lines.push_back(EvidenceRow(evidence));
  }
  lines.push_back(Row("score", "", BitsText(match.score_millibits()), "", ""));
  return lines;
}

}  // namespace homeward::cli
