#include "services/registration/record_access.h"

#include <utility>

#include "auth/decision/access.h"
#include "auth/decision/decision_record.h"
#include "auth/facts/decision_facts.h"
#include "auth/facts/record_facts.h"
#include "homeward/v1/question.pb.h"

namespace homeward::registration {

using ::homeward::internal::v1::StoredRecord;

absl::Status NoSuchRecord() {
  return absl::NotFoundError("this node has no such record for the caller");
}

auth::Authorization AuthorizeRecord(const StoredRecord& record,
                                    const Ruling& ruling) {
  const auth::Admission& admission = *ruling.admission;
  return auth::Authorize(
      admission,
      auth::DecisionFacts(record, admission.request(), admission.now()));
}

absl::Status Withhold(const auth::DecisionTrace& trace, Ruling& ruling) {
  ruling.event.set_outcome(v1::OUTCOME_DENIED);
  *ruling.event.mutable_decision() =
      auth::MakeDecisionRecord(trace, ruling.event.decision().policy_sha256());
  return NoSuchRecord();
}

absl::StatusOr<Addition> FindToAdd(const storage::RecordStore& records,
                                   const std::vector<std::string>& ids,
                                   const std::vector<v1::Claim>& claims,
                                   Ruling& ruling) {
  const auth::CategorySet written = CategoriesOf(claims);
  const auto categories = auth::CategoriesOfFacts().Values();
  Addition addition;
  for (const std::string& id : ids) {
    auto record = records.Load(id, categories, ruling.admission->now());
    if (!record.ok()) return record.status();
    if (!record->has_value()) continue;
    auth::Authorization authorization = AuthorizeRecord(**record, ruling);
    if (authorization.grant.ok()) {
      if (authorization.grant->permitted_categories().Covers(written)) {
        addition.record = **std::move(record);
        return addition;
      }
      authorization.trace.reason = auth::Reason::kProhibited;
    }
    ruling.details.add_withheld_record_ids(id);
    addition.withheld = std::move(authorization.trace);
  }
  return addition;
}

absl::Status RefuseToAdd(const Addition& addition, Ruling& ruling) {
  return addition.withheld.has_value() ? Withhold(*addition.withheld, ruling)
                                       : NoSuchRecord();
}

}  // namespace homeward::registration
