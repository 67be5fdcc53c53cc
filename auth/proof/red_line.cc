#include "auth/proof/red_line.h"

#include <limits>
#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace homeward::auth::proof {
namespace {

constexpr int kMaxRedLines = 256;
constexpr size_t kMaxStatementBytes = 500;

// A charter whose one clause prohibits what the red line speaks of: a match is
// good for a red line when it is for a prohibition, and besides it may say that
// no glass is broken.
v1::Mou AsCharter(const v1::RedLine& line) {
  v1::Mou charter;
  charter.set_mou_id("charter");
  charter.set_version(1);
  charter.mutable_effective_time()->set_seconds(0);
  charter.mutable_expiry_time()->set_seconds(1);
  charter.set_legal_authority("red line");
  charter.set_schema_version(1);
  v1::Clause& clause = *charter.add_clauses();
  clause.set_clause_id(line.red_line_id());
  clause.set_effect(v1::EFFECT_PROHIBIT);
  *clause.mutable_match() = line.match();
  return charter;
}

void CheckRedLine(const v1::RedLine& line, const std::string& path,
                  std::vector<Finding>& findings) {
  for (Finding& finding : CheckMou(AsCharter(line), MouKind::kRedLine)) {
    absl::string_view within = finding.path;
    if (!absl::ConsumePrefix(&within, "clauses[0].")) within = "match";
    finding.path =
        absl::StrCat(path, ".", within == "clause_id" ? "red_line_id" : within);
    findings.push_back(std::move(finding));
  }
  const size_t bytes = line.statement().size();
  if (absl::StripAsciiWhitespace(line.statement()).empty() ||
      bytes > kMaxStatementBytes) {
    findings.push_back({path + ".statement",
                        absl::StrCat("has ", bytes, " bytes"),
                        absl::StrCat("say in 1 to ", kMaxStatementBytes,
                                     " bytes what is never disclosed")});
  }
}

CompiledAgencies Agencies(const v1::AgencySet& source, AgencyNames& names) {
  CompiledAgencies agencies;
  agencies.any = source.any();
  for (const std::string& id : source.agency_ids()) {
    agencies.numbers.push_back(names.Number(id));
  }
  absl::c_sort(agencies.numbers);
  return agencies;
}

template <typename E, typename Listed>
EnumSet<E> Values(bool any, const Listed& values) {
  if (any) return EnumSet<E>::All();
  EnumSet<E> set;
  for (const int value : values) set.Add(static_cast<E>(value));
  return set;
}

CompiledClause Compile(const v1::RedLine& line, AgencyNames& names) {
  const v1::Match& match = line.match();
  CompiledClause clause;
  clause.name = line.red_line_id();
  clause.owner = Agencies(match.owner(), names);
  clause.requester = Agencies(match.requester(), names);
  clause.roles = Values<v1::Role>(match.roles().any(), match.roles().roles());
  clause.purposes =
      Values<v1::Purpose>(match.purposes().any(), match.purposes().purposes());
  clause.actions =
      Values<v1::Action>(match.actions().any(), match.actions().actions());
  clause.categories = Values<v1::Category>(match.categories().any(),
                                           match.categories().categories());
  for (const v1::Condition& condition : match.conditions()) {
    clause.conditions.push_back({condition.fact(), condition.expected()});
  }
  if (match.has_subject_age()) {
    const int max = match.subject_age().max_years();
    clause.age = {match.subject_age().min_years(),
                  max == 0 ? std::numeric_limits<int>::max() : max};
  }
  return clause;
}

}  // namespace

int AgencyNames::Number(const std::string& agency_id) {
  const int known = set_.NumberOf(agency_id);
  if (known != kUnnamedAgency) return known;
  const int next = static_cast<int>(set_.agency_ids.size() + added_.size());
  const auto [entry, is_new] = added_numbers_.try_emplace(agency_id, next);
  if (is_new) added_.push_back(agency_id);
  return entry->second;
}

std::string AgencyNames::Name(int number) const {
  if (number == kUnnamedAgency) return "any-agency";
  const size_t index = static_cast<size_t>(number);
  const size_t known = set_.agency_ids.size();
  return index < known ? set_.agency_ids[index] : added_[index - known];
}

std::vector<Finding> CheckRedLines(const v1::RedLines& red_lines) {
  std::vector<Finding> findings;
  const int count = red_lines.red_lines_size();
  if (count < 1 || count > kMaxRedLines) {
    findings.push_back({"red_lines", absl::StrCat("has ", count, " entries"),
                        absl::StrCat("write 1 to ", kMaxRedLines)});
  }
  std::set<std::string> ids;
  for (int i = 0; i < count; ++i) {
    const v1::RedLine& line = red_lines.red_lines(i);
    const std::string path = absl::StrCat("red_lines[", i, "]");
    CheckRedLine(line, path, findings);
    if (ids.insert(line.red_line_id()).second) continue;
    findings.push_back({path + ".red_line_id", "is there twice",
                        "give each red line its own id"});
  }
  return findings;
}

std::vector<CompiledRedLine> CompileRedLines(const v1::RedLines& red_lines,
                                             AgencyNames& names) {
  std::vector<CompiledRedLine> lines;
  for (const v1::RedLine& line : red_lines.red_lines()) {
    lines.push_back({&line, Compile(line, names)});
  }
  return lines;
}

}  // namespace homeward::auth::proof
