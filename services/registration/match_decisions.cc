#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/match.pb.h"
#include "homeward/v1/match_service.pb.h"
#include "services/matching/describe.h"
#include "services/matching/match_state.h"
#include "services/matching/record_id.h"
#include "services/registration/journal.h"
#include "services/registration/record_access.h"
#include "services/registration/registrar.h"
#include "services/registration/reply.h"
#include "services/registration/validate/validate_text.h"
#include "storage/engine/batch.h"
#include "storage/records/match_store.h"

// What people decide of matches.
namespace homeward::registration {
namespace {

using ::homeward::internal::v1::StoredMatch;

// The match that somebody decides on.
struct Subject {
  std::string child_key;
  // Of the child, when she is named by it.
  std::string child_record_id;
  std::string candidate_record_id;
};

absl::StatusOr<Subject> ReadMatch(const v1::DecideMatchRequest& request,
                                  absl::Time now) {
  auto key = matching::ChildKeyText(request.child(), now);
  if (!key.ok()) return key.status();
  const std::string& candidate = request.candidate_record_id();
  const absl::Status named =
      matching::CheckRecordId("candidate_record_id", candidate);
  if (!named.ok()) return named;
  if (candidate == request.child().record_id()) {
    return Invalid("candidate_record_id", "is the child's own record");
  }
  if (request.verdict() == v1::MATCH_VERDICT_UNSPECIFIED ||
      !v1::MatchVerdict_IsValid(request.verdict())) {
    return Invalid("verdict", "is none that this node knows");
  }
  const bool withdrawn = request.verdict() == v1::MATCH_VERDICT_WITHDRAWN;
  if (!v1::MatchReason_IsValid(request.reason()) ||
      (request.reason() == v1::MATCH_REASON_UNSPECIFIED && !withdrawn)) {
    return Invalid("reason", "is none that this node knows");
  }
  return Subject{*std::move(key), request.child().record_id(), candidate};
}

bool IsOwn(const std::string& record_id, const Ruling& ruling) {
  return matching::RecordOwner(record_id) ==
         ruling.admission->request().owner_agency_id;
}

// OK if this is an own record with which the caller may do what she asks.
absl::Status CheckOwn(const RegistrarParts& parts, const std::string& record_id,
                      Ruling& ruling) {
  auto known = FindToAdd(*parts.records, {record_id}, /*claims=*/{}, ruling);
  if (!known.ok()) return known.status();
  return known->record.has_value() ? absl::OkStatus()
                                   : RefuseToAdd(*known, ruling);
}

absl::Status CheckAccess(const RegistrarParts& parts, const Subject& subject,
                         Ruling& ruling) {
  absl::Status child = subject.child_record_id.empty()
                           ? absl::OkStatus()
                           : CheckOwn(parts, subject.child_record_id, ruling);
  if (!child.ok() || !IsOwn(subject.candidate_record_id, ruling)) return child;
  return CheckOwn(parts, subject.candidate_record_id, ruling);
}

v1::DecidedMatch Shown(const StoredMatch& match) {
  v1::DecidedMatch shown;
  shown.set_candidate_record_id(match.candidate_record_id());
  shown.set_state(matching::StateOf(match.decisions()));
  *shown.mutable_decisions() = match.decisions();
  return shown;
}

// Adds the decision to `batch`; returns the match with it.
absl::StatusOr<v1::DecidedMatch> Put(const storage::MatchStore& store,
                                     const std::string& child_key,
                                     const std::string& candidate_record_id,
                                     const v1::MatchDecision& decision,
                                     storage::Batch* batch) {
  auto known = store.Find(child_key);
  if (!known.ok()) return known.status();
  v1::DecidedMatch shown = Shown(
      matching::AddDecision(candidate_record_id, decision, known->matches));
  absl::Status put = store.Put(child_key, *known, batch);
  if (!put.ok()) return put;
  return shown;
}

// Two records that are, or are not, one child: whichever of them somebody looks
// at, or asks another agency about.
absl::Status PutReverse(const storage::MatchStore& store,
                        const Subject& subject, absl::Time now,
                        const v1::MatchDecision& decision,
                        storage::Batch* batch) {
  v1::ChildDescriptor candidate;
  candidate.set_record_id(subject.candidate_record_id);
  auto key = matching::ChildKeyText(candidate, now);
  if (!key.ok()) return key.status();
  return Put(store, *key, subject.child_record_id, decision, batch).status();
}

}  // namespace

void Registrar::DecideMatch(const auth::Caller& caller,
                            const v1::DecideMatchRequest& request,
                            Done<v1::DecideMatchResponse> done) const {
  auto ruling =
      std::make_shared<Ruling>(Decide(parts_.mous(), caller, request.purpose(),
                                      v1::ACTION_WRITE_RECORD, parts_.now()));
  if (!ruling->admission.ok()) {
    return RefuseWith(parts_, *ruling, ruling->admission.status(), done);
  }
  const absl::Time now = ruling->admission->now();
  auto subject = ReadMatch(request, now);
  if (!subject.ok()) return RefuseWith(parts_, *ruling, subject.status(), done);
  ruling->details.add_record_ids(subject->candidate_record_id);
  ruling->details.set_match_verdict(request.verdict());
  v1::MatchDecision decision;
  decision.set_subject(ruling->details.subject());
  decision.set_verdict(request.verdict());
  decision.set_reason(request.reason());
  *decision.mutable_decide_time() = auth::ToTimestamp(now);
  Write<v1::DecideMatchResponse>(
      parts_, ruling,
      [this, ruling, subject = *std::move(subject), decision, now](
          v1::DecideMatchResponse& response, storage::Batch* batch) {
        ruling->details.clear_withheld_record_ids();
        absl::Status access = CheckAccess(parts_, subject, *ruling);
        if (!access.ok()) return access;
        auto match = Put(*parts_.matches, subject.child_key,
                         subject.candidate_record_id, decision, batch);
        if (!match.ok()) return match.status();
        *response.mutable_match() = *std::move(match);
        if (subject.child_record_id.empty()) return absl::OkStatus();
        return PutReverse(*parts_.matches, subject, now, decision, batch);
      },
      std::move(done));
}

void Registrar::ListMatches(const auth::Caller& caller,
                            const v1::ListMatchesRequest& request,
                            Done<v1::ListMatchesResponse> done) const {
  Ruling ruling = Decide(parts_.mous(), caller, request.purpose(),
                         v1::ACTION_READ_RECORD, parts_.now());
  absl::Status status = ruling.admission.status();
  absl::StatusOr<std::string> key = std::string();
  if (status.ok()) {
    key = matching::ChildKeyText(request.child(), ruling.admission->now());
    status = key.status();
  }
  if (status.ok() && request.child().has_record_id()) {
    status = CheckOwn(parts_, request.child().record_id(), ruling);
  }
  if (!status.ok()) return RefuseWith(parts_, ruling, status, done);
  auto known = parts_.matches->Find(*key);
  if (!known.ok()) return RefuseWith(parts_, ruling, known.status(), done);
  v1::ListMatchesResponse response;
  for (const StoredMatch& match : known->matches.matches()) {
    *response.add_matches() = Shown(match);
  }
  ruling.event.set_outcome(v1::OUTCOME_ANSWERED);
  Note(parts_.committer, ruling, absl::OkStatus(),
       [response = std::move(response), done](absl::Status noted) {
         noted.ok() ? done(response) : done(noted);
       });
}

}  // namespace homeward::registration
