#include "services/federation/copies/origin_walk.h"

#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "homeward/internal/v1/copies.pb.h"
#include "homeward/internal/v1/policy.pb.h"
#include "services/federation/copies/revocations.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"
#include "storage/engine/batch.h"

namespace homeward::federation {
namespace {

// The one document of its kind: the states of the last whole walk.
constexpr char kOriginStates[] = "origin_states";
constexpr char kWalked[] = "walked";
// Disclosures that are read in one step.
constexpr size_t kAtOnce = 100;

// What the country of origin has of the record is looked at again, for states
// that are known since `since`.
absl::Status PutWord(const storage::DocumentStore& documents,
                     const std::string& record_id, absl::Time since,
                     storage::Batch* batch) {
  internal::v1::StoredRevocation word;
  word.set_record_id(record_id);
  *word.mutable_effective_time() = auth::ToTimestamp(since);
  word.set_from_origin(true);
  return PutRevocation(documents, word, batch);
}

}  // namespace

absl::Status OriginWalk::Restore() {
  const auto documents = documents_->List(kOriginStates);
  if (!documents.ok()) return documents.status();
  for (const internal::v1::StoredDocument& document : *documents) {
    walked_ = document.envelope().payload();
  }
  return absl::OkStatus();
}

absl::Status OriginWalk::ForgetWalked() {
  if (walked_.empty()) return absl::OkStatus();
  storage::Submission submission;
  absl::Status erased =
      documents_->Erase(kOriginStates, kWalked, &submission.writes);
  if (!erased.ok()) return erased;
  absl::Status committed =
      storage::CommitAndWait(committer_, std::move(submission));
  if (committed.ok()) walked_.clear();
  return committed;
}

absl::Status OriginWalk::Step(const std::string& states, absl::Time now) {
  if (states == walked_) {
    since_ = absl::InfiniteFuture();
    return absl::OkStatus();
  }
  if (states != states_ || now < since_) {
    absl::Status forgotten = ForgetWalked();
    if (!forgotten.ok()) return forgotten;
    states_ = states;
    since_ = now;
    place_.clear();
    last_page_.clear();
  }
  if (now < since_ + kSettleStates) return absl::OkStatus();
  const auto page = disclosures_->Records(place_, kAtOnce);
  if (!page.ok()) return page.status();
  storage::Submission submission;
  for (const std::string& record_id : page->record_ids) {
    if (absl::c_linear_search(last_page_, record_id)) continue;
    absl::Status put =
        PutWord(*documents_, record_id, since_, &submission.writes);
    if (!put.ok()) return put;
  }
  if (page->next.empty()) {
    internal::v1::StoredDocument document;
    document.set_name(kWalked);
    document.mutable_envelope()->set_payload(states);
    absl::Status put =
        documents_->Put(kOriginStates, document, &submission.writes);
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
    walked_ = states;
    since_ = absl::InfiniteFuture();
  }
  return absl::OkStatus();
}

}  // namespace homeward::federation
