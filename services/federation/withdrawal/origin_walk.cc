#include "services/federation/withdrawal/origin_walk.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "homeward/internal/v1/copies.pb.h"
#include "homeward/internal/v1/policy.pb.h"
#include "services/federation/withdrawal/revocations.h"
#include "services/federation/withdrawal/withdrawal_documents.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"
#include "storage/engine/batch.h"
#include "storage/waiting/steady_time.h"

namespace homeward::federation {
namespace {

using internal::v1::StoredNamedStates;

// The one document of its kind: the states of the last whole walk.
constexpr char kOriginStates[] = "origin_states";
constexpr char kWalked[] = "walked";
// Disclosures that are read in one step.
constexpr size_t kAtOnce = 100;

// What the country of origin has of the record is looked at again, once: no
// answer that is under way was decided by the states before.
absl::Status PutWord(const storage::DocumentStore& documents,
                     const std::string& record_id, absl::Time now,
                     storage::Batch* batch) {
  internal::v1::StoredRevocation word;
  word.set_record_id(record_id);
  *word.mutable_effective_time() = auth::ToTimestamp(now);
  word.set_from_origin(true);
  word.set_settled(true);
  return PutRevocation(documents, word, batch);
}

// Whether `named` are the same states as `before`, and no others were named
// between: versions of a directory only go up, so that between two that follow
// each other there was no third. Where none is named nothing is withheld, so
// that what others let be told may be told.
bool AreStill(const StoredNamedStates& before, const StoredNamedStates& named) {
  const int64_t later = named.directory_version() - before.directory_version();
  return named.states_sha256() == before.states_sha256() &&
         (named.states_sha256().empty() || later == 0 || later == 1);
}

}  // namespace

absl::Status OriginWalk::Restore() {
  const auto documents = documents_->List(kOriginStates);
  if (!documents.ok()) return documents.status();
  for (const internal::v1::StoredDocument& document : *documents) {
    // One that can't be read is of no walk.
    auto walked = ReadDocument<StoredNamedStates>(document);
    if (walked.ok()) walked_ = *std::move(walked);
  }
  return absl::OkStatus();
}

absl::Status OriginWalk::ForgetWalked() {
  if (walked_.states_sha256().empty()) return absl::OkStatus();
  storage::Submission submission;
  absl::Status erased =
      documents_->Erase(kOriginStates, kWalked, &submission.writes);
  if (!erased.ok()) return erased;
  absl::Status committed =
      storage::CommitAndWait(committer_, std::move(submission));
  if (committed.ok()) walked_.Clear();
  return committed;
}

absl::Status OriginWalk::PutWalked(const StoredNamedStates& named,
                                   storage::Batch* batch) const {
  return documents_->Put(kOriginStates, DocumentOf(kWalked, named), batch);
}

absl::Status OriginWalk::GoOnFrom(const StoredNamedStates& named) {
  since_.reset();
  if (named.states_sha256().empty() ||
      named.directory_version() == walked_.directory_version()) {
    return absl::OkStatus();
  }
  storage::Submission submission;
  absl::Status put = PutWalked(named, &submission.writes);
  if (!put.ok()) return put;
  absl::Status committed =
      storage::CommitAndWait(committer_, std::move(submission));
  if (committed.ok()) walked_ = named;
  return committed;
}

absl::Status OriginWalk::Step(const StoredNamedStates& named, absl::Time now,
                              storage::SteadyTime at) {
  if (AreStill(walked_, named)) return GoOnFrom(named);
  if (!AreStill(states_, named) || !since_.has_value()) {
    absl::Status forgotten = ForgetWalked();
    if (!forgotten.ok()) return forgotten;
    since_ = at;
    place_.clear();
    last_page_.clear();
  }
  states_ = named;
  if (storage::Between(*since_, at) < kSettleStates) return absl::OkStatus();
  const auto page = disclosures_->Records(place_, kAtOnce);
  if (!page.ok()) return page.status();
  storage::Submission submission;
  for (const std::string& record_id : page->record_ids) {
    if (absl::c_linear_search(last_page_, record_id)) continue;
    absl::Status put = PutWord(*documents_, record_id, now, &submission.writes);
    if (!put.ok()) return put;
  }
  if (page->next.empty()) {
    absl::Status put = PutWalked(named, &submission.writes);
    if (!put.ok()) return put;
  }
  if (!submission.writes.empty()) {
    absl::Status committed =
        storage::CommitAndWait(committer_, std::move(submission));
    if (!committed.ok()) return committed;
  }
  place_ = page->next;
  last_page_ = page->record_ids;
  if (page->next.empty()) {
    walked_ = named;
    since_.reset();
  }
  return absl::OkStatus();
}

}  // namespace homeward::federation
