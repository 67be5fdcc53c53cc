#include "auth/change/replay.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "auth/change/outcomes.h"
#include "auth/mou/field_catalog.h"
#include "auth/what_if/what_if.h"

namespace homeward::auth {

absl::Status Replay::Add(const v1::DecideRequest& question) {
  return AddTimes(question, 1);
}

absl::Status Replay::Add(const v1::PastDecision& decision) {
  v1::DecideRequest question;
  *question.mutable_request() = decision.request();
  *question.mutable_facts() = decision.facts();
  if (decision.has_time()) *question.mutable_time() = decision.time();
  absl::Status added = AddTimes(question, std::max(decision.records(), 1));
  if (added.ok() && decision.records() == 0) ++without_record_;
  return added;
}

absl::Status Replay::AddTimes(const v1::DecideRequest& question,
                              int64_t times) {
  const absl::StatusOr<WhatIf> asked = ReadWhatIf(question);
  if (!asked.ok()) return asked.status();
  decisions_ += times;
  const AccessRequest& request = asked->request;
  const auto outcomes = [&](const std::shared_ptr<const ActiveSet>& mous) {
    return DisclosureBy(mous, request, asked->case_facts, asked->facts, as_of_)
        .outcomes;
  };
  const Outcomes before = outcomes(present_);
  const Outcomes after = outcomes(candidate_);
  if (before == after) return absl::OkStatus();
  changed_ += times;
  auto& changes =
      changes_[{request.owner_agency_id, request.requester_agency_id}];
  for (size_t i = 0; i < before.size(); ++i) {
    if (before[i] != after[i]) changes[{i, before[i], after[i]}] += times;
  }
  return absl::OkStatus();
}

v1::ReplayReport Replay::Report() const {
  v1::ReplayReport report;
  report.set_decisions(decisions_);
  report.set_changed(changed_);
  report.set_without_record(without_record_);
  report.set_unknown(unknown_);
  for (const auto& [pair, changes] : changes_) {
    for (const auto& [change, count] : changes) {
      const auto& [field, before, after] = change;
      v1::ReplayChange& told = *report.add_changes();
      told.set_owner_agency_id(pair.first);
      told.set_requester_agency_id(pair.second);
      told.mutable_field()->set_field_path(
          FieldCatalog::Get().path(static_cast<int>(field)));
      SetTreatment(before, *told.mutable_field()->mutable_before());
      SetTreatment(after, *told.mutable_field()->mutable_after());
      told.set_decisions(count);
    }
  }
  std::stable_sort(report.mutable_changes()->begin(),
                   report.mutable_changes()->end(),
                   [](const v1::ReplayChange& a, const v1::ReplayChange& b) {
                     return a.decisions() > b.decisions();
                   });
  return report;
}

}  // namespace homeward::auth
