#ifndef HOMEWARD_SERVICES_FEDERATION_COPIES_KEPT_ANSWERS_H_
#define HOMEWARD_SERVICES_FEDERATION_COPIES_KEPT_ANSWERS_H_

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
  // What `copy`, which is kept, says. Errors: as CopyStore::Open().
  absl::StatusOr<v1::RecordMatch> Read(const std::string& copy_key,
                                       const internal::v1::StoredCopy& copy,
                                       absl::Time now) const;

  // What is to be done about one copy.
  struct Erasure {
    std::string copy_key;
    // Empty: its time is over. Else who takes it back, and by what.
    std::string owner_agency_id;
    std::string withdrawal_sha256;
    v1::WithdrawalCause cause = v1::WITHDRAWAL_CAUSE_UNSPECIFIED;
  };

  // What erasures meet here.
  struct Aim {
    // Those of what is kept, and may be taken back.
    std::vector<Erasure> kept;
    // How many of the others nothing is known of.
    int unknown = 0;
  };

  // What one commit does: what becomes of each copy, those whose keys are
  // destroyed first, and the rows and entries.
  struct Attempt {
    std::vector<v1::DeletedCopy> results;
    std::vector<internal::v1::StoredCopy> doomed;
    storage::Submission submission;
  };

  absl::StatusOr<Aim> AimOf(const std::vector<Erasure>& erasures) const;
  // Erases them; what became of each, in their order.
  absl::StatusOr<std::vector<v1::DeletedCopy>> Erase(
      const std::vector<Erasure>& erasures, absl::Time now) const;
  absl::StatusOr<std::vector<v1::DeletedCopy>> TryErase(
      const std::vector<Erasure>& erasures, absl::Time now) const;
  // Adds what `erasure` does to `attempt`, its result last.
  absl::Status AddErasure(const Erasure& erasure, absl::Time now,
                          Attempt& attempt) const;

  const std::string agency_id_;
  storage::CopyStore* const store_;
  storage::Committer* const committer_;
  const SignerFinder signers_;
  mutable WithdrawalShare share_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_COPIES_KEPT_ANSWERS_H_
