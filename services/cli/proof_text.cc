#include "services/cli/proof_text.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cli/code_name.h"
#include "services/cli/text_view.h"

namespace homeward::cli {
namespace {

// As wide as the longest verdict, and a space.
constexpr char kIndent[] = "          ";

std::string Facts(const v1::KnownFacts& facts) {
  std::vector<std::string> known;
  for (const v1::FactValue& fact : facts.facts()) {
    std::vector<std::string> categories;
    for (const int category : fact.categories()) {
      categories.push_back(ShortName(
          v1::Category_Name(static_cast<v1::Category>(category)), "CATEGORY_"));
    }
    known.push_back(absl::StrCat(
        ShortName(v1::Fact_Name(fact.fact()), "FACT_"),
        categories.empty() ? "" : " for " + absl::StrJoin(categories, " and "),
        " is ", fact.truth() == v1::TRUTH_TRUE ? "true" : "false"));
  }
  return known.empty() ? "no fact is known" : absl::StrJoin(known, ", ");
}

std::string QuestionText(const v1::DecideRequest& question) {
  const v1::AccessQuestion& request = question.request();
  std::vector<std::string> roles;
  for (const int role : request.roles()) {
    roles.push_back(
        ShortName(v1::Role_Name(static_cast<v1::Role>(role)), "ROLE_"));
  }
  const v1::AgeBounds& age = question.facts().subject_age();
  return absl::StrCat(
      request.requester_agency_id(), " asks ", request.owner_agency_id(),
      " as ", absl::StrJoin(roles, " and "), ", for ",
      ShortName(v1::Purpose_Name(request.purpose()), "PURPOSE_"), ", to ",
      ShortName(v1::Action_Name(request.action()), "ACTION_"), ", about a ",
      age.min_years(), "-year-old, at ", TimeText(question.time()), ", when ",
      Facts(question.facts()));
}

void AddBreach(const v1::Breach& breach, std::vector<std::string>& lines) {
  lines.push_back(absl::StrCat(kIndent, breach.clause(), " discloses ",
                               breach.field_path(), ":"));
  lines.push_back(absl::StrCat(kIndent, "  ", QuestionText(breach.request())));
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
                     QuestionText(charter.gap())));
  }
  for (const v1::OnwardPath& path : result.paths()) {
    lines.push_back(absl::StrCat(kIndent,
                                 path.breaks_duty()
                                     ? "only against NO_ONWARD_SHARING, on "
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
