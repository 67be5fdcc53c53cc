#include "auth/what_if/what_if.h"

#include <utility>

#include "auth/decision/decision_record.h"
#include "auth/decision/grant.h"
#include "auth/mou/enum_set.h"
#include "auth/mou/field_catalog.h"
#include "auth/mou/treatment.h"
#include "auth/proto_time.h"
#include "auth/what_if/known_facts.h"

namespace homeward::auth {
namespace {

absl::Status ReadRequest(const v1::AccessQuestion& message,
                         AccessRequest& request) {
  request.requester_agency_id = message.requester_agency_id();
  request.requester_kind = message.requester_kind();
  request.owner_agency_id = message.owner_agency_id();
  for (const int role : message.roles()) {
    request.roles.Add(static_cast<v1::Role>(role));
    if (!request.roles.Contains(static_cast<v1::Role>(role))) {
      request.has_unknown_role = true;
    }
  }
  request.purpose = message.purpose();
  request.action = message.action();
  request.mou_id = message.mou_id();
  for (const int category : message.categories()) {
    request.categories.Add(static_cast<v1::Category>(category));
    if (request.categories.Contains(static_cast<v1::Category>(category))) {
      continue;
    }
    return absl::InvalidArgumentError(
        "request: it asks for a category that is not known here");
  }
  return absl::OkStatus();
}

// What both steps of a decision found.
DecisionTrace Both(DecisionTrace first, DecisionTrace second) {
  const auto prepend = [](auto& before, auto& list) {
    list.insert(list.begin(), before.begin(), before.end());
  };
  prepend(first.prohibitions, second.prohibitions);
  prepend(first.built_in_rules, second.built_in_rules);
  return second;
}

// The outcomes other than DROP.
void AddFields(const Grant& grant, v1::DecideResponse& response) {
  const FieldCatalog& catalog = FieldCatalog::Get();
  for (size_t i = 0; i < catalog.size(); ++i) {
    if (!grant.fields().test(i)) continue;
    v1::FieldRule& rule = *response.add_fields();
    rule.set_field_path(catalog.path(static_cast<int>(i)));
    SetTreatment(grant.treatments().Of(static_cast<int>(i)), rule);
  }
}

}  // namespace

absl::StatusOr<WhatIf> ReadWhatIf(const v1::DecideRequest& message) {
  WhatIf what_if;
  absl::Status read = ReadRequest(message.request(), what_if.request);
  if (!read.ok()) return read;
  read = ReadFacts(message.facts(), what_if.case_facts, what_if.facts);
  if (!read.ok()) return read;
  if (!message.has_time()) {
    return absl::InvalidArgumentError("time is missing");
  }
  const absl::StatusOr<absl::Time> now = ToTime(message.time(), "time");
  if (!now.ok()) return now.status();
  what_if.now = *now;
  return what_if;
}

v1::DecideRequest ToMessage(const WhatIf& what_if) {
  v1::DecideRequest message;
  *message.mutable_request() = ToMessage(what_if.request);
  *message.mutable_facts() = ToMessage(what_if.case_facts, what_if.facts);
  *message.mutable_time() = ToTimestamp(what_if.now);
  return message;
}

v1::DecideResponse Decide(const std::shared_ptr<const ActiveSet>& mous,
                          const WhatIf& what_if) {
  v1::DecideResponse response;
  response.set_effect(v1::DECISION_EFFECT_DENY);
  Admittance admitted =
      Admit(mous, what_if.request, what_if.case_facts, what_if.now);
  if (!admitted.admission.ok()) {
    *response.mutable_decision() =
        MakeDecisionRecord(admitted.trace, mous->digest());
    return response;
  }
  Authorization result = Authorize(*admitted.admission, what_if.facts);
  *response.mutable_decision() = MakeDecisionRecord(
      Both(std::move(admitted.trace), std::move(result.trace)), mous->digest());
  if (!result.grant.ok()) return response;
  response.set_effect(v1::DECISION_EFFECT_PERMIT);
  AddFields(*result.grant, response);
  for (const v1::Obligation& duty : result.grant->obligations()) {
    *response.add_obligations() = duty;
  }
  return response;
}

}  // namespace homeward::auth
