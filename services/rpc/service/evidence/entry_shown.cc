#include "services/rpc/service/evidence/entry_shown.h"

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "auth/identity/staff_assertion.h"
#include "homeward/v1/evidence.pb.h"

namespace homeward::rpc {

absl::StatusOr<v1::AuditEntry> ToEntry(const storage::AuditRecord& record) {
  v1::AuditEntry entry;
  entry.set_index(static_cast<int64_t>(record.index));
  if (!entry.mutable_event()->ParseFromString(record.metadata)) {
    return absl::DataLossError(
        absl::StrCat("entry ", record.index,
                     " of the log can't be read; run `homeward audit verify`"));
  }
  if (record.details.has_value() && record.details->size() > 0) {
    const absl::string_view bytes = record.details->view();
    if (!entry.mutable_details()->ParseFromArray(
            bytes.data(), static_cast<int>(bytes.size()))) {
      entry.clear_details();
    }
  }
  return entry;
}

bool IsOf(const auth::Caller& caller, const v1::AuditEntry& entry) {
  return caller.staff() != nullptr &&
         entry.event().asker_agency_id() == caller.agency_id() &&
         entry.details().subject() == caller.staff()->subject();
}

v1::AuditEntry ForAsker(v1::AuditEntry entry) {
  v1::AuditDetails& details = *entry.mutable_details();
  details.clear_withheld_record_ids();
  details.clear_basis();
  if (!details.has_admission()) return entry;
  v1::DecisionRecord& decision = *entry.mutable_event()->mutable_decision();
  const v1::CaseFinding case_finding = decision.case_finding();
  const v1::BreakGlassFinding glass_finding = decision.break_glass_finding();
  const bool by_break_glass = decision.by_break_glass();
  decision = details.admission();
  decision.set_case_finding(case_finding);
  decision.set_break_glass_finding(glass_finding);
  decision.set_by_break_glass(by_break_glass);
  details.clear_admission();
  return entry;
}

}  // namespace homeward::rpc
