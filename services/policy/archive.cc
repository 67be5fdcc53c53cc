#include "services/policy/archive.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/cases/case_withdrawal.h"
#include "auth/cases/case_withdrawals.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/mou.pb.h"
#include "homeward/v1/mou_service.pb.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"

namespace homeward::policy {
namespace {

using ::homeward::internal::v1::StoredDocument;

constexpr char kDirectory[] = "directory";
constexpr char kRevocationList[] = "revocation_list";
constexpr char kMou[] = "mou";
constexpr char kStatement[] = "mou_statement";
constexpr char kProof[] = "mou_proof";
constexpr char kCaseWithdrawal[] = "case_withdrawal";

// Rows that are deleted in one commit.
constexpr size_t kErasedAtOnce = 60;

StoredDocument Document(const std::string& name, const v1::Envelope& envelope,
                        absl::Time received) {
  StoredDocument document;
  document.set_name(name);
  *document.mutable_envelope() = envelope;
  *document.mutable_received_time() = auth::ToTimestamp(received);
  return document;
}

int64_t VersionOf(const StoredDocument& stored) {
  v1::Mou mou;
  return mou.ParseFromString(stored.envelope().payload()) ? mou.version() : 0;
}

}  // namespace

absl::StatusOr<v1::Envelope> Archive::Directory() const {
  auto stored = documents_->List(kDirectory);
  if (!stored.ok()) return stored.status();
  return stored->empty() ? v1::Envelope() : stored->front().envelope();
}

absl::StatusOr<State> Archive::LoadUnder(State state, absl::Time now) const {
  state.snapshot.revocations = std::make_shared<const auth::RevocationSet>();
  state.revocation_lists.clear();
  state.mous = MouRegister();
  absl::Status loaded = LoadRevocationLists(state, now);
  if (loaded.ok()) loaded = LoadMous(state);
  if (loaded.ok()) loaded = LoadStatements(state);
  if (loaded.ok()) loaded = LoadProof(state);
  if (loaded.ok()) loaded = LoadCaseWithdrawals(state);
  if (loaded.ok()) loaded = state.Compile();
  if (!loaded.ok()) return loaded;
  return state;
}

absl::Status Archive::LoadRevocationLists(State& state, absl::Time now) const {
  auto lists = documents_->List(kRevocationList);
  if (!lists.ok()) return lists.status();
  for (const StoredDocument& stored : *lists) {
    (void)state.AddRevocationList(stored.envelope(), now);
  }
  return absl::OkStatus();
}

absl::Status Archive::LoadMous(State& state) const {
  auto mous = documents_->List(kMou);
  if (!mous.ok()) return mous.status();
  // As they followed each other: the first one of two that disagree stays.
  absl::c_sort(*mous, [](const StoredDocument& a, const StoredDocument& b) {
    return VersionOf(a) < VersionOf(b);
  });
  for (const StoredDocument& stored : *mous) {
    std::vector<absl::Time> times;
    for (const auto& time : stored.signature_times()) {
      times.push_back(auth::ToTime(time));
    }
    (void)state.mous.AddMou(stored.envelope(), agency_id_,
                            *state.snapshot.directory,
                            auth::ToTime(stored.received_time()), times);
  }
  return absl::OkStatus();
}

absl::Status Archive::LoadStatements(State& state) const {
  auto statements = documents_->List(kStatement);
  if (!statements.ok()) return statements.status();
  for (const StoredDocument& stored : *statements) {
    (void)state.mous.AddStatement(stored.envelope(), *state.snapshot.directory,
                                  auth::ToTime(stored.received_time()));
  }
  return absl::OkStatus();
}

absl::Status Archive::LoadProof(State& state) const {
  auto proofs = documents_->List(kProof);
  if (!proofs.ok()) return proofs.status();
  state.proof.Clear();
  if (!proofs->empty() &&
      !state.proof.ParseFromString(proofs->front().envelope().payload())) {
    // It is made anew.
    state.proof.Clear();
  }
  return absl::OkStatus();
}

absl::Status Archive::LoadCaseWithdrawals(State& state) const {
  const auto rows = documents_->List(kCaseWithdrawal);
  if (!rows.ok()) return rows.status();
  auth::CaseWithdrawals known;
  for (const StoredDocument& stored : *rows) {
    auto withdrawal = auth::ReadKeptCaseWithdrawal(stored.envelope());
    if (!withdrawal.ok()) {
      // A token that it takes back must not hold again.
      return absl::DataLossError("a stored withdrawal of a case can't be read");
    }
    absl::Status added = known.Add(*std::move(withdrawal));
    if (!added.ok()) return absl::DataLossError(added.message());
  }
  state.snapshot.case_withdrawals =
      std::make_shared<const auth::CaseWithdrawals>(std::move(known));
  return absl::OkStatus();
}

absl::Status Archive::SaveDirectory(const v1::Envelope& envelope,
                                    absl::Time now) {
  return Save(kDirectory, Document("current", envelope, now), now);
}

absl::Status Archive::SaveRevocationList(const std::string& agency_id,
                                         const v1::Envelope& envelope,
                                         absl::Time now) {
  return Save(kRevocationList, Document(agency_id, envelope, now), now);
}

absl::Status Archive::SaveMou(const std::string& key,
                              const MouRegister::Held& held, absl::Time now) {
  StoredDocument document = Document(key, held.envelope, held.received);
  for (const absl::Time time : held.signature_times) {
    *document.add_signature_times() = auth::ToTimestamp(time);
  }
  return Save(kMou, document, now);
}

absl::Status Archive::SaveStatement(const std::string& key,
                                    const v1::Envelope& envelope,
                                    absl::Time now) {
  return Save(kStatement, Document(key, envelope, now), now);
}

absl::Status Archive::SaveCaseWithdrawal(
    const auth::VerifiedCaseWithdrawal& known, absl::Time now) {
  return Save(kCaseWithdrawal,
              Document(absl::BytesToHexString(known.id), known.envelope, now),
              now);
}

absl::Status Archive::EraseCaseWithdrawals(
    const std::vector<std::string>& ids) {
  for (size_t i = 0; i < ids.size();) {
    storage::Submission submission;
    for (const size_t end = i + kErasedAtOnce; i < ids.size() && i < end; ++i) {
      absl::Status erased = documents_->Erase(
          kCaseWithdrawal, absl::BytesToHexString(ids[i]), &submission.writes);
      if (!erased.ok()) return erased;
    }
    absl::Status committed =
        storage::CommitAndWait(committer_, std::move(submission));
    if (!committed.ok()) return committed;
  }
  return absl::OkStatus();
}

absl::Status Archive::SaveProof(const State& state, absl::Time now) {
  v1::Envelope envelope;
  envelope.set_payload(state.proof.SerializeAsString());
  // What is proven, and whether nothing crosses a red line; the proof itself is
  // named by its hash.
  v1::DecisionRecord proven;
  proven.set_policy_sha256(state.snapshot.mous->digest());
  proven.set_reason(state.proof.refused().empty()
                        ? v1::DECISION_REASON_PERMITTED
                        : v1::DECISION_REASON_RED_LINE);
  return Save(kProof, Document("current", envelope, now), now, proven);
}

absl::Status Archive::Save(absl::string_view kind,
                           const StoredDocument& document, absl::Time now,
                           const v1::DecisionRecord& decision) {
  storage::Submission submission;
  absl::Status put = documents_->Put(kind, document, &submission.writes);
  if (!put.ok()) return put;
  v1::AuditEvent event;
  *event.mutable_time() = auth::ToTimestamp(now);
  event.set_kind(v1::AUDIT_KIND_POLICY);
  event.set_asker_agency_id(agency_id_);
  event.set_answer_sha256(auth::Sha256(document.envelope().payload()));
  if (decision.reason() != v1::DECISION_REASON_UNSPECIFIED) {
    *event.mutable_decision() = decision;
  }
  submission.entries.push_back({event.SerializeAsString(), ""});
  return storage::CommitAndWait(committer_, std::move(submission));
}

}  // namespace homeward::policy
