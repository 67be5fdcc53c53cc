#include "services/policy/policy.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/memory/memory.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/digest.h"
#include "auth/directory.h"
#include "auth/revocation.h"
#include "auth/signing_key.h"
#include "google/protobuf/util/time_util.h"
#include "homeward/internal/v1/policy.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/mou_service.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/policy/mou_register.h"
#include "services/policy/state.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"
#include "storage/committer.h"
#include "storage/document_store.h"

namespace homeward::policy {
namespace {

constexpr char kDirectory[] = "directory";
constexpr char kRevocationList[] = "revocation_list";
constexpr char kMou[] = "mou";
constexpr char kStatement[] = "mou_statement";

absl::Time ToTime(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) +
         absl::Nanoseconds(time.nanos());
}

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

}  // namespace

Policy::Policy(Options options, const storage::DocumentStore* documents,
               storage::Committer* committer)
    : options_(std::move(options)),
      documents_(documents),
      committer_(committer) {}

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

absl::Status Policy::LoadDirectory(absl::Time now, State& state) const {
  auto stored = documents_->List(kDirectory);
  if (!stored.ok()) return stored.status();
  state.directory = options_.first_directory;
  auth::Governance trusted = options_.trusted_governance;
  if (!stored->empty()) {
    // It was verified against its predecessor when it came in, and is signed
    // by the governance that it names.
    state.directory = stored->front().envelope();
    auto own = GovernanceOf(state.directory);
    if (!own.ok()) return own.status();
    trusted = *std::move(own);
  }
  auto directory = auth::VerifyDirectory(state.directory, trusted, now);
  if (!directory.ok()) return directory.status();
  state.snapshot.directory = *std::move(directory);
  return absl::OkStatus();
}

absl::StatusOr<State> Policy::Load(absl::Time now) const {
  State state;
  absl::Status directory = LoadDirectory(now, state);
  if (!directory.ok()) return directory;
  state.snapshot.revocations = std::make_shared<const auth::RevocationSet>();
  // A document of who has left the federation no longer verifies: it is passed
  // over, and has no force.
  auto lists = documents_->List(kRevocationList);
  if (!lists.ok()) return lists.status();
  for (const internal::v1::StoredDocument& stored : *lists) {
    (void)state.AddRevocationList(stored.envelope(), now);
  }
  auto mous = documents_->List(kMou);
  if (!mous.ok()) return mous.status();
  for (const internal::v1::StoredDocument& stored : *mous) {
    (void)state.mous.AddMou(stored.envelope(), options_.agency_id,
                            *state.snapshot.directory,
                            ToTime(stored.received_time()));
  }
  auto statements = documents_->List(kStatement);
  if (!statements.ok()) return statements.status();
  for (const internal::v1::StoredDocument& stored : *statements) {
    (void)state.mous.AddStatement(stored.envelope(), *state.snapshot.directory,
                                  ToTime(stored.received_time()));
  }
  absl::Status compiled = state.Compile();
  if (!compiled.ok()) return compiled;
  return state;
}

absl::Status Policy::Save(absl::string_view kind, const std::string& name,
                          const v1::Envelope& envelope, absl::Time received) {
  internal::v1::StoredDocument document;
  document.set_name(name);
  *document.mutable_envelope() = envelope;
  *document.mutable_received_time() =
      google::protobuf::util::TimeUtil::NanosecondsToTimestamp(
          absl::ToUnixNanos(received));
  storage::Submission submission;
  absl::Status put = documents_->Put(kind, document, &submission.writes);
  if (!put.ok()) return put;
  v1::AuditEvent event;
  *event.mutable_time() = document.received_time();
  event.set_kind(v1::AUDIT_KIND_POLICY);
  event.set_asker_agency_id(options_.agency_id);
  event.set_answer_sha256(auth::Sha256(envelope.payload()));
  submission.entries.push_back({event.SerializeAsString(), ""});
  return storage::CommitAndWait(committer_, std::move(submission));
}

absl::Status Policy::InstallDirectory(const v1::Envelope& envelope,
                                      absl::Time now) {
  absl::MutexLock change(&change_mutex_);
  State next = *state();
  auto directory =
      auth::VerifyNextDirectory(*next.snapshot.directory, envelope, now);
  if (absl::IsAlreadyExists(directory.status())) return absl::OkStatus();
  if (!directory.ok()) return directory.status();
  next.snapshot.directory = *std::move(directory);
  next.directory = envelope;
  absl::Status compiled = next.Compile();
  if (!compiled.ok()) return compiled;
  absl::Status saved = Save(kDirectory, "current", envelope, now);
  if (saved.ok()) Publish(std::move(next));
  return saved;
}

absl::Status Policy::InstallRevocationList(const v1::Envelope& envelope,
                                           absl::Time now) {
  absl::MutexLock change(&change_mutex_);
  State next = *state();
  auto agency = next.AddRevocationList(envelope, now);
  if (absl::IsAlreadyExists(agency.status())) return absl::OkStatus();
  if (!agency.ok()) return agency.status();
  absl::Status saved = Save(kRevocationList, *agency, envelope, now);
  if (saved.ok()) Publish(std::move(next));
  return saved;
}

absl::StatusOr<v1::MouSummary> Policy::ProposeMou(const v1::Envelope& envelope,
                                                  bool dry_run,
                                                  absl::Time now) {
  absl::MutexLock change(&change_mutex_);
  const std::shared_ptr<const State> before = state();
  State next = *before;
  auto key = next.mous.AddMou(envelope, options_.agency_id,
                              *next.snapshot.directory, now);
  if (!key.ok()) return key.status();
  absl::Status compiled = next.Compile();
  if (!compiled.ok()) return compiled;
  const v1::MouSummary summary = next.mous.Summarize(*key, now);
  const MouRegister::Held& held = *next.mous.mous().at(*key);
  const auto known = before->mous.mous().find(*key);
  const bool changed = known == before->mous.mous().end() ||
                       known->second->envelope.signatures_size() <
                           held.envelope.signatures_size();
  if (dry_run || !changed) return summary;
  absl::Status saved = Save(kMou, *key, held.envelope, held.received);
  if (!saved.ok()) return saved;
  Publish(std::move(next));
  return summary;
}

absl::StatusOr<v1::MouSummary> Policy::StateMou(const v1::Envelope& statement,
                                                absl::Time now) {
  absl::MutexLock change(&change_mutex_);
  State next = *state();
  auto key = next.mous.AddStatement(statement, *next.snapshot.directory, now);
  if (!key.ok() && !absl::IsAlreadyExists(key.status())) return key.status();
  if (key.ok()) {
    absl::Status compiled = next.Compile();
    if (!compiled.ok()) return compiled;
    absl::Status saved = Save(kStatement, *key, statement, now);
    if (!saved.ok()) return saved;
    Publish(next);
  }
  v1::MouStatement document;
  document.ParseFromString(statement.payload());
  std::vector<v1::MouSummary> all = next.mous.List(now);
  // The newest version of the MOU that it speaks of: AddStatement() found one.
  return *std::find_if(all.rbegin(), all.rend(),
                       [&](const v1::MouSummary& summary) {
                         return summary.mou().mou_id() == document.mou_id();
                       });
}

std::vector<absl::Status> Policy::Take(const v1::SharedDocuments& documents,
                                       absl::Time now) {
  std::vector<absl::Status> refused;
  const auto note = [&](absl::Status status) {
    if (!status.ok()) refused.push_back(std::move(status));
  };
  if (documents.has_directory()) {
    note(InstallDirectory(documents.directory(), now));
  }
  for (const v1::Envelope& list : documents.revocation_lists()) {
    note(InstallRevocationList(list, now));
  }
  for (const v1::Envelope& mou : documents.mous()) {
    note(ProposeMou(mou, /*dry_run=*/false, now).status());
  }
  for (const v1::Envelope& statement : documents.mou_statements()) {
    note(StateMou(statement, now).status());
  }
  return refused;
}

}  // namespace homeward::policy
