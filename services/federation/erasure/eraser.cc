#include "services/federation/erasure/eraser.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "auth/facts/record_facts.h"
#include "auth/proto_time.h"
#include "homeward/v1/evidence.pb.h"
#include "services/federation/erasure/erasure_events.h"
#include "services/federation/erasure/hindrances.h"
#include "services/federation/withdrawal/withdrawal_erased.h"
#include "services/matching/describe.h"
#include "services/matching/index_version.h"
#include "services/matching/record_id.h"
#include "services/matching/terms.h"
#include "storage/commit_and_wait.h"

namespace homeward::federation {
namespace {

using internal::v1::StoredErasure;
using internal::v1::StoredRecord;
using registration::Ruling;

// How often one is tried while others change the same record.
constexpr int kTries = 5;
constexpr char kHashTerm[] = "erased_record";

absl::Status Check(const v1::EraseChildRequest& request) {
  const auto missing = [](const char* field) {
    return absl::InvalidArgumentError(
        absl::StrCat(field, ": is required, and one that is known here"));
  };
  absl::Status named =
      matching::CheckRecordId("record_id", request.record_id());
  if (!named.ok()) return named;
  if (request.requester() == v1::ERASURE_REQUESTER_UNSPECIFIED ||
      !v1::ErasureRequester_IsValid(request.requester())) {
    return missing("requester");
  }
  if (request.ground() == v1::ERASURE_GROUND_UNSPECIFIED ||
      !v1::ErasureGround_IsValid(request.ground())) {
    return missing("ground");
  }
  if (request.requester() == v1::ERASURE_REQUESTER_AGENCY &&
      request.ground() != v1::ERASURE_GROUND_NOT_NEEDED) {
    return absl::InvalidArgumentError(
        "ground: when nobody asks for it, a record is erased because it is not "
        "needed any more, and for nothing else");
  }
  return absl::OkStatus();
}

std::vector<storage::IndexTerm> TermsOf(const StoredRecord& record) {
  std::vector<storage::IndexTerm> terms;
  for (std::string& term :
       matching::IndexTerms(matching::DescribeClaims(record.claims()))) {
    terms.push_back({std::string(matching::kTermKind), std::move(term)});
  }
  return terms;
}

}  // namespace

absl::StatusOr<v1::EraseChildResponse> Eraser::Erase(
    const auth::Caller& caller, const v1::EraseChildRequest& request) {
  const absl::Time now = parts_.clock();
  absl::MutexLock one(&erasing_);
  for (int tries = 0; tries < kTries; ++tries) {
    Ruling ruling = RuleOnRights(*parts_.policy->current(), caller,
                                 v1::ACTION_WRITE_RECORD, now);
    storage::Submission submission;
    auto erasure = Prepare(request, now, ruling, submission);
    if (erasure.ok()) {
      ruling.event.set_outcome(v1::OUTCOME_ANSWERED);
      ruling.event.set_erasure_state(erasure->erasure().state());
      NameRecord(*erasure, ruling.details);
    } else {
      submission = {};
    }
    submission.entries.push_back(EntryOf(ruling));
    const absl::Status committed =
        storage::CommitAndWait(parts_.committer, std::move(submission));
    if (absl::IsAborted(committed)) continue;
    if (!committed.ok()) return committed;
    if (!erasure.ok()) return erasure.status();
    if (erasure->erasure().state() == v1::ERASURE_STATE_ERASING) {
      parts_.taken_back();
      // Otherwise Step() does it: the record is gone already.
      if (Finish(*erasure, now).ok()) {
        erasure = *parts_.book->Find(request.record_id());
      }
    }
    auto told = Told(*erasure, now);
    if (!told.ok()) return told.status();
    v1::EraseChildResponse response;
    *response.mutable_erasure() = *std::move(told);
    return response;
  }
  return absl::ResourceExhaustedError(
      "others change the same record; nothing changed; try again later");
}

absl::StatusOr<StoredErasure> Eraser::Prepare(
    const v1::EraseChildRequest& request, absl::Time now, Ruling& ruling,
    storage::Submission& submission) const {
  if (!ruling.admission.ok()) return ruling.admission.status();
  absl::Status valid = Check(request);
  if (!valid.ok()) return valid;
  const auto known = parts_.book->Find(request.record_id());
  if (known.has_value() && IsGone(known->erasure())) return *known;
  ruling.details.add_record_ids(request.record_id());
  storage::Submission removal;
  // Before it is read: what changes from now on is a conflict.
  absl::Status removed =
      parts_.eraser->Remove(request.record_id(), &removal.writes);
  if (!removed.ok() && !absl::IsNotFound(removed)) return removed;
  const auto record =
      LoadFor(*parts_.records, request.record_id(), now, ruling);
  if (!record.ok()) return record.status();
  absl::Status may_ask = CheckRequester(request.requester(), *record, now);
  if (!may_ask.ok()) return may_ask;
  auto hindrances = HindrancesOf(*record, now);
  if (!hindrances.ok()) return hindrances.status();
  StoredErasure erasure = known.value_or(StoredErasure());
  v1::Erasure& told = *erasure.mutable_erasure();
  told.set_record_id(request.record_id());
  told.set_requester(request.requester());
  told.set_ground(request.ground());
  if (!told.has_request_time()) {
    *told.mutable_request_time() = auth::ToTimestamp(now);
  }
  *told.mutable_check_time() = auth::ToTimestamp(now);
  told.mutable_hindrances()->Assign(hindrances->begin(), hindrances->end());
  told.set_state(hindrances->empty() ? v1::ERASURE_STATE_POSSIBLE
                                     : v1::ERASURE_STATE_REFUSED);
  erasure.set_subject(ruling.details.subject());
  erasure.set_told_possible(false);
  if (request.dry_run()) return erasure;
  if (hindrances->empty()) {
    submission = std::move(removal);
    absl::Status erasing = AddErasing(*record, now, submission, erasure);
    if (!erasing.ok()) return erasing;
  }
  absl::Status put = parts_.book->Put(erasure, submission);
  if (!put.ok()) return put;
  return erasure;
}

absl::Status Eraser::CheckRequester(v1::ErasureRequester requester,
                                    const StoredRecord& record,
                                    absl::Time now) const {
  if (requester == v1::ERASURE_REQUESTER_GUARDIAN &&
      auth::IsSurelyOfAge(record, now)) {
    return absl::FailedPreconditionError(
        "requester: she is of age; only she may ask for it");
  }
  if (requester == v1::ERASURE_REQUESTER_AGENCY &&
      !HasRunOut(v1::RETENTION_CLOCK_CASE_FILE, record,
                 parts_.keepings->Of(record.record_id()), parts_.periods,
                 now)) {
    return absl::FailedPreconditionError(
        "requester: the time of the case file is not over; only she, or her "
        "guardian while she is a child, may ask for it");
  }
  return absl::OkStatus();
}

absl::Status Eraser::AddErasing(const StoredRecord& record, absl::Time now,
                                storage::Submission& submission,
                                StoredErasure& erasure) const {
  v1::Erasure& told = *erasure.mutable_erasure();
  told.set_state(v1::ERASURE_STATE_ERASING);
  *told.mutable_erase_time() = auth::ToTimestamp(now);
  *told.mutable_expiry_time() = auth::ToTimestamp(now + kKeepTombstone);
  *erasure.mutable_source_time() = auth::ToTimestamp(now);
  // Without the bytes that tell the kind.
  erasure.set_record_hash(
      parts_.blind->Term(kHashTerm, record.record_id()).substr(4));
  parts_.eraser->RemoveTerms(record.record_id(), TermsOf(record),
                             &submission.writes);
  return TakeBackAll(*parts_.documents, record.record_id(), erasure.subject(),
                     now, &submission.writes);
}

absl::StatusOr<std::vector<v1::ErasureHindrance>> Eraser::HindrancesOf(
    const StoredRecord& record, absl::Time now) const {
  const auto disclosures = DisclosuresOf(record.record_id());
  if (!disclosures.ok()) return disclosures.status();
  return FindHindrances(record, *disclosures,
                        parts_.keepings->Of(record.record_id()),
                        *parts_.policy->current()->case_withdrawals, now);
}

}  // namespace homeward::federation
