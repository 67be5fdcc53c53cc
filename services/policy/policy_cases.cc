#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/cases/case_withdrawal.h"
#include "auth/cases/case_withdrawals.h"
#include "services/policy/policy.h"
#include "services/policy/state.h"

// Case tokens that were taken back.
namespace homeward::policy {

absl::Status Policy::WithdrawCase(const v1::Envelope& envelope,
                                  absl::Time now) {
  absl::MutexLock change(&change_mutex_);
  auto withdrawal =
      auth::VerifyCaseWithdrawal(envelope, *current()->directory, now);
  if (!withdrawal.ok()) return withdrawal.status();
  // What is over takes nobody's room.
  absl::Status forgotten = ForgetCases(now);
  if (!forgotten.ok()) return forgotten;
  State next = *state();
  auth::CaseWithdrawals known = *next.snapshot.case_withdrawals;
  absl::Status added = known.Add(*withdrawal);
  if (absl::IsAlreadyExists(added)) return absl::OkStatus();
  if (added.ok()) added = archive_.SaveCaseWithdrawal(*withdrawal, now);
  if (!added.ok()) return added;
  next.snapshot.case_withdrawals =
      std::make_shared<const auth::CaseWithdrawals>(std::move(known));
  Publish(std::move(next));
  return absl::OkStatus();
}

absl::Status Policy::ForgetCaseWithdrawals(absl::Time now) {
  absl::MutexLock change(&change_mutex_);
  return ForgetCases(now);
}

absl::Status Policy::ForgetCases(absl::Time now) {
  State next = *state();
  auth::CaseWithdrawals known = *next.snapshot.case_withdrawals;
  const std::vector<std::string> over = known.Forget(now);
  if (over.empty()) return absl::OkStatus();
  absl::Status erased = archive_.EraseCaseWithdrawals(over);
  if (!erased.ok()) return erased;
  next.snapshot.case_withdrawals =
      std::make_shared<const auth::CaseWithdrawals>(std::move(known));
  Publish(std::move(next));
  return absl::OkStatus();
}

}  // namespace homeward::policy
