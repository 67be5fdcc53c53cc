#include "services/federation/withdrawal/withdrawal_plan.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/facts/consent_words.h"
#include "auth/mou/enum_set.h"
#include "auth/proto_time.h"
#include "storage/copies/copy_key.h"
#include "storage/keys/secret.h"

namespace homeward::federation {
namespace {

using internal::v1::StoredDisclosure;
using internal::v1::StoredRevocation;

constexpr size_t kIdBytes = 16;
// Fewer than may be, so that the recipient is done in time.
constexpr size_t kCopiesAtOnce = 100;

bool Concerns(const StoredRevocation& revocation,
              const StoredDisclosure& disclosure) {
  // Of a record that is gone nothing stays with anybody.
  if (revocation.cause() == v1::WITHDRAWAL_CAUSE_ERASED ||
      revocation.from_origin()) {
    return true;
  }
  const absl::Time effective = auth::ToTime(revocation.effective_time());
  if (auth::ToTime(disclosure.decided_time()) >
      effective + kRevocationInWriting) {
    return false;
  }
  auth::CategorySet disclosed;
  for (int category : disclosure.categories()) {
    disclosed.Add(static_cast<v1::Category>(category));
  }
  return auth::RefusedBy(revocation.consent(), disclosure.recipient_agency_id(),
                         disclosure.purpose(), effective)
      .Intersects(disclosed);
}

}  // namespace

absl::StatusOr<std::string> RandomId() {
  auto id = storage::Secret::Random(kIdBytes);
  if (!id.ok()) return id.status();
  return std::string(id->view());
}

namespace {

// Names `copies`, in as many as it takes.
absl::StatusOr<std::vector<v1::Withdrawal>> WithdrawalsOf(
    const std::vector<v1::CopyName>& copies, const std::string& owner,
    const std::string& recipient, v1::WithdrawalCause cause, absl::Time now) {
  std::vector<v1::Withdrawal> withdrawals;
  for (size_t i = 0; i < copies.size(); ++i) {
    if (i % kCopiesAtOnce == 0) {
      auto id = RandomId();
      if (!id.ok()) return id.status();
      v1::Withdrawal& begun = withdrawals.emplace_back();
      begun.set_withdrawal_id(*id);
      *begun.mutable_issued_time() = auth::ToTimestamp(now);
      begun.set_owner_agency_id(owner);
      begun.set_recipient_agency_id(recipient);
      begun.set_cause(cause);
    }
    *withdrawals.back().add_copies() = copies[i];
  }
  return withdrawals;
}

}  // namespace

std::optional<absl::Time> RefusesFrom(const v1::Consent& consent,
                                      absl::Time now) {
  if (consent.has_assent() && consent.assent().has_given() &&
      !consent.assent().given()) {
    return now;
  }
  if (!consent.has_revoked_time()) return std::nullopt;
  return std::max(now, auth::ToTime(consent.revoked_time()));
}

absl::StatusOr<std::vector<v1::Withdrawal>> PlanWithdrawals(
    const StoredRevocation& revocation,
    const std::vector<StoredDisclosure>& disclosures,
    const std::set<std::string>& withdrawn, const std::string& own_agency_id,
    absl::Time now) {
  std::map<std::string, std::vector<v1::CopyName>> copies;
  for (const StoredDisclosure& disclosure : disclosures) {
    if (withdrawn.count(storage::CopyKey(disclosure.copy())) == 0 &&
        Concerns(revocation, disclosure)) {
      copies[disclosure.recipient_agency_id()].push_back(disclosure.copy());
    }
  }
  const v1::WithdrawalCause cause =
      revocation.cause() == v1::WITHDRAWAL_CAUSE_UNSPECIFIED
          ? v1::WITHDRAWAL_CAUSE_CONSENT_REVOKED
          : revocation.cause();
  std::vector<v1::Withdrawal> planned;
  for (const auto& [recipient, names] : copies) {
    auto withdrawals =
        WithdrawalsOf(names, own_agency_id, recipient, cause, now);
    if (!withdrawals.ok()) return withdrawals.status();
    absl::c_move(*withdrawals, std::back_inserter(planned));
  }
  return planned;
}

absl::StatusOr<std::vector<DueReceipt>> PlanReceipts(
    const std::vector<StoredDisclosure>& disclosures,
    const std::set<std::string>& withdrawn, const std::string& own_agency_id,
    absl::Time now) {
  std::map<std::pair<std::string, std::string>, std::vector<v1::CopyName>>
      copies;
  for (const StoredDisclosure& disclosure : disclosures) {
    if (withdrawn.count(storage::CopyKey(disclosure.copy())) > 0) continue;
    copies[{disclosure.record_id(), disclosure.recipient_agency_id()}]
        .push_back(disclosure.copy());
  }
  std::vector<DueReceipt> planned;
  for (const auto& [whose, names] : copies) {
    auto withdrawals = WithdrawalsOf(names, own_agency_id, whose.second,
                                     v1::WITHDRAWAL_CAUSE_TIME_OVER, now);
    if (!withdrawals.ok()) return withdrawals.status();
    for (v1::Withdrawal& withdrawal : *withdrawals) {
      planned.push_back({whose.first, std::move(withdrawal)});
    }
  }
  return planned;
}

int CountErased(const v1::DeletionReceipt& receipt) {
  return static_cast<int>(
      absl::c_count_if(receipt.copies(), [](const v1::DeletedCopy& copy) {
        return copy.state() == v1::COPY_STATE_ERASED;
      }));
}

}  // namespace homeward::federation
