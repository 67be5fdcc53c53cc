#include "services/federation/answering/answer_draft.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "homeward/v1/notice.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/answering/decided_events.h"
#include "services/federation/break_glass/glass_book.h"
#include "services/federation/desk/answer_notices.h"
#include "services/federation/desk/desk.h"
#include "services/federation/merging/node_answers.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/federation/withdrawal/disclosures.h"

namespace homeward::federation {
namespace {

// The bytes of the answer that is to be signed. Takes the matches.
std::string PayloadOf(const VerifiedQuestion& verified,
                      const std::string& own_agency_id,
                      const std::string& checkpoint,
                      query::NodeFinding& finding, absl::Time now) {
  v1::Answer answer;
  answer.set_question_id(verified.question().question_id());
  answer.set_question_sha256(verified.digest());
  answer.set_responder_agency_id(own_agency_id);
  answer.set_audience_agency_id(verified.question().asker_agency_id());
  *answer.mutable_answer_time() = auth::ToTimestamp(now);
  answer.set_outcome(finding.outcome);
  answer.mutable_matches()->Swap(&finding.matches);
  answer.set_omitted_claim_count(finding.omitted_claim_count);
  answer.set_responder_checkpoint(checkpoint);
  return answer.SerializeAsString();
}

// What the own desk is told of `finding`.
std::vector<v1::Notice> NoticesOf(const TakenQuestion& taken,
                                  const std::string& own_agency_id,
                                  const query::NodeFinding& finding) {
  const v1::Question& question = taken.verified.question();
  return OwnerNotices({taken.verified.caller(), question.purpose(),
                       question.query_id(), own_agency_id, taken.now},
                      finding);
}

// That the glass was broken for the answer `payload`.
internal::v1::StoredBreakGlassUse UseOf(const TakenQuestion& taken,
                                        const std::string& signer_certificate,
                                        const std::string& payload) {
  const v1::Question& question = taken.verified.question();
  internal::v1::StoredBreakGlassUse use;
  *use.mutable_statement() = question.break_glass();
  use.set_signer_certificate(signer_certificate);
  *use.mutable_used_time() = auth::ToTimestamp(taken.now);
  use.set_query_id(question.query_id());
  use.set_answer_sha256(auth::Sha256(payload));
  return use;
}

}  // namespace

absl::StatusOr<AnswerDraft> DraftAnswer(const NodeParts& parts,
                                        const TakenQuestion& question,
                                        const AnswerFrame& frame,
                                        query::NodeFinding finding,
                                        LimitedQuestion& probe) {
  const VerifiedQuestion& verified = question.verified;
  const absl::Time now = question.now;
  Fit(finding);
  auto disclosures = DisclosuresOf(verified, finding, now);
  // Who is locked out adds nothing to the notice that she is.
  std::vector<v1::Notice> notices;
  if (probe.allowed) notices = NoticesOf(question, parts.agency_id, finding);
  AnswerDraft draft;
  draft.payload =
      PayloadOf(verified, parts.agency_id, frame.checkpoint, finding, now);
  draft.submission = DecidedEvent(verified, question.glass, finding,
                                  parts.agency_id, draft.payload, now);
  absl::Status kept =
      PutDisclosures(*parts.disclosures, draft.payload, std::move(disclosures),
                     &draft.submission.writes);
  kept.Update(parts.desk->TellAll(std::move(notices), draft.submission));
  kept.Update(parts.probes->Keep(probe, now, draft.submission));
  if (finding.decision.by_break_glass()) {
    draft.use = UseOf(question, frame.signer_certificate, draft.payload);
    kept.Update(parts.glass->Put(*draft.use, &draft.submission.writes));
  }
  if (!kept.ok()) return kept;
  return draft;
}

}  // namespace homeward::federation
