#ifndef HOMEWARD_SERVICES_POLICY_POLICY_H_
#define HOMEWARD_SERVICES_POLICY_POLICY_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "homeward/internal/v1/mou_proof.pb.h"
#include "homeward/v1/mou_service.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/policy/archive.h"
#include "services/policy/red_lines.h"
#include "services/policy/state.h"
#include "services/policy/why_not.h"
#include "storage/committer.h"
#include "storage/records/document_store.h"
#include "storage/waiting/doorbell.h"
#include "storage/waiting/steady_time.h"

// What a node relies on: directory, revoked certificates and MOUs.
namespace homeward::policy {

// Keeps the shared documents: verifies what comes in, makes it durable with
// an entry in the audit log, and only then relies on it. Thread-safe. Every
// change may block on the store: never make one on a gRPC thread.
//
// Where there are red lines, an MOU is active only once it is proven that none
// is crossed. Who proposes one waits for that proof; other changes take effect
// at once, and what they make possible once it is proven. Source: docs/mou.md,
// "Red lines".
//
// Errors of every change, besides its own:
//   UNAVAILABLE  The store or the log can't be written; nothing changed.
class Policy {
 public:
  struct Options {
    std::string agency_id;
    // Governance as it was compared when the agency joined: signs the first
    // directory.
    auth::Governance trusted_governance;
    // The directory to start with when the store has none.
    v1::Envelope first_directory;
    // Reads the red lines, at the start and whenever a directory comes. Empty:
    // there is none.
    RedLineReader red_lines = {};
    // Sees to it that somebody calls Settle() soon, on a thread that may take
    // its time. Quick; called from any thread. Empty: a change does it itself.
    std::function<void()> settle_soon = {};
  };

  // Loads the documents. `documents` and `committer` must outlive the policy.
  //
  // Errors:
  //   UNAUTHENTICATED, INVALID_ARGUMENT  The first directory does not hold;
  //                    the text says why.
  //   DATA_LOSS, UNAVAILABLE  The store can't be read.
  static absl::StatusOr<std::unique_ptr<Policy>> Open(
      Options options, const storage::DocumentStore* documents,
      storage::Committer* committer, absl::Time now);

  // What holds now. Never null. Cheap.
  std::shared_ptr<const Snapshot> current() const;

  // The same with the documents themselves, to show and to pass on.
  std::shared_ptr<const State> state() const;

  // Takes a newer directory. Errors: as auth::VerifyNextDirectory(), but the
  // present one again is OK.
  absl::Status InstallDirectory(const v1::Envelope& envelope, absl::Time now);

  // Takes a newer list of revoked certificates. Errors: as
  // auth::VerifyRevocationList() and RevocationSet::With(), but the present
  // one again is OK.
  absl::Status InstallRevocationList(const v1::Envelope& envelope,
                                     absl::Time now);

  // Takes an MOU of which the own agency is a party, or more signatures of
  // one. With `dry_run` it only checks. One that every party has signed is
  // proven before it is kept. What takes over 3 seconds, or comes while another
  // caller waits, is kept unproven: it is pending, and its proof is made
  // elsewhere, whoever hangs up. Once `goes_on` says no, or the 3 seconds are
  // over, nobody waits any more: that is looked at after each hundredth of a
  // second of proving, in the subtraction of boxes itself, and each tenth while
  // another thread proves. Then the proof ends, and nothing is kept that was
  // not yet. So at most one call holds a thread, for at most 3 seconds; one
  // with `dry_run` for as long as `goes_on` lets it.
  //
  // Errors:
  //   RESOURCE_EXHAUSTED   Another trial is under way; try again.
  //   INVALID_ARGUMENT     It breaks a rule; the text names field and reason.
  //   FAILED_PRECONDITION  Nobody's valid signature is on it, the own agency
  //                        is no party, or it does not follow the version
  //                        that is here. Or every party has signed it and it
  //                        would cross a red line: it is kept and does
  //                        nothing; the text tells the question that would be
  //                        answered, for own staff.
  //   CANCELLED            `goes_on` said no before it was kept: nothing
  //                        changed.
  absl::StatusOr<v1::MouSummary> ProposeMou(const v1::Envelope& envelope,
                                            bool dry_run, absl::Time now,
                                            const GoesOn& goes_on = {});

  // Takes a party's statement on an MOU. Errors: as MouRegister::AddStatement.
  absl::StatusOr<v1::MouSummary> StateMou(const v1::Envelope& statement,
                                          absl::Time now);

  // Takes a withdrawal of a case token, whoever vouched; one that is here is
  // OK. Errors: as auth::VerifyCaseWithdrawal() and auth::CaseWithdrawals.
  absl::Status WithdrawCase(const v1::Envelope& envelope, absl::Time now);

  // Forgets withdrawals of cases that are over, with their tokens. Call it now
  // and then.
  absl::Status ForgetCaseWithdrawals(absl::Time now);

  // Proves what has not been proven since MOUs, charter or red lines last
  // changed, and takes the result. OK without doing anything when all is. With
  // 1,000 MOUs and 20 red lines it takes about a second. Call it now and then:
  // what was loaded at the start may be unproven, a change may have failed to
  // keep its proof, and red lines that were not to be had may be there now.
  // Errors besides: CANCELLED, `goes_on` said no; call it again.
  absl::Status Settle(absl::Time now, const GoesOn& goes_on = {});

  // Takes what a peer sent. Each document is verified by itself; one that does
  // not hold is left out and named in the result, the others are taken.
  std::vector<absl::Status> Take(const v1::SharedDocuments& documents,
                                 absl::Time now);

 private:
  // Has what is unproven proven, now or soon.
  void SettleSoon(absl::Time now);
  // The same, and waits until it is, or `until`.
  void SettleAndWait(absl::Time now, const GoesOn& goes_on,
                     storage::SteadyTime until);
  // What is proven once the MOU of `envelope`, which is not kept, has been
  // added. Nothing: there is nothing to prove, or it was not proven by `until`.
  absl::StatusOr<std::optional<internal::v1::MouProof>> ProveFirst(
      const v1::Envelope& envelope, absl::Time now, const GoesOn& goes_on,
      storage::SteadyTime until);
  // Relies on `proof`, unless what it proves from has changed.
  absl::Status TakeProof(internal::v1::MouProof proof, absl::Time now)
      ABSL_LOCKS_EXCLUDED(change_mutex_);
  absl::Status Prove(absl::Time now, const GoesOn& goes_on)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(settle_mutex_);
  absl::Status ForgetCases(absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(change_mutex_);
  absl::Status ReadRedLinesAgain();
  Policy(Options options, const storage::DocumentStore* documents,
         storage::Committer* committer);

  absl::StatusOr<State> Load(absl::Time now) const;
  void Publish(State state);
  // The changes, up to the proof.
  absl::Status AddDirectory(const v1::Envelope& envelope, absl::Time now);
  absl::StatusOr<std::string> AddMou(const v1::Envelope& envelope,
                                     absl::Time now);
  absl::StatusOr<std::string> AddStatement(const v1::Envelope& statement,
                                           absl::Time now);
  // What would be with the MOU of `envelope`: nothing is kept.
  absl::StatusOr<v1::MouSummary> TryMou(const v1::Envelope& envelope,
                                        absl::Time now,
                                        const GoesOn& goes_on) const;

  const Options options_;
  Archive archive_;

  // One proof at a time; taken before `change_mutex_`.
  absl::Mutex settle_mutex_;
  // Held by who waits for a proof, and by who tries one.
  mutable absl::Mutex wait_mutex_;
  // One change at a time.
  absl::Mutex change_mutex_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<const State> state_ ABSL_GUARDED_BY(mutex_);
  // Rung when Settle() has ended.
  storage::Doorbell settled_;
};

}  // namespace homeward::policy

#endif  // HOMEWARD_SERVICES_POLICY_POLICY_H_
