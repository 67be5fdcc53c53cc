#include <sys/statvfs.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "auth/identity/revocation.h"
#include "homeward/v1/notice.pb.h"
#include "services/node/index/index_keeper.h"
#include "services/node/index/term_rules.h"
#include "services/node/log/log.h"
#include "services/node/parts.h"
#include "services/node/status.h"
#include "services/policy/state.h"
#include "services/rpc/program_version.h"

// What a node watches of itself.
namespace homeward::node {
namespace {

// So many records are looked at at a time.
constexpr size_t kWatchPiece = 200;
// More are counted as this many.
constexpr size_t kMostWithdrawals = 1000;
// While anything is left to be written anew.
constexpr double kAlmostAll = 0.999;
// After so many pieces of it the log says how far it is.
constexpr int kPiecesOfReport = 200;

}  // namespace

void Parts::Tick() {
  metrics.SetCertificateDaysLeft(
      absl::ToDoubleHours(
          keeper->current()->leaf.not_after().value_or(absl::InfinitePast()) -
          absl::Now()) /
      24);
  CountNotices();
  // Also brings a store back that could not be written, once it can be.
  const absl::Status health = store->engine().Health();
  server->SetStoreWritable(
      store_watch.Look(health, store->committer().IsWritable(), *log));
  if (revocation_keeper != nullptr) RenewRevocations();
}

void Parts::CountNotices() {
  std::array<int, v1::NoticeKind_ARRAYSIZE> counts = {};
  for (const federation::WaitingNotices& kind : desk->Waiting(absl::Now())) {
    counts[kind.kind] = kind.count;
  }
  for (size_t i = 1; i < counts.size(); ++i) {
    metrics.SetNoticesWaiting(static_cast<telemetry::NoticeKind>(i - 1),
                              counts[i]);
  }
}

void Parts::Prove() {
  // A proof that failed is not tried again for each document that comes.
  if (absl::Now() < prove_again) return;
  const absl::Status settled =
      policy->Settle(absl::Now(), [this] { return !proofs_end; });
  if (settled.ok() || proofs_end) return;
  prove_again = absl::Now() + kProveEvery;
  log->Write(LogLevel::kError, "mous_unproven",
             {LogField::Code(settled.code())});
}

void Parts::RenewRevocations() {
  const absl::Status before = revocation_keeper->last();
  const auto renewed = revocation_keeper->Refresh(absl::Now());
  if (renewed.ok() && *renewed) {
    log->Write(LogLevel::kInfo, "revocation_renewed");
    synchronizer->Nudge();
  } else if (renewed.status().code() != before.code()) {
    // Once, not at each look: the status goes on saying it.
    log->Write(renewed.ok() ? LogLevel::kInfo : LogLevel::kError,
               "revocation_renewal", {LogField::Code(renewed.status().code())});
  }
}

void Parts::Sweep() {
  const absl::Status swept = kept->Sweep(absl::Now());
  if (swept.ok()) return;
  log->Write(LogLevel::kError, "answers_not_erased",
             {LogField::Code(swept.code())});
}

void Parts::KeepIndex() {
  IndexKeeper::Options options;
  options.clock = absl::Now;
  options.report = [this](const IndexProgress& now) { ReportIndex(now); };
  index_keeper = std::make_unique<IndexKeeper>(
      std::move(options),
      storage::TermRebuild(&store->engine(), &store->records(), &store->blind(),
                           agency_id, PresentTermRules()),
      &store->records());
}

void Parts::ReportIndex(const IndexProgress& progress) {
  metrics.SetIndexRebuilt(progress.done
                              ? 1
                              : std::min(static_cast<double>(progress.rebuilt) /
                                             std::max(progress.records, 1.0),
                                         kAlmostAll));
  if (!progress.last.ok()) {
    log->Write(LogLevel::kError, "index_rebuild_stopped",
               {LogField::Code(progress.last.code()),
                LogField::Count(progress.rebuilt)});
  } else if (progress.done && progress.pieces > 0) {
    log->Write(LogLevel::kInfo, "index_rebuilt",
               {LogField::Count(progress.rebuilt)});
  } else if (progress.pieces % kPiecesOfReport == 1) {
    log->Write(LogLevel::kInfo, "index_rebuild",
               {LogField::Count(progress.rebuilt)});
  }
}

void Parts::Prune() {
  const auto report = [this](Literal event, const absl::Status& pruned) {
    if (pruned.ok()) return;
    log->Write(LogLevel::kError, event, {LogField::Code(pruned.code())});
  };
  absl::Status notices = desk->Prune(absl::Now());
  notices.Update(desk->Recount());
  report("notices_not_deleted", notices);
  report("break_glass_not_deleted", glass->Prune(absl::Now()));
  report("case_withdrawals_not_deleted",
         policy->ForgetCaseWithdrawals(absl::Now()));
}

void Parts::WatchRecords() {
  const auto looked = record_watch->Step(absl::Now(), kWatchPiece);
  if (looked.ok()) return;
  log->Write(LogLevel::kError, "records_not_looked_at",
             {LogField::Code(looked.status().code())});
}

absl::Status Parts::RestoreErasures() {
  absl::Status restored = erasure_book->Restore();
  if (restored.ok()) StepErasures();
  return restored;
}

void Parts::StepErasures() {
  const absl::Status stepped = eraser->Step(absl::Now());
  if (stepped.ok()) return;
  log->Write(LogLevel::kError, "erasure_unfinished",
             {LogField::Code(stepped.code())});
}

v1::GetStatusResponse Parts::Status() const {
  const std::shared_ptr<const policy::State> state = policy->state();
  const auth::RevocationList* own_list =
      state->snapshot.revocations->Find(agency_id);
  StatusFacts facts;
  facts.agency_id = agency_id;
  facts.version = rpc::kProgramVersion;
  facts.now = absl::Now();
  const auto leaf = keeper->current()->leaf;
  facts.certificate_from = leaf.not_before().value_or(absl::InfinitePast());
  facts.certificate_until = leaf.not_after().value_or(absl::InfinitePast());
  facts.pair_refused = keeper->refusal();
  if (own_list != nullptr) {
    facts.own_revocations = own_list->issued_time();
    facts.certificate_revoked = own_list->Lists(leaf.serial());
  }
  if (revocation_keeper != nullptr) {
    facts.revocations_renewed = revocation_keeper->last();
  }
  facts.directory = state->snapshot.directory;
  facts.mous = state->List(facts.now);
  for (v1::MouSummary& mou : facts.mous) synchronizer->AddRefusals(mou);
  for (const auto& [key, held] : state->mous.mous()) {
    const v1::MouState now = state->Summarize(key, facts.now).state();
    const bool waits =
        now == v1::MOU_STATE_PENDING || now == v1::MOU_STATE_REFUSED;
    if (waits && state->IsHeldBack(key) &&
        state->mous.NewestOf(held->mou.mou().mou_id()) == key) {
      facts.held_back[key] = state->WhyRefused(key);
    }
  }
  facts.peers = synchronizer->Peers();
  facts.synchronize_every = synchronize_every;
  facts.last_synchronized = synchronizer->LastTurn();
  facts.log_size = store->log().Current().size;
  facts.signed_size = store->log().SignedSize();
  facts.log_signed = store->log().LastSigning();
  facts.store_health = store->engine().Health();
  struct statvfs disk = {};
  if (statvfs(data_folder.c_str(), &disk) == 0) {
    facts.free_bytes = static_cast<int64_t>(disk.f_bavail * disk.f_frsize);
    facts.disk_bytes = static_cast<int64_t>(disk.f_blocks * disk.f_frsize);
  }
  facts.damaged_records = record_watch->Damaged();
  facts.lockouts = probes->InForce(facts.now);
  facts.open_withdrawals =
      withdrawals->List("", /*open_only=*/true, kMostWithdrawals);
  facts.unreadable_revocations = withdrawals->Unreadable();
  const IndexProgress index = index_keeper->progress();
  facts.index_done = index.done;
  facts.records_rebuilt = index.rebuilt;
  facts.records = index.records;
  facts.index_rebuilt = index.last;
  facts.notices = desk->Waiting(facts.now);
  facts.broken_glass = glass->List(facts.now);
  facts.queue_depth = pool->QueueDepth();
  facts.queue_limit = pool_limits.queue_limit;
  return BuildStatus(facts);
}

}  // namespace homeward::node
