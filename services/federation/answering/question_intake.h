#ifndef HOMEWARD_SERVICES_FEDERATION_ANSWERING_QUESTION_INTAKE_H_
#define HOMEWARD_SERVICES_FEDERATION_ANSWERING_QUESTION_INTAKE_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/identity/replay_window.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/answering/answer_memory.h"
#include "services/federation/signed/signed_exchange.h"
#include "storage/log/audit_log.h"

namespace homeward::federation {

// What to do with a verified question that arrived.
enum class Intake {
  kAnswer,     // Answer it now, then call Answered(), Failed() or Denied().
  kRepeat,     // It was answered: the same answer goes out again.
  kUnderWay,   // It is being answered.
  kFull,       // This peer asks more than can be remembered.
  kReplay,     // Other bytes under a known id, or denied before: deny.
  kOutOfTime,  // Too old, from the future, or from before the start: deny.
};

// Sees to it that no signed question is answered twice, and that the same
// bytes get the same answer. Bounded; thread-safe.
class QuestionIntake {
 public:
  // Refuses questions that were issued before `start`.
  explicit QuestionIntake(absl::Time start);

  // Learns from `log` which questions an earlier process took up. Call it
  // before the first Take(). Blocks. Errors: those of AuditLog::Read().
  absl::Status Restore(const storage::AuditLog& log);

  struct Taken {
    Intake intake;
    // Only of kRepeat.
    std::optional<v1::AskResponse> answer = std::nullopt;
    // Only of kOutOfTime: which way.
    v1::Refusal refusal = v1::REFUSAL_UNSPECIFIED;
  };
  // Takes up `question` of `asker_agency_id`, or says why not.
  Taken Take(const std::string& asker_agency_id,
             const VerifiedQuestion& question, absl::Time now);

  // What became of a question with the `digest` that was to be answered:
  // `answer`, which a repeat gets again;
  void Answered(const std::string& digest, const v1::AskResponse& answer,
                absl::Time now);
  // nothing could be decided or kept, so it may be asked again;
  void Failed(const std::string& digest, absl::Time now);
  // or it was denied, and nothing more is kept of it.
  void Denied(const std::string& digest);

 private:
  Taken Again(const std::string& digest, absl::Time now);

  const absl::Time start_;
  auth::ReplayWindow replay_;
  AnswerMemory answers_;
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ANSWERING_QUESTION_INTAKE_H_
