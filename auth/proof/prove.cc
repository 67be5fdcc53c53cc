#include "auth/proof/prove.h"

#include <vector>

#include "auth/decision/compiled_set.h"
#include "auth/proof/charter_claim.h"
#include "auth/proof/cover.h"
#include "auth/proof/onward_claim.h"
#include "auth/proof/present_claim.h"
#include "auth/proof/red_line.h"
#include "auth/signing/digest.h"

namespace homeward::auth {
namespace {

constexpr const char* kAssumptions[] = {
    "Whoever asks tells her role and her purpose truthfully: the proof speaks "
    "of what is asked, and case tokens from a second principal are what backs "
    "it.",
    "The directory tells the kind of each agency, and none that enforces "
    "immigration law is listed as another kind.",
    "Nodes compute facts, ages and times rightly.",
    "What was disclosed stays with who received it, but for the ways that "
    "`paths` tells of, and is deleted when its time is over.",
};

// What of one red line decides its verdict. Unless `all_found`, there may be
// more against it than was found.
v1::Verdict VerdictOf(const proof::Claim& claim, bool all_found) {
  const v1::RedLineResult& result = *claim.result;
  const v1::Verdict charter = result.charter().verdict();
  // What the charter prohibits needs no search but for ways over others.
  bool gave_up = !all_found && (charter != v1::VERDICT_HOLDS ||
                                proof::AsksForPaths(*claim.line));
  bool breached = !result.breaches().empty();
  for (const v1::OnwardPath& path : result.paths()) {
    breached |= !path.breaks_duty();
  }
  if (claim.line->source->charter_must_prohibit()) {
    breached |= charter == v1::VERDICT_BREACHED;
    gave_up |= charter == v1::VERDICT_UNDECIDED;
  }
  if (breached) return v1::VERDICT_BREACHED;
  return gave_up ? v1::VERDICT_UNDECIDED : v1::VERDICT_HOLDS;
}

proof::Steps StepsOf(const ProofBounds& bounds) {
  if (!bounds.watch) return proof::Steps(bounds.max_steps);
  return proof::Steps(bounds.max_steps, [&bounds](int64_t taken) {
    return bounds.watch(taken, bounds.max_steps);
  });
}

}  // namespace

absl::Status CheckRedLines(const v1::RedLines& red_lines) {
  const std::vector<Finding> findings = proof::CheckRedLines(red_lines);
  return findings.empty() ? absl::OkStatus()
                          : absl::InvalidArgumentError(FindingsText(findings));
}

absl::StatusOr<v1::ProofReport> Prove(
    const std::shared_ptr<const ActiveSet>& mous, const v1::RedLines& red_lines,
    const ProofBounds& bounds) {
  absl::Status checked = CheckRedLines(red_lines);
  if (!checked.ok()) return checked;
  const CompiledSet& set = mous->compiled();
  if (set.charter == nullptr) {
    return absl::FailedPreconditionError(
        "there is no charter: without one everything is denied");
  }
  proof::AgencyNames names(set);
  const std::vector<proof::CompiledRedLine> lines =
      proof::CompileRedLines(red_lines, names);

  proof::Steps steps = StepsOf(bounds);
  v1::ProofReport report;
  std::vector<proof::Claim> claims;
  for (const proof::CompiledRedLine& line : lines) {
    v1::RedLineResult& result = *report.add_results();
    result.set_red_line_id(line.source->red_line_id());
    result.set_statement(line.source->statement());
    *result.mutable_charter() =
        proof::ProveByCharter(*set.charter, line, names, bounds.from, steps);
  }
  for (size_t i = 0; i < lines.size(); ++i) {
    claims.push_back({&lines[i], report.mutable_results(static_cast<int>(i))});
  }
  absl::Status searched =
      proof::FindBreaches(mous, names, bounds.from, claims, steps);
  if (!searched.ok()) return searched;
  searched = proof::FindPaths(mous, names, bounds.from, claims, steps);
  if (!searched.ok()) return searched;
  if (steps.ended()) {
    return absl::CancelledError(
        "the proof was ended before it was done: nothing is proven");
  }

  report.set_holds(true);
  for (const proof::Claim& claim : claims) {
    claim.result->set_verdict(VerdictOf(claim, !steps.over()));
    if (claim.result->verdict() != v1::VERDICT_HOLDS) report.set_holds(false);
  }
  for (const char* assumption : kAssumptions)
    report.add_assumptions(assumption);
  report.set_policy_sha256(mous->digest());
  report.set_red_lines_sha256(Sha256(red_lines.SerializeAsString()));
  return report;
}

}  // namespace homeward::auth
