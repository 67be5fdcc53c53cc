#include "services/policy/policy.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/active_set.h"
#include "auth/digest.h"
#include "auth/directory.h"
#include "auth/revocation.h"
#include "auth/signed_mou.h"
#include "google/protobuf/util/time_util.h"
#include "homeward/internal/v1/policy.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/mou_service.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/policy/mou_register.h"
#include "storage/commit_and_wait.h"
#include "storage/committer.h"
#include "storage/document_store.h"

namespace homeward::policy {
namespace {

using ::google::protobuf::util::TimeUtil;

constexpr char kDirectory[] = "directory";
constexpr char kRevocationList[] = "revocation_list";
constexpr char kMou[] = "mou";
constexpr char kStatement[] = "mou_statement";
constexpr int kMaxDocuments = 100;

absl::Time ToTime(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) +
         absl::Nanoseconds(time.nanos());
}

// The charter that `directory` carries. FAILED_PRECONDITION when it has none.
absl::StatusOr<auth::SignedMou> CharterOf(
    const v1::Envelope& directory_envelope, const auth::Directory& directory) {
  v1::Directory document;
  if (!document.ParseFromString(directory_envelope.payload()) ||
      !document.has_charter()) {
    return absl::FailedPreconditionError("the directory carries no charter");
  }
  return auth::VerifyCharter(document.charter(), directory.governance().keys,
                             directory.governance().threshold);
}

// What `register_` and the charter allow; nothing where there is no charter.
absl::StatusOr<std::shared_ptr<const auth::ActiveSet>> CompileMous(
    const MouRegister& mous, const v1::Envelope& directory_envelope,
    const auth::Directory& directory) {
  auto charter = CharterOf(directory_envelope, directory);
  if (!charter.ok()) return auth::ActiveSet::DenyAll();
  return mous.Compile(*charter);
}

bool Concerns(const v1::MouSummary& summary, const std::string& agency_id) {
  return absl::c_linear_search(summary.mou().party_agency_ids(), agency_id);
}

bool Concerns(const MouRegister::Held& held, const std::string& agency_id) {
  return absl::c_linear_search(held.mou.mou().party_agency_ids(), agency_id);
}

// What tells one state of an envelope from another: MOUs gain signatures.
std::string EnvelopeDigest(const v1::Envelope& envelope) {
  std::vector<std::string> key_ids;
  for (const auto& signature : envelope.signatures()) {
    key_ids.push_back(signature.key_id());
  }
  absl::c_sort(key_ids);
  std::string all = auth::Sha256(envelope.payload());
  for (const std::string& key_id : key_ids) absl::StrAppend(&all, key_id);
  return auth::Sha256(all);
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
  absl::Status loaded = policy->Load(now);
  if (!loaded.ok()) return loaded;
  return policy;
}

std::shared_ptr<const Snapshot> Policy::current() const {
  absl::MutexLock lock(&mutex_);
  return current_;
}

absl::Status Policy::LoadDirectory(absl::Time now) {
  auto stored = documents_->List(kDirectory);
  if (!stored.ok()) return stored.status();
  v1::Envelope envelope = options_.first_directory;
  auth::Governance trusted = options_.trusted_governance;
  if (!stored->empty()) {
    // It was verified against its predecessor when it came in; each is signed
    // by its own governance too, and the store is sealed.
    envelope = stored->front().envelope();
    v1::Directory document;
    if (!document.ParseFromString(envelope.payload())) {
      return absl::DataLossError("the stored directory can't be read");
    }
    auto own = auth::GovernanceOf(document);
    if (!own.ok()) return own.status();
    trusted = *std::move(own);
  }
  auto directory = auth::VerifyDirectory(envelope, trusted, now);
  if (!directory.ok()) return directory.status();
  Snapshot snapshot;
  snapshot.directory = *std::move(directory);
  snapshot.revocations = std::make_shared<const auth::RevocationSet>();
  snapshot.mous = auth::ActiveSet::DenyAll();
  absl::MutexLock lock(&mutex_);
  directory_ = std::move(envelope);
  current_ = std::make_shared<const Snapshot>(std::move(snapshot));
  return absl::OkStatus();
}

absl::Status Policy::Load(absl::Time now) {
  absl::MutexLock change(&change_mutex_);
  absl::Status directory = LoadDirectory(now);
  if (!directory.ok()) return directory;
  Snapshot snapshot = *current();

  auto lists = documents_->List(kRevocationList);
  if (!lists.ok()) return lists.status();
  absl::MutexLock lock(&mutex_);
  for (const internal::v1::StoredDocument& stored : *lists) {
    auto member = snapshot.directory->Find(stored.name(), now);
    if (!member.ok()) continue;
    auto list = auth::VerifyRevocationList(stored.envelope(), **member, now);
    if (!list.ok()) continue;
    auto with = snapshot.revocations->With(*std::move(list));
    if (!with.ok()) return with.status();
    snapshot.revocations = *std::move(with);
    revocation_lists_[stored.name()] = stored.envelope();
  }
  auto mous = documents_->List(kMou);
  if (!mous.ok()) return mous.status();
  // In the order of their versions, since each must follow the one before.
  absl::c_sort(*mous, [](const auto& a, const auto& b) {
    return std::make_pair(a.name().size(), a.name()) <
           std::make_pair(b.name().size(), b.name());
  });
  for (const internal::v1::StoredDocument& stored : *mous) {
    auto added =
        mous_.AddMou(stored.envelope(), options_.agency_id, *snapshot.directory,
                     ToTime(stored.received_time()));
    // A party may have left the federation: its MOU is then without force.
    if (!added.ok()) continue;
  }
  auto statements = documents_->List(kStatement);
  if (!statements.ok()) return statements.status();
  for (const internal::v1::StoredDocument& stored : *statements) {
    (void)mous_.AddStatement(stored.envelope(), *snapshot.directory,
                             ToTime(stored.received_time()));
  }
  auto compiled = CompileMous(mous_, directory_, *snapshot.directory);
  if (!compiled.ok()) return compiled.status();
  snapshot.mous = *std::move(compiled);
  current_ = std::make_shared<const Snapshot>(std::move(snapshot));
  return absl::OkStatus();
}

absl::Status Policy::Save(absl::string_view kind, const std::string& name,
                          const v1::Envelope& envelope, absl::Time now) {
  internal::v1::StoredDocument document;
  document.set_name(name);
  *document.mutable_envelope() = envelope;
  *document.mutable_received_time() =
      TimeUtil::NanosecondsToTimestamp(absl::ToUnixNanos(now));
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

void Policy::Publish(Snapshot snapshot) {
  absl::MutexLock lock(&mutex_);
  current_ = std::make_shared<const Snapshot>(std::move(snapshot));
}

absl::Status Policy::InstallDirectory(const v1::Envelope& envelope,
                                      absl::Time now) {
  absl::MutexLock change(&change_mutex_);
  Snapshot next = *current();
  auto directory = auth::VerifyNextDirectory(*next.directory, envelope, now);
  if (absl::IsAlreadyExists(directory.status())) return absl::OkStatus();
  if (!directory.ok()) return directory.status();
  next.directory = *std::move(directory);
  MouRegister mous;
  {
    absl::MutexLock lock(&mutex_);
    mous = mous_;
  }
  auto compiled = CompileMous(mous, envelope, *next.directory);
  if (!compiled.ok()) return compiled.status();
  next.mous = *std::move(compiled);
  absl::Status saved = Save(kDirectory, "current", envelope, now);
  if (!saved.ok()) return saved;
  {
    absl::MutexLock lock(&mutex_);
    directory_ = envelope;
  }
  Publish(std::move(next));
  return absl::OkStatus();
}

absl::Status Policy::InstallRevocationList(const v1::Envelope& envelope,
                                           absl::Time now) {
  absl::MutexLock change(&change_mutex_);
  Snapshot next = *current();
  v1::RevocationList document;
  if (!document.ParseFromString(envelope.payload())) {
    return absl::InvalidArgumentError("the revocation list can't be read");
  }
  auto member = next.directory->Find(document.agency_id(), now);
  if (!member.ok()) return member.status();
  auto list = auth::VerifyRevocationList(envelope, **member, now);
  if (!list.ok()) return list.status();
  auto with = next.revocations->With(*std::move(list));
  if (absl::IsAlreadyExists(with.status())) return absl::OkStatus();
  if (!with.ok()) return with.status();
  next.revocations = *std::move(with);
  absl::Status saved =
      Save(kRevocationList, document.agency_id(), envelope, now);
  if (!saved.ok()) return saved;
  {
    absl::MutexLock lock(&mutex_);
    revocation_lists_[document.agency_id()] = envelope;
  }
  Publish(std::move(next));
  return absl::OkStatus();
}

absl::StatusOr<v1::MouSummary> Policy::ProposeMou(const v1::Envelope& envelope,
                                                  bool dry_run,
                                                  absl::Time now) {
  absl::MutexLock change(&change_mutex_);
  Snapshot next = *current();
  MouRegister mous;
  v1::Envelope directory;
  {
    absl::MutexLock lock(&mutex_);
    mous = mous_;
    directory = directory_;
  }
  auto key = mous.AddMou(envelope, options_.agency_id, *next.directory, now);
  if (!key.ok()) return key.status();
  auto compiled = CompileMous(mous, directory, *next.directory);
  if (!compiled.ok()) return compiled.status();
  next.mous = *std::move(compiled);
  v1::MouSummary summary = mous.Summarize(*key, now);
  if (dry_run) return summary;
  const MouRegister::Held& held = mous.mous().at(*key);
  absl::Status saved = Save(kMou, *key, held.envelope, held.received);
  if (!saved.ok()) return saved;
  {
    absl::MutexLock lock(&mutex_);
    mous_ = std::move(mous);
  }
  Publish(std::move(next));
  return summary;
}

absl::StatusOr<v1::MouSummary> Policy::StateMou(const v1::Envelope& statement,
                                                absl::Time now) {
  absl::MutexLock change(&change_mutex_);
  Snapshot next = *current();
  MouRegister mous;
  v1::Envelope directory;
  {
    absl::MutexLock lock(&mutex_);
    mous = mous_;
    directory = directory_;
  }
  auto key = mous.AddStatement(statement, *next.directory, now);
  const bool known = absl::IsAlreadyExists(key.status());
  if (!key.ok() && !known) return key.status();
  if (!known) {
    auto compiled = CompileMous(mous, directory, *next.directory);
    if (!compiled.ok()) return compiled.status();
    next.mous = *std::move(compiled);
    absl::Status saved = Save(kStatement, *key, statement, now);
    if (!saved.ok()) return saved;
    absl::MutexLock lock(&mutex_);
    mous_ = mous;
    current_ = std::make_shared<const Snapshot>(std::move(next));
  }
  v1::MouStatement document;
  document.ParseFromString(statement.payload());
  const std::vector<v1::MouSummary> all = mous.List(now);
  return *absl::c_find_if(all, [&](const v1::MouSummary& summary) {
    return summary.mou().mou_id() == document.mou_id();
  });
}

std::vector<v1::MouSummary> Policy::ListMous(absl::Time now) const {
  absl::MutexLock lock(&mutex_);
  return mous_.List(now);
}

v1::DocumentVersions Policy::Versions(const std::string& peer_agency_id) const {
  absl::MutexLock lock(&mutex_);
  v1::DocumentVersions versions;
  versions.set_directory_version(current_->directory->version());
  for (const auto& [agency, envelope] : revocation_lists_) {
    const auth::RevocationList* list = current_->revocations->Find(agency);
    if (list == nullptr) continue;
    (*versions.mutable_revocation_numbers())[agency] = list->number();
  }
  for (const auto& [key, held] : mous_.mous()) {
    if (!Concerns(held, peer_agency_id)) continue;
    (*versions.mutable_mous())[key] = EnvelopeDigest(held.envelope);
  }
  for (const auto& [key, held] : mous_.statements()) {
    (*versions.mutable_mou_statements())[key] = held.statement.number();
  }
  return versions;
}

v1::SharedDocuments Policy::Missing(const std::string& peer_agency_id,
                                    const v1::DocumentVersions& theirs) const {
  absl::MutexLock lock(&mutex_);
  v1::SharedDocuments missing;
  if (theirs.directory_version() < current_->directory->version()) {
    *missing.mutable_directory() = directory_;
  }
  for (const auto& [agency, envelope] : revocation_lists_) {
    const auth::RevocationList* list = current_->revocations->Find(agency);
    const auto their = theirs.revocation_numbers().find(agency);
    if (list != nullptr && missing.revocation_lists_size() < kMaxDocuments &&
        (their == theirs.revocation_numbers().end() ||
         their->second < list->number())) {
      *missing.add_revocation_lists() = envelope;
    }
  }
  for (const auto& [key, held] : mous_.mous()) {
    if (!Concerns(held, peer_agency_id)) continue;
    const auto their = theirs.mous().find(key);
    if (missing.mous_size() < kMaxDocuments &&
        (their == theirs.mous().end() ||
         their->second != EnvelopeDigest(held.envelope))) {
      *missing.add_mous() = held.envelope;
    }
  }
  for (const auto& [key, held] : mous_.statements()) {
    const bool concerns = absl::c_any_of(mous_.mous(), [&](const auto& entry) {
      return entry.second.mou.mou().mou_id() == held.statement.mou_id() &&
             Concerns(entry.second, peer_agency_id);
    });
    const auto their = theirs.mou_statements().find(key);
    if (concerns && missing.mou_statements_size() < kMaxDocuments &&
        (their == theirs.mou_statements().end() ||
         their->second < held.statement.number())) {
      *missing.add_mou_statements() = held.envelope;
    }
  }
  return missing;
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
