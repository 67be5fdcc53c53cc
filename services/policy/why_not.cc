#include "services/policy/why_not.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/proof/prove.h"
#include "auth/proof/question_text.h"
#include "homeward/v1/red_line.pb.h"

namespace homeward::policy {
namespace {

// Adds why `result` is a breach, if it is one.
void AddResult(const v1::RedLineResult& result, Reasons& why) {
  if (result.verdict() == v1::VERDICT_HOLDS) return;
  const std::string line = absl::StrCat("red line ", result.red_line_id(), " (",
                                        result.statement(), "): ");
  const size_t before = why.size();
  for (const v1::Breach& breach : result.breaches()) {
    why.push_back(absl::StrCat(line, auth::BreachText(breach)));
  }
  for (const v1::OnwardPath& path : result.paths()) {
    if (path.breaks_duty()) continue;
    std::string text = absl::StrCat(line, "by way of others");
    for (const v1::Breach& hop : path.hops()) {
      absl::StrAppend(&text, "; ", auth::BreachText(hop));
    }
    why.push_back(std::move(text));
  }
  if (why.size() > before) return;
  why.push_back(
      result.verdict() == v1::VERDICT_UNDECIDED
          ? absl::StrCat(line,
                         "not proven: too large; write fewer or simpler "
                         "clauses")
          : absl::StrCat(line,
                         "the charter must prohibit it, and doesn't when ",
                         auth::QuestionText(result.charter().gap())));
}

}  // namespace

absl::StatusOr<Objections> WhyNot(
    const std::shared_ptr<const auth::ActiveSet>& set,
    const RedLineLists& red_lines, absl::Time now, const GoesOn& goes_on) {
  constexpr size_t kMaxReasons = 5;
  Objections found;
  if (!red_lines.problem.empty()) {
    found.reasons = {red_lines.problem};
    return found;
  }
  auth::ProofBounds bounds;
  bounds.from = now;
  if (goes_on) {
    bounds.watch = [&goes_on](int64_t, int64_t) { return goes_on(); };
  }
  Reasons& why = found.reasons;
  for (const v1::RedLines& list : red_lines.lists) {
    const auto report = auth::Prove(set, list, bounds);
    if (absl::IsCancelled(report.status())) return report.status();
    if (!report.ok()) {
      why.push_back(std::string(report.status().message()));
      continue;
    }
    for (const v1::RedLineResult& result : report->results()) {
      AddResult(result, why);
      found.too_large |= result.verdict() == v1::VERDICT_UNDECIDED;
    }
  }
  if (why.size() > kMaxReasons) why.resize(kMaxReasons);
  return found;
}

}  // namespace homeward::policy
