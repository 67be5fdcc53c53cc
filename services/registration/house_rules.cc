#include "services/registration/house_rules.h"

#include <optional>
#include <string>
#include <utility>

#include "auth/decision/access.h"
#include "auth/decision/decision_record.h"
#include "auth/decision/nearest_mou.h"
#include "auth/mou/field_catalog.h"
#include "auth/proto_time.h"
#include "auth/redaction/redact.h"

namespace homeward::registration {
namespace {

auth::AccessRequest AccessOf(const auth::Caller& caller, v1::Purpose purpose,
                             v1::Action action) {
  auth::AccessRequest access;
  access.requester_agency_id = caller.agency_id();
  access.requester_kind = caller.agency_kind();
  access.owner_agency_id = caller.agency_id();
  access.purpose = purpose;
  access.action = action;
  if (caller.staff() == nullptr) return access;  // No role: denied.
  for (const v1::Role role : caller.staff()->roles()) {
    access.roles.Add(role);
    access.has_unknown_role |= !v1::Role_IsValid(role);
  }
  return access;
}

}  // namespace

Ruling Decide(std::shared_ptr<const auth::ActiveSet> mous,
              const auth::Caller& caller, v1::Purpose purpose,
              v1::Action action, absl::Time now) {
  auth::AccessRequest access = AccessOf(caller, purpose, action);
  const auto mou = auth::WhichMou(mous, access, auth::CaseFacts(), now);
  access.mou_id = mou.has_value()
                      ? mou->mou_id
                      : auth::NearestMou(mous, access, auth::CaseFacts(), now);
  const std::string digest = mous->digest();
  auth::Admittance admittance =
      auth::Admit(std::move(mous), access, auth::CaseFacts(), now);
  Ruling ruling{std::move(admittance.admission), {}, {}};
  v1::AuditEvent& event = ruling.event;
  *event.mutable_time() = auth::ToTimestamp(now);
  event.set_kind(action == v1::ACTION_WRITE_RECORD ? v1::AUDIT_KIND_WRITTEN
                                                   : v1::AUDIT_KIND_READ);
  event.set_asker_agency_id(caller.agency_id());
  event.set_purpose(purpose);
  event.set_action(action);
  *event.mutable_decision() =
      auth::MakeDecisionRecord(admittance.trace, digest);
  event.set_outcome(ruling.admission.ok() ? v1::OUTCOME_NOTHING_TO_SHOW
                                          : v1::OUTCOME_DENIED);
  if (caller.staff() != nullptr) {
    for (const v1::Role role : caller.staff()->roles()) event.add_roles(role);
    ruling.details.set_subject(caller.staff()->subject());
  }
  return ruling;
}

auth::CategorySet CategoriesOf(const std::vector<v1::Claim>& claims) {
  v1::ChildRecord record;
  for (const v1::Claim& claim : claims) *record.add_claims() = claim;
  return auth::FieldCatalog::Get().CategoriesOf(auth::FieldsIn(record)) -
         auth::CategorySet{v1::CATEGORY_EXIST};
}

void RequireCategories(const std::vector<v1::Claim>& claims, Ruling& ruling) {
  if (ruling.admission->permitted_categories().Covers(CategoriesOf(claims))) {
    return;
  }
  ruling.admission = absl::PermissionDeniedError(auth::kDenialText);
  ruling.event.set_outcome(v1::OUTCOME_DENIED);
}

}  // namespace homeward::registration
