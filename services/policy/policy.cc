#include "services/policy/policy.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "auth/mou/signed_mou.h"
#include "auth/signing/signing_key.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/mou_service.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/policy/archive.h"
#include "services/policy/mou_register.h"
#include "services/policy/red_lines.h"
#include "services/policy/state.h"
#include "storage/committer.h"
#include "storage/records/document_store.h"

namespace homeward::policy {
namespace {

// The governance that a directory names for its successor.
absl::StatusOr<auth::Governance> GovernanceOf(const v1::Envelope& directory) {
  v1::Directory document;
  if (!document.ParseFromString(directory.payload())) {
    return absl::DataLossError("the stored directory can't be read");
  }
  auth::Governance governance;
  governance.threshold = document.governance().threshold();
  for (const std::string& der : document.governance().public_keys()) {
    auto key = auth::PublicKey::FromSpkiDer(der);
    if (!key.ok()) return key.status();
    governance.keys.push_back(*std::move(key));
  }
  return governance;
}

absl::Status SetRedLines(const RedLineReader& read, State& state) {
  const auto& charter = state.snapshot.directory->charter();
  if (!charter.has_value()) return absl::OkStatus();
  const auto document = auth::ReadCharter(*charter);
  if (!document.ok()) return document.status();
  state.red_lines = std::make_shared<const RedLineLists>(
      ReadRedLines(document->mou(), read ? read() : RedLineTexts()));
  return absl::OkStatus();
}

}  // namespace

absl::Status Policy::ReadRedLinesAgain() {
  if (state()->red_lines->problem.empty()) return absl::OkStatus();
  absl::MutexLock change(&change_mutex_);
  State next = *state();
  absl::Status ruled = SetRedLines(options_.red_lines, next);
  if (!ruled.ok() || next.red_lines->problem == state()->red_lines->problem) {
    return ruled;
  }
  absl::Status compiled = next.Compile();
  if (compiled.ok()) Publish(std::move(next));
  return compiled;
}

Policy::Policy(Options options, const storage::DocumentStore* documents,
               storage::Committer* committer)
    : options_(std::move(options)),
      archive_(options_.agency_id, documents, committer) {}

absl::StatusOr<std::unique_ptr<Policy>> Policy::Open(
    Options options, const storage::DocumentStore* documents,
    storage::Committer* committer, absl::Time now) {
  auto policy =
      absl::WrapUnique(new Policy(std::move(options), documents, committer));
  auto state = policy->Load(now);
  if (!state.ok()) return state.status();
  policy->Publish(*std::move(state));
  return policy;
}

std::shared_ptr<const State> Policy::state() const {
  absl::MutexLock lock(&mutex_);
  return state_;
}

std::shared_ptr<const Snapshot> Policy::current() const {
  const std::shared_ptr<const State> held = state();
  return {held, &held->snapshot};
}

void Policy::Publish(State state) {
  auto next = std::make_shared<const State>(std::move(state));
  absl::MutexLock lock(&mutex_);
  state_ = std::move(next);
}

absl::StatusOr<State> Policy::Load(absl::Time now) const {
  State state;
  auto kept = archive_.Directory();
  if (!kept.ok()) return kept.status();
  state.directory = options_.first_directory;
  auth::Governance trusted = options_.trusted_governance;
  if (!kept->payload().empty()) {
    // It was verified against its predecessor when it came in, and is signed
    // by the governance that it names.
    state.directory = *std::move(kept);
    auto own = GovernanceOf(state.directory);
    if (!own.ok()) return own.status();
    trusted = *std::move(own);
  }
  auto directory = auth::VerifyDirectory(state.directory, trusted, now);
  if (!directory.ok()) return directory.status();
  state.snapshot.directory = *std::move(directory);
  absl::Status ruled = SetRedLines(options_.red_lines, state);
  if (!ruled.ok()) return ruled;
  return archive_.LoadUnder(std::move(state), now);
}

absl::Status Policy::InstallDirectory(const v1::Envelope& envelope,
                                      absl::Time now) {
  absl::Status added = AddDirectory(envelope, now);
  // The directory holds, whatever becomes of the proof: Settle() goes on.
  if (added.ok()) SettleSoon(now);
  return added;
}

absl::Status Policy::AddDirectory(const v1::Envelope& envelope,
                                  absl::Time now) {
  absl::MutexLock change(&change_mutex_);
  auto directory =
      auth::VerifyNextDirectory(*current()->directory, envelope, now);
  if (absl::IsAlreadyExists(directory.status())) return absl::OkStatus();
  if (!directory.ok()) return directory.status();
  State bare;
  bare.snapshot.directory = *std::move(directory);
  bare.directory = envelope;
  absl::Status ruled = SetRedLines(options_.red_lines, bare);
  if (!ruled.ok()) return ruled;
  // Other members, keys and times: every document is judged anew.
  auto next = archive_.LoadUnder(std::move(bare), now);
  if (!next.ok()) return next.status();
  absl::Status saved = archive_.SaveDirectory(envelope, now);
  if (saved.ok()) Publish(*std::move(next));
  return saved;
}

absl::Status Policy::InstallRevocationList(const v1::Envelope& envelope,
                                           absl::Time now) {
  absl::MutexLock change(&change_mutex_);
  State next = *state();
  auto agency = next.AddRevocationList(envelope, now);
  if (absl::IsAlreadyExists(agency.status())) return absl::OkStatus();
  if (!agency.ok()) return agency.status();
  absl::Status saved = archive_.SaveRevocationList(*agency, envelope, now);
  if (saved.ok()) Publish(std::move(next));
  return saved;
}

std::vector<absl::Status> Policy::Take(const v1::SharedDocuments& documents,
                                       absl::Time now) {
  std::vector<absl::Status> refused;
  const auto note = [&](absl::Status status) {
    if (!status.ok()) refused.push_back(std::move(status));
  };
  if (documents.has_directory()) {
    note(AddDirectory(documents.directory(), now));
  }
  for (const v1::Envelope& list : documents.revocation_lists()) {
    note(InstallRevocationList(list, now));
  }
  for (const v1::Envelope& mou : documents.mous()) {
    note(AddMou(mou, now).status());
  }
  for (const v1::Envelope& statement : documents.mou_statements()) {
    note(AddStatement(statement, now).status());
  }
  for (const v1::Envelope& withdrawal : documents.case_withdrawals()) {
    note(WithdrawCase(withdrawal, now));
  }
  SettleSoon(now);  // All of them at once.
  return refused;
}

}  // namespace homeward::policy
