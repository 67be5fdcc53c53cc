#ifndef HOMEWARD_SERVICES_FEDERATION_ANSWERING_ANSWER_DRAFT_H_
#define HOMEWARD_SERVICES_FEDERATION_ANSWERING_ANSWER_DRAFT_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "homeward/internal/v1/break_glass.pb.h"
#include "services/federation/answering/decide_answer.h"
#include "services/federation/parts/node_parts.h"
#include "services/federation/probing/probe_guard.h"
#include "services/query/pipeline.h"
#include "storage/commit_group.h"

namespace homeward::federation {

// An answer that is to be committed, then signed.
struct AnswerDraft {
  // The bytes to sign: fixed before their digest goes into the log.
  std::string payload;
  // Its entry, what of it may have to be taken back, the lockouts that its
  // question brought about, and what the own desk is told.
  storage::Submission submission;
  // That the glass was broken for it. Count it once it is committed.
  std::optional<internal::v1::StoredBreakGlassUse> use;
};

// With what an answer is made out.
struct AnswerFrame {
  // The own log's at the arrival: a later one could tell how long it took.
  std::string checkpoint;
  // Whose key the question was signed by, as it came.
  std::string signer_certificate;
};

// Makes `finding` the answer to `question`, cut to the bounds of answer_size.h.
// Reads the store. Errors: UNAVAILABLE, DATA_LOSS.
absl::StatusOr<AnswerDraft> DraftAnswer(const NodeParts& parts,
                                        const TakenQuestion& question,
                                        const AnswerFrame& frame,
                                        query::NodeFinding finding,
                                        LimitedQuestion& probe);

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ANSWERING_ANSWER_DRAFT_H_
