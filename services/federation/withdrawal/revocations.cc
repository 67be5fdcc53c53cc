#include "services/federation/withdrawal/revocations.h"

#include <string>

#include "absl/strings/escaping.h"
#include "auth/proto_time.h"
#include "services/federation/withdrawal/withdrawal_documents.h"
#include "services/federation/withdrawal/withdrawal_plan.h"

namespace homeward::federation {
namespace {

// Most answers come within a second.
constexpr absl::Duration kLooks[] = {absl::Seconds(1),  absl::Seconds(3),
                                     absl::Seconds(7),  absl::Seconds(15),
                                     absl::Seconds(30), kSettleRevocation};

}  // namespace

absl::Status PutRevocation(const storage::DocumentStore& documents,
                           const internal::v1::StoredRevocation& revocation,
                           storage::Batch* batch) {
  auto id = RandomId();
  if (!id.ok()) return id.status();
  const std::string name = absl::BytesToHexString(*id);
  documents.Schedule(kRevocations, name,
                     auth::ToTime(revocation.effective_time()), batch);
  return documents.Put(kRevocations, DocumentOf(name, revocation), batch);
}

bool HasBegun(const internal::v1::StoredRevocation& revocation,
              absl::Time now) {
  if (!revocation.has_consent()) return true;
  const auto from = RefusesFrom(revocation.consent(), now);
  return from.has_value() && *from <= now;
}

std::optional<absl::Duration> NextLook(absl::Duration settling) {
  for (const absl::Duration after : kLooks) {
    if (after > settling) return after - settling;
  }
  return std::nullopt;
}

}  // namespace homeward::federation
