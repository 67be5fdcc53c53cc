#include "services/policy/judge.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "auth/mou/signed_mou.h"
#include "auth/proof/prove.h"
#include "auth/proof/question_text.h"
#include "auth/signing/digest.h"
#include "homeward/v1/red_line.pb.h"
#include "services/policy/mou_register.h"
#include "services/policy/red_lines.h"

namespace homeward::policy {
namespace {

using internal::v1::MouProof;
using Reasons = std::vector<std::string>;
// Why each MOU, by its key, may not be active.
using Crossings = std::map<std::string, Reasons>;

// `police-ngo@1` of the clause `police-ngo@1/missing-child`.
std::string KeyOfClause(const std::string& clause) {
  return clause.substr(0, clause.find('/'));
}

// What is wrong with a set.
struct Verdict {
  bool holds = true;
  // By clauses of one MOU alone.
  Crossings direct;
  // By clauses of several together.
  Crossings together;
  // By none: a red line that the charter lacks, or that can't be decided.
  Reasons general;
};

void AddResult(const v1::RedLineResult& result, Verdict& verdict) {
  if (result.verdict() == v1::VERDICT_HOLDS) return;
  verdict.holds = false;
  const std::string line = absl::StrCat("red line ", result.red_line_id(), " (",
                                        result.statement(), "): ");
  bool named = false;
  for (const v1::Breach& breach : result.breaches()) {
    named = true;
    verdict.direct[KeyOfClause(breach.clause())].push_back(
        absl::StrCat(line, auth::BreachText(breach)));
  }
  for (const v1::OnwardPath& path : result.paths()) {
    if (path.breaks_duty()) continue;
    named = true;
    std::string text = absl::StrCat(line, "by way of others");
    for (const v1::Breach& hop : path.hops()) {
      absl::StrAppend(&text, "; ", auth::BreachText(hop));
    }
    for (const v1::Breach& hop : path.hops()) {
      verdict.together[KeyOfClause(hop.clause())].push_back(text);
    }
  }
  if (named) return;
  verdict.general.push_back(
      result.verdict() == v1::VERDICT_UNDECIDED
          ? absl::StrCat(line, "the proof takes too long")
          : absl::StrCat(line,
                         "the charter must prohibit it, and doesn't when ",
                         auth::QuestionText(result.charter().gap())));
}

Verdict VerdictOn(const std::shared_ptr<const auth::ActiveSet>& set,
                  const RedLineLists& red_lines) {
  Verdict verdict;
  if (!red_lines.problem.empty()) {
    verdict.holds = false;
    verdict.general.push_back(red_lines.problem);
    return verdict;
  }
  for (const v1::RedLines& list : red_lines.lists) {
    const auto report = auth::Prove(set, list);
    if (!report.ok()) {
      verdict.holds = false;
      verdict.general.push_back(std::string(report.status().message()));
      continue;
    }
    for (const v1::RedLineResult& result : report->results()) {
      AddResult(result, verdict);
    }
  }
  return verdict;
}

// The MOUs that every party has signed, as they came in: those that were active
// before, and the others, which have to go first.
struct Contenders {
  std::vector<std::string> active;
  std::vector<std::string> others;

  bool Has(const std::string& key) const {
    return absl::c_linear_search(active, key) ||
           absl::c_linear_search(others, key);
  }
  void Remove(const std::string& key) {
    for (std::vector<std::string>* keys : {&active, &others}) {
      keys->erase(std::remove(keys->begin(), keys->end(), key), keys->end());
    }
  }
};

Contenders ContendersOf(const State& state) {
  std::vector<std::pair<absl::Time, std::string>> arrivals;
  for (const auto& [key, held] : state.mous.mous()) {
    if (held->mou.complete()) arrivals.emplace_back(held->received, key);
  }
  absl::c_sort(arrivals);
  Contenders contenders;
  for (const auto& [received, key] : arrivals) {
    (state.Admits(key) ? contenders.active : contenders.others).push_back(key);
  }
  return contenders;
}

Reasons EveryReason(const Verdict& verdict) {
  constexpr size_t kMaxReasons = 20;
  Reasons all = verdict.general;
  for (const Crossings* crossings : {&verdict.direct, &verdict.together}) {
    for (const auto& [key, reasons] : *crossings) {
      all.insert(all.end(), reasons.begin(), reasons.end());
    }
  }
  if (all.size() > kMaxReasons) all.resize(kMaxReasons);
  return all;
}

// Which contenders have to go, and why: never none, and one that was active
// before only when the others are not to blame.
Crossings ToGo(const Verdict& verdict, const Contenders& contenders) {
  for (const std::vector<std::string>* keys :
       {&contenders.others, &contenders.active}) {
    if (keys->empty()) continue;
    Crossings go;
    if (!verdict.general.empty()) {
      for (const std::string& key : *keys) go[key] = verdict.general;
      return go;
    }
    for (const std::string& key : *keys) {
      const auto found = verdict.direct.find(key);
      if (found != verdict.direct.end()) go.insert(*found);
    }
    if (!go.empty()) return go;
    for (auto key = keys->rbegin(); key != keys->rend(); ++key) {
      const auto found = verdict.together.find(*key);
      if (found != verdict.together.end()) return {*found};
    }
    // A new version may no longer prohibit what an older MOU permits.
    return {{keys->back(), EveryReason(verdict)}};
  }
  return {};
}

}  // namespace

std::string InputsOf(const State& state) {
  std::string inputs =
      absl::StrCat(state.CharterSha256(), "\n", state.red_lines->sha256, "\n",
                   state.red_lines->problem, "\n");
  for (const auto& [key, held] : state.mous.mous()) {
    if (!held->mou.complete()) continue;
    absl::StrAppend(
        &inputs, key, " ", held->mou.sha256(),
        state.mous.IsTerminated(held->mou.mou().mou_id()) ? " ended" : "",
        "\n");
  }
  return auth::Sha256(inputs);
}

bool IsSettled(const State& state) {
  return !state.red_lines->apply() ||
         !state.snapshot.directory->charter().has_value() ||
         InputsOf(state) == state.proof.inputs_sha256();
}

absl::Status CanBeJudged(const State& state) {
  // Without red lines the set that is active is the whole.
  if (IsSettled(state)) return absl::OkStatus();
  auto charter = auth::ReadCharter(*state.snapshot.directory->charter());
  if (!charter.ok()) return charter.status();
  return state.mous
      .CompileResumed(*charter, [](const std::string&) { return true; })
      .status();
}

absl::StatusOr<MouProof> Judge(const State& state) {
  MouProof proof;
  proof.set_inputs_sha256(InputsOf(state));
  proof.set_charter_sha256(state.CharterSha256());
  proof.set_red_lines_sha256(state.red_lines->sha256);
  auto charter = auth::ReadCharter(*state.snapshot.directory->charter());
  if (!charter.ok()) return charter.status();
  Contenders left = ContendersOf(state);
  while (!left.active.empty() || !left.others.empty()) {
    const auto set = state.mous.CompileResumed(
        *charter, [&left](const std::string& key) { return left.Has(key); });
    if (!set.ok()) return set.status();
    const Verdict verdict = VerdictOn(*set, *state.red_lines);
    if (verdict.holds) break;
    for (const auto& [key, reasons] : ToGo(verdict, left)) {
      internal::v1::RefusedMou& refused = *proof.add_refused();
      refused.set_name(key);
      refused.mutable_reasons()->Add(reasons.begin(), reasons.end());
      left.Remove(key);
    }
  }
  for (const std::vector<std::string>* keys : {&left.active, &left.others}) {
    for (const std::string& key : *keys) {
      (*proof.mutable_admitted())[key] =
          state.mous.mous().at(key)->mou.sha256();
    }
  }
  return proof;
}

}  // namespace homeward::policy
