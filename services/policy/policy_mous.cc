#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "homeward/internal/v1/mou_proof.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/mou_service.pb.h"
#include "services/policy/archive.h"
#include "services/policy/judge.h"
#include "services/policy/mou_register.h"
#include "services/policy/policy.h"
#include "services/policy/state.h"
#include "services/policy/why_not.h"
#include "storage/waiting/doorbell.h"
#include "storage/waiting/steady_time.h"

// The changes of MOUs, and the proof that goes before they have force.
namespace homeward::policy {
namespace {

// How long who proposes an MOU waits for its proof.
constexpr absl::Duration kPatience = absl::Seconds(3);
// How soon it is seen that nobody waits for what is proven elsewhere.
constexpr absl::Duration kHangUpSeen = absl::Milliseconds(100);

// Adds the MOU of `envelope` to `state`, or finds it there, and compiles.
absl::StatusOr<std::string> WithMou(const v1::Envelope& envelope,
                                    const std::string& agency_id,
                                    absl::Time now, State& state) {
  auto key =
      state.mous.AddMou(envelope, agency_id, *state.snapshot.directory, now);
  if (absl::IsAlreadyExists(key.status())) {
    v1::Mou document;
    document.ParseFromString(envelope.payload());
    return MouRegister::KeyOf(document);
  }
  // What a party has yet to sign permits nothing: the set stays as it is.
  if (!key.ok() || !state.mous.mous().at(*key)->mou.complete()) return key;
  absl::Status compiled = state.Compile();
  if (compiled.ok()) compiled = CanBeJudged(state, now);
  if (!compiled.ok()) return compiled;
  return key;
}

absl::Status SettleState(State& state, absl::Time now, const GoesOn& goes_on) {
  if (IsSettled(state, now)) return absl::OkStatus();
  auto proof = Judge(state, now, goes_on);
  if (!proof.ok()) return proof.status();
  state.proof = *std::move(proof);
  return state.Compile();
}

// What staff are told of an MOU that they gave to the node.
absl::StatusOr<v1::MouSummary> Told(const State& state, const std::string& key,
                                    absl::Time now) {
  const std::vector<std::string> why = state.WhyRefused(key);
  if (why.empty()) return state.Summarize(key, now);
  return absl::FailedPreconditionError(
      absl::StrCat(key, " would cross a red line, so it does nothing: ",
                   absl::StrJoin(why, "\n")));
}

}  // namespace

absl::StatusOr<v1::MouSummary> Policy::ProposeMou(const v1::Envelope& envelope,
                                                  bool dry_run, absl::Time now,
                                                  const GoesOn& goes_on) {
  if (dry_run) return TryMou(envelope, now, goes_on);
  const storage::SteadyTime until =
      storage::After(storage::SteadyNow(), kPatience);
  auto proof = ProveFirst(envelope, now, goes_on, until);
  if (!proof.ok()) return proof.status();
  const auto key = AddMou(envelope, now);
  if (!key.ok()) return key.status();
  // What could not be written is proven again.
  if (proof->has_value()) (void)TakeProof(**std::move(proof), now);
  SettleAndWait(now, goes_on, until);
  return Told(*state(), *key, now);
}

absl::StatusOr<std::optional<internal::v1::MouProof>> Policy::ProveFirst(
    const v1::Envelope& envelope, absl::Time now, const GoesOn& goes_on,
    storage::SteadyTime until) {
  if (!ReadRedLinesAgain().ok()) return std::nullopt;
  const std::shared_ptr<const State> before = state();
  State next = *before;
  const auto key = WithMou(envelope, options_.agency_id, now, next);
  if (!key.ok()) return key.status();
  if (next.mous.mous() == before->mous.mous() ||
      !next.mous.mous().at(*key)->mou.complete() || IsSettled(next, now) ||
      !wait_mutex_.TryLock()) {
    return std::nullopt;
  }
  const auto is_awaited = [&goes_on] { return !goes_on || goes_on(); };
  auto proof = Judge(next, now, [&is_awaited, until] {
    return is_awaited() && storage::SteadyNow() < until;
  });
  wait_mutex_.Unlock();
  if (!is_awaited()) {
    return absl::CancelledError("nobody waits for this proof any more");
  }
  // It stays pending, and is proven again.
  if (!proof.ok()) return std::nullopt;
  return *std::move(proof);
}

absl::StatusOr<v1::MouSummary> Policy::TryMou(const v1::Envelope& envelope,
                                              absl::Time now,
                                              const GoesOn& goes_on) const {
  State next = *state();
  auto key = WithMou(envelope, options_.agency_id, now, next);
  if (!key.ok()) return key.status();
  if (!wait_mutex_.TryLock()) {
    return absl::ResourceExhaustedError(
        "another MOU is being proven; try again");
  }
  absl::Status settled = SettleState(next, now, goes_on);
  wait_mutex_.Unlock();
  if (!settled.ok()) return settled;
  return Told(next, *key, now);
}

absl::StatusOr<std::string> Policy::AddMou(const v1::Envelope& envelope,
                                           absl::Time now) {
  absl::MutexLock change(&change_mutex_);
  State next = *state();
  const auto before = next.mous.mous();
  auto key = WithMou(envelope, options_.agency_id, now, next);
  if (!key.ok()) return key.status();
  const auto& held = next.mous.mous().at(*key);
  const auto same = before.find(*key);
  if (same != before.end() && same->second == held) return key;
  absl::Status saved = archive_.SaveMou(*key, *held, now);
  if (!saved.ok()) return saved;
  Publish(std::move(next));
  return key;
}

absl::StatusOr<v1::MouSummary> Policy::StateMou(const v1::Envelope& statement,
                                                absl::Time now) {
  const auto key = AddStatement(statement, now);
  if (!key.ok()) return key.status();
  SettleSoon(now);
  return state()->Summarize(*key, now);
}

absl::StatusOr<std::string> Policy::AddStatement(const v1::Envelope& statement,
                                                 absl::Time now) {
  absl::MutexLock change(&change_mutex_);
  State next = *state();
  auto key = next.mous.AddStatement(statement, *next.snapshot.directory, now);
  if (!key.ok() && !absl::IsAlreadyExists(key.status())) return key.status();
  v1::MouStatement document;
  document.ParseFromString(statement.payload());
  // AddStatement() found one.
  std::string newest = next.mous.NewestOf(document.mou_id());
  if (!key.ok()) return newest;
  absl::Status compiled = next.Compile();
  if (!compiled.ok()) return compiled;
  absl::Status saved = archive_.SaveStatement(*key, statement, now);
  if (!saved.ok()) return saved;
  Publish(std::move(next));
  return newest;
}

void Policy::SettleSoon(absl::Time now) {
  if (IsSettled(*state(), now)) return;
  if (options_.settle_soon) return options_.settle_soon();
  (void)Settle(now);
}

void Policy::SettleAndWait(absl::Time now, const GoesOn& goes_on,
                           storage::SteadyTime until) {
  SettleSoon(now);
  // One waits at a time: the threads of the others have work to do.
  if (!wait_mutex_.TryLock()) return;
  while (!IsSettled(*state(), now) && (!goes_on || goes_on())) {
    const absl::Duration left = -storage::Since(until);
    if (left <= absl::ZeroDuration()) break;
    settled_.WaitFor(std::min(left, kHangUpSeen));
  }
  wait_mutex_.Unlock();
}

absl::Status Policy::Settle(absl::Time now, const GoesOn& goes_on) {
  absl::MutexLock settle(&settle_mutex_);
  absl::Status proven = Prove(now, goes_on);
  settled_.Ring();
  return proven;
}

absl::Status Policy::Prove(absl::Time now, const GoesOn& goes_on) {
  absl::Status read = ReadRedLinesAgain();
  if (!read.ok()) return read;
  while (true) {
    State judged = *state();
    if (IsSettled(judged, now)) return absl::OkStatus();
    auto proof = Judge(judged, now, goes_on);
    if (!proof.ok()) return proof.status();
    // Something may have come meanwhile: then once more.
    absl::Status taken = TakeProof(*std::move(proof), now);
    if (!taken.ok()) return taken;
  }
}

absl::Status Policy::TakeProof(internal::v1::MouProof proof, absl::Time now) {
  absl::MutexLock change(&change_mutex_);
  State next = *state();
  if (InputsOf(next, now) != proof.inputs_sha256()) return absl::OkStatus();
  next.proof = std::move(proof);
  absl::Status compiled = next.Compile();
  if (!compiled.ok()) return compiled;
  absl::Status saved = archive_.SaveProof(next, now);
  if (!saved.ok()) return saved;
  Publish(std::move(next));
  return absl::OkStatus();
}

}  // namespace homeward::policy
