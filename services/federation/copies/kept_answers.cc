#include "services/federation/copies/kept_answers.h"

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
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/federation/copies/copy_eraser.h"
#include "services/federation/copies/copy_events.h"
#include "services/federation/copies/safe_word.h"
#include "services/federation/copies/signed_withdrawal.h"
#include "storage/commit_and_wait.h"
#include "storage/copies/copy_key.h"
#include "storage/keys/secret.h"

namespace homeward::federation {
namespace {

using internal::v1::StoredCopy;

constexpr size_t kSweptAtOnce = 300;

absl::Status NoCopy() {
  return absl::NotFoundError(
      "copy_id: you have no such answer for this purpose here; `homeward "
      "answers list` tells what is kept");
}

// Until when `match`, which came at `now`, is kept. Counted from when its owner
// decided, so that an answer that is late, or told again, ends as soon.
absl::Time KeptUntil(const v1::RecordMatch& match, absl::Time now) {
  const absl::Time decided =
      match.has_answer_time() ? auth::ToTime(match.answer_time()) : now;
  return std::min(decided, now) +
         auth::RetentionOf(match.record().obligations());
}

// `mou`, which is `{mou_id}@{version}`, without its version.
absl::string_view MouIdOf(absl::string_view mou) {
  return mou.substr(0, mou.rfind('@'));
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
  const auto aim = eraser_.AimOf(erasures);
  if (!aim.ok()) return later;
  if (!share_.Take(withdrawal.owner_agency_id(), aim->unknown,
                   aim->kept.empty(), trust.now)) {
    // A revocation waits for nothing.
    (void)eraser_.Erase(aim->kept, trust.now);
    return later;
  }
  auto results = eraser_.Erase(erasures, trust.now);
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
  return eraser_.Erase(erasures, now).status();
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

absl::StatusOr<std::optional<KeptAnswers::Kept>> KeptAnswers::FindFor(
    absl::string_view copy_id, absl::string_view subject, v1::Purpose purpose,
    absl::Time now) const {
  const auto copy_key = storage::CopyKeyOf(copy_id);
  if (!copy_key.has_value()) return std::nullopt;
  auto found = store_->Find(*copy_key);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return std::nullopt;
  StoredCopy& copy = (*found)->copy;
  const v1::KeptAnswer& answer = copy.answer();
  if (answer.state() != v1::COPY_STATE_KEPT || IsOver(copy, now) ||
      copy.subject() != subject || answer.purpose() != purpose) {
    return std::nullopt;
  }
  return Kept{*copy_key, std::move(copy)};
}

absl::StatusOr<v1::GetKeptAnswerResponse> KeptAnswers::Get(
    const auth::Caller& caller, const v1::GetKeptAnswerRequest& request,
    const auth::ActiveSet& mous, absl::Time now) const {
  if (caller.staff() == nullptr) return NoCopy();
  const auto kept = FindFor(request.copy_id(), caller.staff()->subject(),
                            request.purpose(), now);
  if (!kept.ok()) return kept.status();
  if (!kept->has_value()) return NoCopy();
  const v1::KeptAnswer& answer = (*kept)->copy.answer();
  if (!mous.InForce(MouIdOf(answer.mou()), now).has_value()) return NoCopy();
  storage::Submission submission;
  submission.entries.push_back(ReadEntry(caller, answer, now));
  absl::Status logged =
      storage::CommitAndWait(committer_, std::move(submission));
  if (!logged.ok()) return absl::UnavailableError(logged.message());
  // It may have been erased meanwhile: then its key is gone.
  auto match = Read(**kept, now);
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
  const auto kept = FindFor(copy_id, subject, purpose, now);
  if (!kept.ok()) return kept.status();
  if (!kept->has_value()) return false;
  const auto match = Read(**kept, now);
  if (absl::IsNotFound(match.status())) return false;
  if (!match.ok()) return match.status();
  return federation::SaysSafe(match->record(), since, now);
}

absl::StatusOr<v1::RecordMatch> KeptAnswers::Read(const Kept& kept,
                                                  absl::Time now) const {
  const auto content = store_->Open(kept.copy_key, kept.copy, now);
  if (!content.ok()) return content.status();
  v1::RecordMatch match;
  if (!match.ParseFromArray(content->data(),
                            static_cast<int>(content->size()))) {
    return absl::DataLossError("a kept answer can't be read");
  }
  return match;
}

}  // namespace homeward::federation
