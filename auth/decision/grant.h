#ifndef HOMEWARD_AUTH_DECISION_GRANT_H_
#define HOMEWARD_AUTH_DECISION_GRANT_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/decision/admission.h"  // IWYU pragma: export
#include "auth/decision/decision_trace.h"
#include "auth/decision/denial.h"  // IWYU pragma: export
#include "auth/mou/enum_set.h"
#include "auth/mou/field_set.h"
#include "auth/mou/treatment.h"
#include "homeward/v1/mou.pb.h"

// Decides what a caller may see, in two steps: Admit() before anything is
// searched, Authorize() for each record that was found. Pure: no I/O, no
// clock, no logging. Source: docs/mou.md, "The decision".
namespace homeward::auth {

struct Authorization;
struct CompiledMou;

// What one answer may disclose of one record. Only Authorize() makes one, so
// a function that takes a Grant can't be reached before an MOU was checked.
class Grant {
 public:
  // The MOU relied on, as `{mou_id}@{version}`, for the audit log.
  const std::string& mou() const;
  // Whose records.
  const std::string& owner_agency_id() const { return owner_agency_id_; }
  // The permits used. Never empty.
  const std::vector<ClauseName>& clauses() const { return clauses_; }
  // Who asks for them.
  const std::string& requester_agency_id() const {
    return requester_agency_id_;
  }
  // The fields of Claim that may leave the node, in the form that treatments()
  // says; every other is dropped. Never empty.
  const FieldSet& fields() const { return fields_; }
  // What happens to each of fields().
  const FieldTreatments& treatments() const { return treatments_; }
  // Their categories: what must be unsealed, and no more.
  CategorySet categories() const { return categories_; }
  // Those of Admission::permitted_categories() of which the permits surely
  // speak for this record and that nothing takes from it: what may be written
  // to it where the action is ACTION_WRITE_RECORD.
  CategorySet permitted_categories() const { return permitted_; }
  // Whether some field may leave only because the glass was broken.
  bool by_break_glass() const { return by_break_glass_; }
  // The duties of all permits used, each type once, the shortest time of
  // each. Redact() puts them into the answer. They bind the parties by the MOU
  // that both have signed; what a node does about each is in docs/mou.md,
  // "Duties".
  const std::vector<v1::Obligation>& obligations() const {
    return obligations_;
  }
  // Adds `duty`: of two of its type the one with the shorter time counts.
  void AddDuty(const v1::Obligation& duty);

 private:
  friend Authorization Authorize(const Admission&, const RecordFacts&);
  Grant() = default;

  std::shared_ptr<const ActiveSet> mous_;
  const CompiledMou* mou_ = nullptr;  // Of mous_.
  std::string owner_agency_id_;
  std::string requester_agency_id_;
  std::vector<ClauseName> clauses_;
  FieldSet fields_;
  FieldTreatments treatments_;
  CategorySet categories_;
  CategorySet permitted_;
  std::vector<v1::Obligation> obligations_;
  bool by_break_glass_ = false;
};

// Both results carry the trace, whatever came out: it goes into the owner's
// evidence, never to the asker.
struct Admittance {
  absl::StatusOr<Admission> admission;
  DecisionTrace trace;
};
struct Authorization {
  absl::StatusOr<Grant> grant;
  DecisionTrace trace;
};

// Whether any record could be shown to answer `request` under the MOU that it
// names, at the instant `now`, whatever the record's facts are. Permits come
// from that MOU only; prohibitions from the charter and from every active
// MOU. An MOU holds in [effective_time, expiry_time). Thread-safe.
//
// Errors, in `admission`:
//   PERMISSION_DENIED  Not allowed. One text whatever the reason; the reason
//                      is in `trace`.
Admittance Admit(std::shared_ptr<const ActiveSet> mous,
                 const AccessRequest& request, const CaseFacts& case_facts,
                 absl::Time now);

// What of one record with `facts` may be shown, with the set of MOUs and at
// the instant of `admission`. A field that no clause names, or that any
// permit that may apply drops, is dropped; of what all permits that may apply
// say of a field, the most restrictive happens. The trace tells of the
// prohibitions that depend on the record; that of Admit() tells of the others.
// Thread-safe.
//
// Errors, in `grant`:
//   PERMISSION_DENIED  Nothing: the same text as Admit().
Authorization Authorize(const Admission& admission, const RecordFacts& facts);

// The MOU that the asker's node should name when it puts `request` to its
// owner: of those that admit it, the one that may disclose the most
// categories, and of these the first by id. `request.mou_id` is not read.
// Nothing when none does: the owner need not be asked. Thread-safe.
std::optional<ActiveSet::MouRef> WhichMou(
    const std::shared_ptr<const ActiveSet>& mous, const AccessRequest& request,
    const CaseFacts& case_facts, absl::Time now);

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_GRANT_H_
