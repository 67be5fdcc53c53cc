#ifndef HOMEWARD_SERVICES_FEDERATION_COPIES_KEPT_ANSWERS_H_
#define HOMEWARD_SERVICES_FEDERATION_COPIES_KEPT_ANSWERS_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "auth/identity/caller.h"
#include "homeward/internal/v1/copies.pb.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "homeward/v1/query_service.pb.h"
#include "homeward/v1/record.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/copies/copy_eraser.h"
#include "services/federation/copies/signed_withdrawal.h"
#include "services/federation/copies/withdrawal_share.h"
#include "services/federation/signed/signer.h"
#include "storage/committer.h"
#include "storage/copies/copy_store.h"

namespace homeward::federation {

// For which question an answer came.
struct KeptQuestion {
  // Pseudonym of who asked.
  std::string subject;
  std::string query_id;
  v1::Purpose purpose = v1::PURPOSE_UNSPECIFIED;
  // The MOU relied on, `{mou_id}@{version}`.
  std::string mou;
};

// What this node keeps of other agencies' answers, and the duties that came
// with them, carried out: each record is sealed under a key of its own, shown
// only to who asked and for what she asked, and erased when its time is over or
// its owner takes it back. It is never answered from. Thread-safe. Calls block
// on the store.
class KeptAnswers {
 public:
  // The pointers must outlive it.
  KeptAnswers(std::string agency_id, storage::CopyStore* store,
              storage::Committer* committer, SignerFinder signers)
      : agency_id_(std::move(agency_id)),
        store_(store),
        committer_(committer),
        eraser_(agency_id_, store, committer),
        signers_(std::move(signers)) {}

  // Adds each record of `answer`, another agency's to `question`, to
  // `submission`, which is ABORTED when its owner took one back before it came.
  // Errors: those of CopyStore::Keep().
  absl::Status Keep(const KeptQuestion& question, const v1::NodeAnswer& answer,
                    absl::Time now, storage::Submission& submission) const;

  // Erases what `request`, which came over the connection of `connection`,
  // takes back, and answers with a receipt. Where its owner has spent its
  // WithdrawalShare, what is here is erased all the same, and no more.
  //
  // Errors:
  //   PERMISSION_DENIED   It can't be verified. One text.
  //   RESOURCE_EXHAUSTED  Not all could be erased, or the share is spent: ask
  //                       again.
  absl::StatusOr<v1::WithdrawResponse> Withdraw(
      const auth::Caller& connection, const v1::WithdrawRequest& request,
      const TrustView& trust) const;

  // Erases what may not be kept any more at `now`, and forgets what was erased
  // long ago. Errors: those of CopyStore and of storage::CommitAndWait(); the
  // rest is tried all the same.
  absl::Status Sweep(absl::Time now) const;

  // What `subject`, or everybody if it is empty, has here, the newest first, at
  // most `limit`. What is over at `now` counts as erased.
  absl::StatusOr<std::vector<v1::KeptAnswer>> List(absl::string_view subject,
                                                   absl::Time now,
                                                   size_t limit) const;

  // What `caller`, own staff, may see again by `mous`. The errors are those of
  // GetKeptAnswer in copy_service.proto.
  absl::StatusOr<v1::GetKeptAnswerResponse> Get(
      const auth::Caller& caller, const v1::GetKeptAnswerRequest& request,
      const auth::ActiveSet& mous, absl::Time now) const;

  // Whether the copy `copy_id`, which is kept at `now` and which `subject`
  // asked for with `purpose`, says that the child is safe: its newest wellbeing
  // check, with a time that is not ahead, does, and is of `since` or later.
  // Errors: those of CopyStore.
  absl::StatusOr<bool> SaysSafe(absl::string_view copy_id,
                                absl::string_view subject, v1::Purpose purpose,
                                absl::Time since, absl::Time now) const;

 private:
  // A copy that is kept.
  struct Kept {
    std::string copy_key;
    internal::v1::StoredCopy copy;
  };

  // The copy `copy_id`, if it is kept at `now` and `subject` asked for it with
  // `purpose`. Errors: as CopyStore::Find().
  absl::StatusOr<std::optional<Kept>> FindFor(absl::string_view copy_id,
                                              absl::string_view subject,
                                              v1::Purpose purpose,
                                              absl::Time now) const;
  // What `kept` says. Errors: as CopyStore::Open().
  absl::StatusOr<v1::RecordMatch> Read(const Kept& kept, absl::Time now) const;

  const std::string agency_id_;
  storage::CopyStore* const store_;
  storage::Committer* const committer_;
  const CopyEraser eraser_;
  const SignerFinder signers_;
  mutable WithdrawalShare share_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_COPIES_KEPT_ANSWERS_H_
