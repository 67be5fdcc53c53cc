#include "services/federation/erasure/erasure_events.h"

#include <utility>

#include "absl/status/status.h"
#include "auth/decision/grant.h"
#include "auth/identity/staff_assertion.h"
#include "auth/proto_time.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/notice.pb.h"
#include "services/federation/desk/desk_roles.h"
#include "services/registration/record_access.h"

namespace homeward::federation {

using internal::v1::StoredErasure;
using internal::v1::StoredRecord;
using registration::Ruling;

std::vector<v1::Category> AllCategories() {
  std::vector<v1::Category> all;
  for (int i = v1::Category_MIN; i <= v1::Category_MAX; ++i) {
    if (v1::Category_IsValid(i)) all.push_back(static_cast<v1::Category>(i));
  }
  return all;
}

Ruling RuleOnRights(const policy::Snapshot& policy, const auth::Caller& caller,
                    v1::Action action, absl::Time now) {
  Ruling ruling = registration::Decide(policy.mous, caller,
                                       v1::PURPOSE_SUBJECT_RIGHTS, action, now);
  if (action == v1::ACTION_WRITE_RECORD) {
    ruling.event.set_kind(v1::AUDIT_KIND_ERASURE);
  }
  // Who sees what the desk is told of erasures may also decide on them.
  if (ruling.admission.ok() &&
      !Sees(*caller.staff(), v1::NOTICE_KIND_ERASURE)) {
    ruling.admission = absl::PermissionDeniedError(auth::kDenialText);
    ruling.event.set_outcome(v1::OUTCOME_DENIED);
  }
  return ruling;
}

bool IsGone(const v1::Erasure& erasure) {
  return erasure.state() == v1::ERASURE_STATE_ERASING ||
         erasure.state() == v1::ERASURE_STATE_ERASED;
}

absl::StatusOr<StoredRecord> LoadFor(const storage::RecordStore& records,
                                     const std::string& record_id,
                                     absl::Time now, Ruling& ruling) {
  auto record = records.Load(record_id, AllCategories(), now);
  if (!record.ok()) return record.status();
  if (!record->has_value()) return registration::NoSuchRecord();
  const auth::Authorization authorization =
      registration::AuthorizeRecord(**record, ruling);
  if (!authorization.grant.ok()) {
    return registration::Withhold(authorization.trace, ruling);
  }
  return **std::move(record);
}

storage::AuditEntry EntryOf(const Ruling& ruling) {
  return {ruling.event.SerializeAsString(), ruling.details.SerializeAsString()};
}

storage::AuditEntry EntryOf(const StoredErasure& erasure, absl::Time now) {
  v1::AuditEvent event;
  *event.mutable_time() = auth::ToTimestamp(now);
  event.set_kind(v1::AUDIT_KIND_ERASURE);
  event.set_erasure_state(erasure.erasure().state());
  v1::AuditDetails details;
  NameRecord(erasure, details);
  return {event.SerializeAsString(), details.SerializeAsString()};
}

void NameRecord(const StoredErasure& erasure, v1::AuditDetails& details) {
  details.clear_record_ids();
  if (IsGone(erasure.erasure())) {
    details.set_erased_record_hash(erasure.record_hash());
  } else {
    details.add_record_ids(erasure.erasure().record_id());
  }
}

}  // namespace homeward::federation
