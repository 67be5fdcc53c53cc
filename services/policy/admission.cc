#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "homeward/internal/v1/mou_proof.pb.h"
#include "homeward/v1/mou_service.pb.h"
#include "services/policy/state.h"

// Which MOUs may be active by what was proven of them.
namespace homeward::policy {
namespace {

// Whether every MOU that `proof` relies on is here as it was.
bool RestsOn(const MouRegister& mous, const internal::v1::MouProof& proof) {
  return absl::c_all_of(proof.admitted(), [&mous](const auto& admitted) {
    const auto held = mous.mous().find(admitted.first);
    return held != mous.mous().end() && held->second->mou.complete() &&
           held->second->mou.sha256() == admitted.second;
  });
}

// Whether a later version than `mou` took its place, for good: one that has
// ended since gives none back.
bool IsSuperseded(const State& state, const v1::Mou& mou, absl::Time now) {
  const auto& mous = state.mous.mous();
  const std::string prefix = absl::StrCat(mou.mou_id(), "@");
  for (auto it = mous.lower_bound(prefix);
       it != mous.end() && absl::StartsWith(it->first, prefix); ++it) {
    const v1::Mou& other = it->second->mou.mou();
    if (other.version() > mou.version() && it->second->mou.complete() &&
        state.Admits(it->first) &&
        auth::ToTime(other.effective_time()) <= now) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::string State::CharterSha256() const {
  const auto& charter = snapshot.directory->charter();
  return charter.has_value() ? auth::Sha256(charter->payload()) : "";
}

bool State::ProofStands() const {
  return !red_lines->apply() ||
         (red_lines->problem.empty() &&
          proof.charter_sha256() == CharterSha256() &&
          proof.red_lines_sha256() == red_lines->sha256 &&
          RestsOn(mous, proof));
}

bool State::Admits(const std::string& key) const {
  return !red_lines->apply() ||
         (proof_stands && proof.admitted().count(key) > 0);
}

bool State::IsHeldBack(const std::string& key) const {
  return mous.mous().at(key)->mou.complete() && !Admits(key);
}

std::vector<std::string> State::WhyRefused(const std::string& key) const {
  for (const internal::v1::RefusedMou& refused : proof.refused()) {
    if (refused.name() == key && IsHeldBack(key)) {
      return {refused.reasons().begin(), refused.reasons().end()};
    }
  }
  return {};
}

v1::MouSummary State::Summarize(const std::string& key, absl::Time now) const {
  v1::MouSummary summary = mous.Summarize(key, now);
  const v1::MouState whole = summary.state();
  if (whole != v1::MOU_STATE_ACTIVE && whole != v1::MOU_STATE_SUSPENDED &&
      whole != v1::MOU_STATE_PENDING) {
    return summary;
  }
  if (IsHeldBack(key)) {
    for (std::string& reason : WhyRefused(key)) {
      summary.add_refusal_reasons(std::move(reason));
    }
    summary.set_state(summary.refusal_reasons().empty()
                          ? v1::MOU_STATE_PENDING
                          : v1::MOU_STATE_REFUSED);
  } else if (whole != v1::MOU_STATE_PENDING &&
             IsSuperseded(*this, summary.mou(), now)) {
    summary.set_state(v1::MOU_STATE_SUPERSEDED);
  }
  return summary;
}

std::vector<v1::MouSummary> State::List(absl::Time now) const {
  std::vector<v1::MouSummary> summaries;
  for (const auto& [key, held] : mous.mous()) {
    summaries.push_back(Summarize(key, now));
  }
  return summaries;
}

}  // namespace homeward::policy
