#include "services/federation/withdrawal/withdrawal_erased.h"

#include <limits>
#include <map>
#include <utility>

#include "auth/proto_time.h"
#include "homeward/internal/v1/copies.pb.h"
#include "homeward/v1/copy_service.pb.h"
#include "homeward/v1/withdrawal.pb.h"
#include "services/federation/withdrawal/revocations.h"

namespace homeward::federation {

absl::Status TakeBackAll(const storage::DocumentStore& documents,
                         const std::string& record_id,
                         const std::string& subject, absl::Time now,
                         storage::Batch* batch) {
  internal::v1::StoredRevocation revocation;
  revocation.set_record_id(record_id);
  *revocation.mutable_effective_time() = auth::ToTimestamp(now);
  revocation.set_subject(subject);
  revocation.set_cause(v1::WITHDRAWAL_CAUSE_ERASED);
  return PutRevocation(documents, revocation, batch);
}

absl::StatusOr<std::vector<v1::ErasureHolder>> HoldersOf(
    const std::string& record_id, const WithdrawalBook& book,
    const storage::DisclosureStore& disclosures, absl::Time now) {
  const auto shown = disclosures.OfRecord(record_id);
  if (!shown.ok()) return shown.status();
  std::map<std::string, v1::ErasureHolder> holders;
  const auto add = [&](const std::string& agency_id, int copies, int gone) {
    v1::ErasureHolder& holder = holders[agency_id];
    holder.set_agency_id(agency_id);
    holder.set_copy_count(holder.copy_count() + copies);
    holder.set_acknowledged_count(holder.acknowledged_count() + gone);
  };
  for (const v1::WithdrawalStatus& status :
       book.List("", /*open_only=*/false, std::numeric_limits<size_t>::max())) {
    if (status.record_id() != record_id) continue;
    add(status.recipient_agency_id(), status.copy_count(),
        status.has_acknowledged_time() ? status.copy_count() : 0);
  }
  for (const internal::v1::StoredDisclosure& disclosure : *shown) {
    if (auth::ToTime(disclosure.expiry_time()) > now &&
        !book.IsWithdrawn(disclosure.copy().answer_sha256())) {
      add(disclosure.recipient_agency_id(), 1, 0);
    }
  }
  std::vector<v1::ErasureHolder> listed;
  for (auto& [agency_id, holder] : holders) {
    listed.push_back(std::move(holder));
  }
  return listed;
}

}  // namespace homeward::federation
