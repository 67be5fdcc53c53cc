#ifndef HOMEWARD_SERVICES_QUERY_PIPELINE_H_
#define HOMEWARD_SERVICES_QUERY_PIPELINE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/decision/access.h"
#include "auth/decision/active_set.h"
#include "auth/decision/grant.h"
#include "auth/redaction/field_hash.h"
#include "google/protobuf/repeated_field.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/record.pb.h"
#include "services/matching/description.h"
#include "services/matching/match.h"
#include "services/telemetry/metrics.h"
#include "storage/records/record_store.h"

// One node's answer to one question, whoever asks it.
namespace homeward::query {

// A question whose asker, case and MOU version were verified.
struct NodeQuestion {
  auth::AccessRequest access;
  auth::CaseFacts case_facts;
  v1::ChildDescriptor child;
  // Why nothing is searched for, and who asks is told what she would be if
  // nothing were there: DECISION_REASON_PROBING or DECISION_REASON_SUSPENDED.
  // Unspecified: she may ask.
  v1::DecisionReason barred = v1::DECISION_REASON_UNSPECIFIED;
};

// What the node may tell, and what its own log must say about it. It must not
// leave the node before `decision` and `details` are in the log.
struct NodeFinding {
  // OUTCOME_ANSWERED, OUTCOME_NOTHING_TO_SHOW or OUTCOME_DENIED.
  v1::Outcome outcome = v1::OUTCOME_DENIED;
  // Best first, at most 10. Empty unless answered.
  google::protobuf::RepeatedPtrField<v1::RecordMatch> matches;
  // Of those, for want of room in the answer.
  int omitted_claim_count = 0;
  v1::DecisionRecord decision;
  // The one record that is surely hers who was asked for, shown or withheld.
  // Empty: there is none, or more than one. For the own node alone.
  std::string sure_record_id = {};
  // Without the subject and the case, which the caller knows. Names apart the
  // records that are in `matches` and those that are withheld: who asked may
  // learn of the former only.
  v1::AuditDetails details;
};

// The rule of docs/mou.md by which somebody is barred for `reason`.
const char* RuleThatBars(v1::DecisionReason reason);

// Turns `finding`, of who may ask, into that of a question for which nothing is
// searched because she is barred for `reason`: what was found is withheld.
void Bar(v1::DecisionReason reason, NodeFinding& finding);

// Says in `details` which fields `matches` disclose, and no others.
void NoteDisclosed(
    const google::protobuf::RepeatedPtrField<v1::RecordMatch>& matches,
    v1::AuditDetails& details);

// The flow of one answer: admit, find, authorize and redact each record. A
// record that may help a person whom its child is kept from (P-ADULT-SEEKER) is
// withheld from peers before that, as if it were not there.
// Thread-safe. Reads the store: never call it on a gRPC thread.
class Pipeline {
 public:
  // All must outlive the pipeline; `metrics` may be null.
  Pipeline(const storage::RecordStore* records, const auth::FieldHasher* hasher,
           telemetry::Metrics* metrics)
      : records_(records), hasher_(hasher), metrics_(metrics) {}

  // Answers `question` at the instant `now` by the set `mous`.
  //
  // Errors:
  //   INVALID_ARGUMENT  The child's descriptor is malformed. Only said to who
  //                     may ask: everybody else gets a finding that denies.
  //   UNAVAILABLE, DATA_LOSS  The store can't be read. Of a damaged record only
  //                     own staff are told; homeward status tells of it, too.
  absl::StatusOr<NodeFinding> Answer(
      const NodeQuestion& question, std::shared_ptr<const auth::ActiveSet> mous,
      absl::Time now) const;

 private:
  struct Candidate {
    internal::v1::StoredRecord record;
    v1::MatchBand band;
    // Nothing when she was asked for by the record's id: nothing was compared.
    std::optional<matching::Match> match = {};
  };

  // The record `id`, if there is one. One that is damaged is an error to own
  // staff; to a peer it is as if it were not there.
  absl::StatusOr<std::optional<internal::v1::StoredRecord>> Load(
      const auth::Admission& admission, const std::string& id,
      const std::vector<v1::Category>& categories) const;
  // The records with the number `source_record_id`, damaged ones as in Load().
  absl::StatusOr<std::vector<std::string>> FindSource(
      const auth::Admission& admission,
      const std::string& source_record_id) const;
  static std::string SureRecord(const std::vector<Candidate>& candidates);
  absl::StatusOr<std::vector<Candidate>> Find(
      const auth::Admission& admission, const v1::ChildDescriptor& child,
      const matching::Description& description) const;
  absl::StatusOr<std::vector<Candidate>> FindByIds(
      const auth::Admission& admission,
      const std::vector<std::string>& record_ids) const;
  absl::StatusOr<std::vector<Candidate>> FindByDescription(
      const auth::Admission& admission,
      const matching::Description& description, bool by_number) const;
  void Disclose(const auth::Admission& admission,
                const matching::Description& asked,
                std::vector<Candidate> candidates, NodeFinding& finding) const;

  const storage::RecordStore* records_;
  const auth::FieldHasher* hasher_;
  telemetry::Metrics* metrics_;
};

}  // namespace homeward::query

#endif  // HOMEWARD_SERVICES_QUERY_PIPELINE_H_
