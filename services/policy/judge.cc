#include "services/policy/judge.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "auth/mou/signed_mou.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "services/policy/mou_register.h"
#include "services/policy/why_not.h"

namespace homeward::policy {
namespace {

using internal::v1::MouProof;
// Why each MOU, by its key, may not be active.
using Crossings = std::map<std::string, Reasons>;

// When the last of its parties signed.
absl::Time WholeSince(const MouRegister::Held& held) {
  return held.signature_times.empty()
             ? held.received
             : *absl::c_max_element(held.signature_times);
}

// Whether `state.proof` admitted the text that is here, whatever has changed
// since beside it.
bool WasAdmitted(const State& state, const std::string& key) {
  const auto& admitted = state.proof.admitted();
  const auto found = admitted.find(key);
  return found != admitted.end() &&
         found->second == state.mous.mous().at(key)->mou.sha256();
}

// The MOUs that every party has signed, each in the order in which they became
// whole, the expired first.
struct Contenders {
  // Those that were admitted before.
  std::vector<std::string> old;
  std::vector<std::string> others;
};

bool IsExpired(const MouRegister::Held& held, absl::Time now) {
  return auth::ToTime(held.mou.mou().expiry_time()) <= now;
}

Contenders ContendersOf(const State& state, absl::Time now) {
  std::vector<std::pair<absl::Time, std::string>> whole;
  for (const auto& [key, held] : state.mous.mous()) {
    if (held->mou.complete()) whole.emplace_back(WholeSince(*held), key);
  }
  absl::c_sort(whole);
  Contenders contenders;
  for (const auto& [since, key] : whole) {
    (WasAdmitted(state, key) ? contenders.old : contenders.others)
        .push_back(key);
  }
  // What was received under the expired is not undone: not they but what would
  // pass it on is to blame.
  for (auto* keys : {&contenders.old, &contenders.others}) {
    absl::c_stable_partition(*keys, [&](const std::string& key) {
      return IsExpired(*state.mous.mous().at(key), now);
    });
  }
  return contenders;
}

// Admits one MOU after the other, as long as nothing crosses a red line.
class Admissions {
 public:
  Admissions(const State* state, const auth::SignedMou* charter, absl::Time now,
             const GoesOn* goes_on)
      : state_(*state), charter_(*charter), now_(now), goes_on_(*goes_on) {}

  // Admits of `keys`, in their order, each that crosses none together with
  // those that are admitted. Proves all at once first, then halves: so that
  // few to refuse among many take few proofs.
  absl::Status Admit(absl::Span<const std::string> keys) {
    if (too_large_left_ == 0) {
      RefuseAll(keys, {"not proven: too much here is too large to be proven"});
      return absl::OkStatus();
    }
    const auto why_not = Try(keys);
    if (!why_not.ok()) return why_not.status();
    if (why_not->empty()) {
      for (const std::string& key : keys) refused_.erase(key);
      admitted_.insert(keys.begin(), keys.end());
      return absl::OkStatus();
    }
    // Nothing to leave out: the charter itself lacks something.
    if (keys.empty()) {
      general_ = *why_not;
      return absl::OkStatus();
    }
    if (keys.size() == 1) {
      refused_[keys[0]] = *why_not;
      return absl::OkStatus();
    }
    const size_t half = keys.size() / 2;
    absl::Status first = Admit(keys.first(half));
    return first.ok() ? Admit(keys.subspan(half)) : first;
  }

  void RefuseAll(absl::Span<const std::string> keys, const Reasons& why) {
    for (const std::string& key : keys) refused_[key] = why;
  }

  const std::set<std::string>& admitted() const { return admitted_; }
  const Crossings& refused() const { return refused_; }
  // Why nothing can be admitted. Empty: something can.
  const Reasons& general() const { return general_; }

 private:
  absl::StatusOr<Reasons> Try(absl::Span<const std::string> more) {
    if (goes_on_ && !goes_on_()) {
      return absl::CancelledError("nobody waits for this proof any more");
    }
    const auto set =
        state_.mous.CompileResumed(charter_, [&](const std::string& key) {
          return admitted_.count(key) > 0 || absl::c_linear_search(more, key);
        });
    if (!set.ok()) return set.status();
    auto found = WhyNot(*set, *state_.red_lines, now_, goes_on_);
    if (!found.ok()) return found.status();
    if (found->too_large) --too_large_left_;
    return std::move(found->reasons);
  }

  const State& state_;
  const auth::SignedMou& charter_;
  const absl::Time now_;
  const GoesOn& goes_on_;
  // Such a proof takes as long as one may.
  int too_large_left_ = 20;
  std::set<std::string> admitted_;
  Crossings refused_;
  Reasons general_;
};

// Admits what can be of `contenders`.
absl::Status AdmitAll(const Contenders& contenders, Admissions& admissions) {
  absl::Status status = admissions.Admit({});
  if (!admissions.general().empty()) {
    admissions.RefuseAll(contenders.old, admissions.general());
    admissions.RefuseAll(contenders.others, admissions.general());
  }
  if (!status.ok() || !admissions.general().empty()) return status;
  status = admissions.Admit(contenders.old);
  if (status.ok()) status = admissions.Admit(contenders.others);
  // What came later may prohibit what one that was refused permits.
  size_t before = 0;
  while (status.ok() && !admissions.refused().empty() &&
         before < admissions.admitted().size()) {
    before = admissions.admitted().size();
    std::vector<std::string> refused;
    for (const auto& [key, reasons] : admissions.refused()) {
      refused.push_back(key);
    }
    status = admissions.Admit(refused);
  }
  return status;
}

void AddRefused(const Crossings& refused, MouProof& proof) {
  // The proof is one row of the store.
  constexpr size_t kMaxBytes = 256 << 10;
  size_t bytes = 0;
  for (const auto& [key, reasons] : refused) {
    internal::v1::RefusedMou& one = *proof.add_refused();
    one.set_name(key);
    for (const std::string& reason : reasons) {
      bytes += reason.size();
      if (bytes <= kMaxBytes) one.add_reasons(reason);
    }
    if (one.reasons().empty()) {
      one.add_reasons("as others: `homeward mou propose --dry-run` tells more");
    }
  }
}

}  // namespace

std::string InputsOf(const State& state, absl::Time now) {
  std::string inputs =
      absl::StrCat(state.CharterSha256(), "\n", state.red_lines->sha256, "\n",
                   state.red_lines->problem, "\n");
  for (const auto& [key, held] : state.mous.mous()) {
    if (!held->mou.complete()) continue;
    absl::StrAppend(
        &inputs, key, " ", held->mou.sha256(),
        state.mous.IsTerminated(held->mou.mou().mou_id()) ? " ended" : "",
        IsExpired(*held, now) ? " expired" : "", "\n");
  }
  return auth::Sha256(inputs);
}

bool IsSettled(const State& state, absl::Time now) {
  return !state.red_lines->apply() ||
         !state.snapshot.directory->charter().has_value() ||
         InputsOf(state, now) == state.proof.inputs_sha256();
}

absl::Status CanBeJudged(const State& state, absl::Time now) {
  // Without red lines the set that is active is the whole.
  if (IsSettled(state, now)) return absl::OkStatus();
  auto charter = auth::ReadCharter(*state.snapshot.directory->charter());
  if (!charter.ok()) return charter.status();
  return state.mous
      .CompileResumed(*charter, [](const std::string&) { return true; })
      .status();
}

absl::StatusOr<MouProof> Judge(const State& state, absl::Time now,
                               const GoesOn& goes_on) {
  MouProof proof;
  proof.set_inputs_sha256(InputsOf(state, now));
  proof.set_charter_sha256(state.CharterSha256());
  proof.set_red_lines_sha256(state.red_lines->sha256);
  auto charter = auth::ReadCharter(*state.snapshot.directory->charter());
  if (!charter.ok()) return charter.status();
  Admissions admissions(&state, &*charter, now, &goes_on);
  absl::Status judged = AdmitAll(ContendersOf(state, now), admissions);
  if (!judged.ok()) return judged;
  for (const std::string& key : admissions.admitted()) {
    (*proof.mutable_admitted())[key] = state.mous.mous().at(key)->mou.sha256();
  }
  AddRefused(admissions.refused(), proof);
  return proof;
}

}  // namespace homeward::policy
