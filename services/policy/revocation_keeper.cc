#include "services/policy/revocation_keeper.h"

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/document.h"
#include "homeward/v1/directory.pb.h"
#include "services/policy/policy.h"
#include "services/policy/state.h"

namespace homeward::policy {

absl::StatusOr<bool> RevocationKeeper::Refresh(absl::Time now) {
  absl::StatusOr<bool> renewed = RefreshIfDue(now);
  absl::MutexLock lock(&mutex_);
  last_ = renewed.status();
  return renewed;
}

absl::Status RevocationKeeper::last() const {
  absl::MutexLock lock(&mutex_);
  return last_;
}

absl::StatusOr<bool> RevocationKeeper::RefreshIfDue(absl::Time now) const {
  const std::shared_ptr<const State> state = policy_->state();
  const auto held = state->revocation_lists.find(agency_id_);
  if (held == state->revocation_lists.end()) {
    return absl::FailedPreconditionError(
        absl::StrCat("there is no list of revoked certificates of ", agency_id_,
                     " to renew; install the newest one, whose number its "
                     "peers know"));
  }
  v1::RevocationList list;
  absl::Status read = auth::ParseStrictly(held->second.payload(), list);
  if (!read.ok()) return read;
  auto issued = auth::ToTime(list.issued_time(), "issued_time");
  if (!issued.ok()) return issued.status();
  if (now < *issued) {
    return absl::FailedPreconditionError(
        absl::StrCat("the list of revoked certificates of ", agency_id_,
                     " was issued after now; check this node's clock"));
  }
  if (now - *issued < kRenewRevocationListAge) return false;
  list.set_number(auth::NextRevocationNumber(list.number(), now));
  *list.mutable_issued_time() = auth::ToTimestamp(now);
  auto envelope = auth::SignDocument(auth::kRevocationListType, list, key_);
  if (!envelope.ok()) return envelope.status();
  absl::Status installed = policy_->InstallRevocationList(*envelope, now);
  if (!installed.ok()) return installed;
  return true;
}

}  // namespace homeward::policy
