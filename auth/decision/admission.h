#ifndef HOMEWARD_AUTH_DECISION_ADMISSION_H_
#define HOMEWARD_AUTH_DECISION_ADMISSION_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/mou/enum_set.h"

namespace homeward::auth {

class AnswerBounds;    // auth/decision/answer_bounds.h
struct Admittance;     // auth/decision/grant.h
struct Authorization;  // auth/decision/grant.h
struct CompiledClause;
struct CompiledMou;

// Some record could be shown. Only Admit() makes one, so a search that takes
// an Admission can't be reached by a question that no MOU allows. Holds the
// one set of MOUs that both steps use. Cheap to copy; immutable; thread-safe.
class Admission {
 public:
  // The MOU relied on, as `{mou_id}@{version}`.
  const std::string& mou() const;
  // SHA-256 of its payload.
  const std::string& mou_sha256() const;
  // The categories that a record may turn out to disclose: no other need be
  // unsealed, but those that ComputeRecordFacts() reads. Never empty.
  CategorySet categories() const { return categories_; }
  // The categories that the permits speak of and nothing prohibits, whether or
  // not they show a field of them: what may be written where the action is
  // ACTION_WRITE_RECORD.
  CategorySet permitted_categories() const { return permitted_; }
  const AccessRequest& request() const { return request_; }
  // The one instant of the decision.
  absl::Time now() const { return now_; }

 private:
  friend Admittance Admit(std::shared_ptr<const ActiveSet>,
                          const AccessRequest&, const CaseFacts&, absl::Time);
  friend Authorization Authorize(const Admission&, const RecordFacts&);
  friend AnswerBounds BoundsOf(const Admission&);
  Admission() = default;

  std::shared_ptr<const ActiveSet> mous_;
  const CompiledMou* mou_ = nullptr;  // Of mous_.
  AccessRequest request_;
  CaseFacts case_facts_;
  absl::Time now_;
  CategorySet categories_;
  CategorySet permitted_;
  // What the permits speak of and something prohibits, whatever the record.
  CategorySet prohibited_;
  // Clauses of mous_ that speak of this question.
  std::vector<const CompiledClause*> permits_;
  std::vector<const CompiledClause*> prohibitions_;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_DECISION_ADMISSION_H_
