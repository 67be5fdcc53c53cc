#include "services/federation/copies/kept_answers.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "auth/decision/grant.h"
#include "auth/identity/caller.h"
#include "auth/identity/staff_assertion.h"
#include "auth/mou/retention.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/record.pb.h"
#include "homeward/v1/wellbeing.pb.h"
#include "services/federation/copies/copy_events.h"
#include "services/federation/copies/signed_withdrawal.h"
#include "storage/commit_and_wait.h"
#include "storage/copies/copy_key.h"

namespace homeward::federation {
namespace {

using internal::v1::StoredCopy;

// How many copies are erased under one commit: each has a condition.
constexpr size_t kErasedAtOnce = 30;
// How often one is tried while another changes the same.
constexpr int kTries = 5;
constexpr size_t kSweptAtOnce = 300;

absl::Status NoCopy() {
  return absl::NotFoundError(
      "copy_id: you have no such answer for this purpose here; `homeward "
      "answers list` tells what is kept");
}

bool IsOver(const StoredCopy& copy, absl::Time now) {
  return auth::ToTime(copy.answer().expiry_time()) <= now;
}

// Until when `match`, which came at `now`, is kept. Counted from when its owner
// decided, so that an answer that is late, or told again, ends as soon.
absl::Time KeptUntil(const v1::RecordMatch& match, absl::Time now) {
  const absl::Time decided =
      match.has_answer_time() ? auth::ToTime(match.answer_time()) : now;
  return std::min(decided, now) +
         auth::RetentionOf(match.record().obligations());
}

// What stays of `copy` when it is erased, or taken back before it came.
void SetErased(v1::CopyState state, v1::WithdrawalCause cause, absl::Time now,
               StoredCopy& copy) {
  copy.clear_key_id();
  copy.clear_row_count();
  v1::KeptAnswer& answer = *copy.mutable_answer();
  answer.set_state(state);
  *answer.mutable_erased_time() = auth::ToTimestamp(now);
  answer.set_withdrawal_cause(cause);
}

// `mou`, which is `{mou_id}@{version}`, without its version.
absl::string_view MouIdOf(absl::string_view mou) {
  return mou.substr(0, mou.rfind('@'));
}

// Whether the newest wellbeing check of `record`, of `since` or later, says
// that she is safe; of two of one time both must.
bool IsSafe(const v1::ChildRecord& record, absl::Time since, absl::Time now) {
  absl::Time newest = absl::InfinitePast();
  bool safe = false;
  for (const v1::Claim& claim : record.claims()) {
    const v1::WellbeingCheck& check = claim.wellbeing_check();
    if (!check.has_checked_time()) continue;
    const absl::Time checked = auth::ToTime(check.checked_time());
    if (checked > now || checked < newest) continue;
    const bool says_safe = check.status() == v1::WELLBEING_STATUS_SAFE;
    safe = says_safe && (checked > newest || safe);
    newest = checked;
  }
  return safe && newest >= since;
}

}  // namespace

absl::Status KeptAnswers::Keep(const KeptQuestion& question,
                               const v1::NodeAnswer& answer, absl::Time now,
                               storage::Submission& submission) const {
  if (answer.matches().empty()) return absl::OkStatus();
  v1::CopyName name;
  name.set_answer_sha256(auth::Sha256(answer.signed_answer().payload()));
  for (int place = 0; place < answer.matches_size(); ++place) {
    const v1::RecordMatch& match = answer.matches(place);
    name.set_place(place);
    const std::string copy_key = storage::CopyKey(name);
    StoredCopy copy;
    copy.set_subject(question.subject);
    v1::KeptAnswer& kept = *copy.mutable_answer();
    kept.set_copy_id(storage::CopyIdOf(copy_key));
    kept.set_owner_agency_id(answer.agency_id());
    kept.set_query_id(question.query_id);
    kept.set_purpose(question.purpose);
    kept.set_mou(question.mou);
    *kept.mutable_obligations() = match.record().obligations();
    *kept.mutable_received_time() = auth::ToTimestamp(now);
    *kept.mutable_expiry_time() = auth::ToTimestamp(KeptUntil(match, now));
    std::string content = match.SerializeAsString();
    absl::Status put =
        store_->Keep(copy_key, copy, content, now, &submission.writes);
    storage::WipeString(&content);
    if (!put.ok()) return put;
  }
  return absl::OkStatus();
}

absl::Status KeptAnswers::AddErasure(const Erasure& erasure, absl::Time now,
                                     Attempt& attempt) const {
  const bool withdrawn = !erasure.owner_agency_id.empty();
  v1::DeletedCopy& result = attempt.results.emplace_back();
  result.set_state(v1::COPY_STATE_NEVER_KEPT);
  auto found = store_->Find(erasure.copy_key);
  if (!found.ok()) return found.status();
  StoredCopy after;
  if (found->has_value()) {
    after = (*found)->copy;
    if (withdrawn &&
        after.answer().owner_agency_id() != erasure.owner_agency_id) {
      return absl::OkStatus();
    }
    result.set_state(after.answer().state());
    if (after.answer().state() != v1::COPY_STATE_KEPT) {
      *result.mutable_erased_time() = after.answer().erased_time();
      if (!withdrawn) {
        store_->Forget(erasure.copy_key, **found, &attempt.submission.writes);
      }
      return absl::OkStatus();
    }
    if (!withdrawn && !IsOver(after, now)) return absl::OkStatus();
    attempt.doomed.push_back(after);
    result.set_state(v1::COPY_STATE_ERASED);
  } else if (!withdrawn) {
    return absl::OkStatus();
  }
  SetErased(result.state(), erasure.cause, now, after);
  if (withdrawn) {
    after.mutable_answer()->set_owner_agency_id(erasure.owner_agency_id);
  }
  *result.mutable_erased_time() = after.answer().erased_time();
  absl::Status marked =
      store_->Mark(erasure.copy_key, *found, after, &attempt.submission.writes);
  if (marked.ok() && result.state() == v1::COPY_STATE_ERASED) {
    attempt.submission.entries.push_back(
        ErasedEntry(agency_id_, after, erasure.withdrawal_sha256, now));
  }
  return marked;
}

absl::StatusOr<std::vector<v1::DeletedCopy>> KeptAnswers::TryErase(
    const std::vector<Erasure>& erasures, absl::Time now) const {
  Attempt attempt;
  for (const Erasure& erasure : erasures) {
    absl::Status added = AddErasure(erasure, now, attempt);
    if (!added.ok()) return added;
  }
  // What they said is dead before anybody is told so.
  absl::Status destroyed = store_->DestroyKeys(attempt.doomed);
  if (!destroyed.ok()) return destroyed;
  if (!attempt.submission.writes.empty()) {
    absl::Status committed =
        storage::CommitAndWait(committer_, std::move(attempt.submission));
    if (!committed.ok()) return committed;
  }
  return std::move(attempt.results);
}

absl::StatusOr<std::vector<v1::DeletedCopy>> KeptAnswers::Erase(
    const std::vector<Erasure>& erasures, absl::Time now) const {
  std::vector<v1::DeletedCopy> all;
  for (size_t at = 0; at < erasures.size(); at += kErasedAtOnce) {
    const std::vector<Erasure> some(
        erasures.begin() + static_cast<std::ptrdiff_t>(at),
        erasures.begin() + static_cast<std::ptrdiff_t>(
                               std::min(erasures.size(), at + kErasedAtOnce)));
    auto results = TryErase(some, now);
    for (int i = 1; i < kTries && absl::IsAborted(results.status()); ++i) {
      results = TryErase(some, now);
    }
    if (!results.ok()) return results.status();
    all.insert(all.end(), results->begin(), results->end());
  }
  return all;
}

absl::StatusOr<KeptAnswers::Aim> KeptAnswers::AimOf(
    const std::vector<Erasure>& erasures) const {
  Aim aim;
  for (const Erasure& erasure : erasures) {
    const auto found = store_->Find(erasure.copy_key);
    if (!found.ok()) return found.status();
    if (!found->has_value()) {
      ++aim.unknown;
      continue;
    }
    const v1::KeptAnswer& answer = (*found)->copy.answer();
    if (answer.state() == v1::COPY_STATE_KEPT &&
        answer.owner_agency_id() == erasure.owner_agency_id) {
      aim.kept.push_back(erasure);
    }
  }
  return aim;
}

absl::StatusOr<v1::WithdrawResponse> KeptAnswers::Withdraw(
    const auth::Caller& connection, const v1::WithdrawRequest& request,
    const TrustView& trust) const {
  const auto verified =
      VerifyWithdrawal(request, connection, agency_id_, trust);
  if (!verified.ok()) return absl::PermissionDeniedError(auth::kDenialText);
  const v1::Withdrawal& withdrawal = verified->withdrawal;
  std::vector<Erasure> erasures;
  for (const v1::CopyName& copy : withdrawal.copies()) {
    erasures.push_back({storage::CopyKey(copy), withdrawal.owner_agency_id(),
                        verified->digest, withdrawal.cause()});
  }
  const absl::Status later =
      absl::ResourceExhaustedError("not all is erased yet; ask again later");
  const auto aim = AimOf(erasures);
  if (!aim.ok()) return later;
  if (!share_.Take(withdrawal.owner_agency_id(), aim->unknown,
                   aim->kept.empty(), trust.now)) {
    // A revocation waits for nothing.
    (void)Erase(aim->kept, trust.now);
    return later;
  }
  auto results = Erase(erasures, trust.now);
  if (!results.ok()) return later;
  v1::DeletionReceipt receipt;
  receipt.set_withdrawal_sha256(verified->digest);
  receipt.set_recipient_agency_id(agency_id_);
  receipt.set_owner_agency_id(withdrawal.owner_agency_id());
  *receipt.mutable_issued_time() = auth::ToTimestamp(trust.now);
  for (v1::DeletedCopy& result : *results) {
    *receipt.add_copies() = std::move(result);
  }
  const std::string payload = receipt.SerializeAsString();
  storage::Submission submission;
  submission.entries.push_back(ReceiptEntry(receipt, payload));
  const absl::Status logged =
      storage::CommitAndWait(committer_, std::move(submission));
  const auto signer = signers_("");
  if (!logged.ok() || !signer.has_value()) return later;
  return SignReceipt(payload, *signer);
}

absl::Status KeptAnswers::Sweep(absl::Time now) const {
  auto due = store_->Due(now, kSweptAtOnce);
  if (!due.ok()) return due.status();
  std::vector<Erasure> erasures;
  for (std::string& copy_key : *due) {
    erasures.push_back({std::move(copy_key), "", "", {}});
  }
  return Erase(erasures, now).status();
}

absl::StatusOr<std::vector<v1::KeptAnswer>> KeptAnswers::List(
    absl::string_view subject, absl::Time now, size_t limit) const {
  auto copies = store_->List(subject, limit);
  if (!copies.ok()) return copies.status();
  std::vector<v1::KeptAnswer> answers;
  for (StoredCopy& copy : *copies) {
    v1::KeptAnswer& answer = answers.emplace_back(copy.answer());
    if (answer.state() == v1::COPY_STATE_KEPT && IsOver(copy, now)) {
      answer.set_state(v1::COPY_STATE_ERASED);
      *answer.mutable_erased_time() = answer.expiry_time();
    }
  }
  return answers;
}

absl::StatusOr<v1::GetKeptAnswerResponse> KeptAnswers::Get(
    const auth::Caller& caller, const v1::GetKeptAnswerRequest& request,
    const auth::ActiveSet& mous, absl::Time now) const {
  const auto copy_key = storage::CopyKeyOf(request.copy_id());
  if (!copy_key.has_value() || caller.staff() == nullptr) return NoCopy();
  auto found = store_->Find(*copy_key);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return NoCopy();
  const StoredCopy& copy = (*found)->copy;
  const v1::KeptAnswer& answer = copy.answer();
  if (answer.state() != v1::COPY_STATE_KEPT || IsOver(copy, now) ||
      copy.subject() != caller.staff()->subject() ||
      answer.purpose() != request.purpose() ||
      !mous.InForce(MouIdOf(answer.mou()), now).has_value()) {
    return NoCopy();
  }
  storage::Submission submission;
  submission.entries.push_back(ReadEntry(caller, answer, now));
  absl::Status logged =
      storage::CommitAndWait(committer_, std::move(submission));
  if (!logged.ok()) return absl::UnavailableError(logged.message());
  // It may have been erased meanwhile: then its key is gone.
  auto match = Read(*copy_key, copy, now);
  if (absl::IsNotFound(match.status())) return NoCopy();
  if (!match.ok()) return match.status();
  v1::GetKeptAnswerResponse response;
  *response.mutable_answer() = answer;
  *response.mutable_match() = *std::move(match);
  return response;
}

absl::StatusOr<bool> KeptAnswers::SaysSafe(absl::string_view copy_id,
                                           absl::string_view subject,
                                           v1::Purpose purpose,
                                           absl::Time since,
                                           absl::Time now) const {
  const auto copy_key = storage::CopyKeyOf(copy_id);
  if (!copy_key.has_value()) return false;
  auto found = store_->Find(*copy_key);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return false;
  const StoredCopy& copy = (*found)->copy;
  if (copy.answer().state() != v1::COPY_STATE_KEPT || IsOver(copy, now) ||
      copy.subject() != subject || copy.answer().purpose() != purpose) {
    return false;
  }
  const auto match = Read(*copy_key, copy, now);
  if (absl::IsNotFound(match.status())) return false;
  if (!match.ok()) return match.status();
  return IsSafe(match->record(), since, now);
}

absl::StatusOr<v1::RecordMatch> KeptAnswers::Read(const std::string& copy_key,
                                                  const StoredCopy& copy,
                                                  absl::Time now) const {
  const auto content = store_->Open(copy_key, copy, now);
  if (!content.ok()) return content.status();
  v1::RecordMatch match;
  if (!match.ParseFromArray(content->data(),
                            static_cast<int>(content->size()))) {
    return absl::DataLossError("a kept answer can't be read");
  }
  return match;
}

}  // namespace homeward::federation
