#include "services/cli/mou/trial/proof_text.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "auth/proof/question_text.h"
#include "services/cli/code_name.h"

namespace homeward::cli {
namespace {

// As wide as the longest verdict, and a space.
constexpr char kIndent[] = "          ";

void AddBreach(const v1::Breach& breach, std::vector<std::string>& lines) {
  lines.push_back(absl::StrCat(kIndent, breach.clause(), " discloses ",
                               breach.field_path(), ":"));
  lines.push_back(
      absl::StrCat(kIndent, "  ", auth::QuestionText(breach.request())));
}

void AddWhy(const v1::RedLineResult& result, std::vector<std::string>& lines) {
  const v1::CharterProof& charter = result.charter();
  if (charter.verdict() == v1::VERDICT_HOLDS) {
    lines.push_back(absl::StrCat(kIndent, "whatever MOUs there are, by ",
                                 absl::StrJoin(charter.clauses(), ", ")));
    return;
  }
  if (result.verdict() == v1::VERDICT_HOLDS) {
    std::set<std::string> by;
    for (const v1::CoveredPermit& covered : result.covered()) {
      by.insert(covered.by().begin(), covered.by().end());
    }
    lines.push_back(
        by.empty()
            ? absl::StrCat(kIndent, "no permit of these MOUs speaks of it")
            : absl::StrCat(kIndent, "with these MOUs, by ",
                           absl::StrJoin(by, ", ")));
  }
  for (const v1::Breach& breach : result.breaches()) AddBreach(breach, lines);
  if (result.verdict() == v1::VERDICT_BREACHED && result.breaches().empty() &&
      result.paths().empty()) {
    lines.push_back(
        absl::StrCat(kIndent, "the charter must prohibit it, and doesn't when ",
                     auth::QuestionText(charter.gap())));
  }
  if (result.verdict() == v1::VERDICT_UNDECIDED) {
    lines.push_back(absl::StrCat(
        kIndent, "not proven: too large; write fewer or simpler clauses"));
  }
  for (const v1::OnwardPath& path : result.paths()) {
    lines.push_back(absl::StrCat(kIndent,
                                 path.breaks_duty()
                                     ? "only against the duties of a hop, on "
                                     : "by way of others, on ",
                                 path.hops_size(), " hops:"));
    for (const v1::Breach& hop : path.hops()) AddBreach(hop, lines);
  }
}

}  // namespace

std::vector<std::string> ProofText(const v1::ProofReport& report) {
  std::vector<std::string> lines;
  int holding = 0;
  for (const v1::RedLineResult& result : report.results()) {
    std::string verdict =
        ShortName(v1::Verdict_Name(result.verdict()), "VERDICT_");
    verdict.resize(sizeof kIndent - 1, ' ');
    lines.push_back(
        absl::StrCat(verdict, result.red_line_id(), ": ", result.statement()));
    AddWhy(result, lines);
    holding += result.verdict() == v1::VERDICT_HOLDS;
  }
  lines.push_back(absl::StrCat(holding, " of ", report.results_size(),
                               " red lines hold. This takes for granted:"));
  for (const std::string& assumption : report.assumptions()) {
    lines.push_back(absl::StrCat("  - ", assumption));
  }
  return lines;
}

}  // namespace homeward::cli
