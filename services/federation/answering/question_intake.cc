#include "services/federation/answering/question_intake.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/identity/replay_window.h"
#include "auth/proto_time.h"
#include "homeward/v1/peer_service.pb.h"
#include "services/federation/answering/restore_arrivals.h"

namespace homeward::federation {
namespace {

constexpr absl::Duration kAnswerLifetime = auth::kReplayWindow;
constexpr size_t kMaxRememberedBytes = 32 << 20;

}  // namespace

QuestionIntake::QuestionIntake(absl::Time start)
    : start_(start),
      replay_(start),
      answers_(kAnswerLifetime, kMaxRememberedBytes) {}

absl::Status QuestionIntake::Restore(const storage::AuditLog& log) {
  return RestoreArrivals(log, start_, replay_);
}

QuestionIntake::Taken QuestionIntake::Take(const std::string& asker_agency_id,
                                           const VerifiedQuestion& question,
                                           absl::Time now) {
  switch (replay_.Admit(asker_agency_id, question.question().question_id(),
                        question.digest(),
                        auth::ToTime(question.question().issued_time()), now)) {
    case auth::Arrival::kFresh:
      answers_.Begin(question.digest(), now);
      return {Intake::kAnswer};
    case auth::Arrival::kRepeat:
      return Again(question.digest(), now);
    case auth::Arrival::kReplay:
      return {Intake::kReplay};
    case auth::Arrival::kFull:
      return {Intake::kFull};
    case auth::Arrival::kTooOld:
      return {Intake::kOutOfTime, std::nullopt, v1::REFUSAL_TOO_OLD};
    case auth::Arrival::kTooNew:
      return {Intake::kOutOfTime, std::nullopt, v1::REFUSAL_TOO_NEW};
    case auth::Arrival::kBeforeStart:
      break;
  }
  return {Intake::kOutOfTime, std::nullopt, v1::REFUSAL_BEFORE_START};
}

QuestionIntake::Taken QuestionIntake::Again(const std::string& digest,
                                            absl::Time now) {
  AnswerMemory::Found before = answers_.Resume(digest, now);
  switch (before.state) {
    case AnswerMemory::State::kFailed:
      return {Intake::kAnswer};
    case AnswerMemory::State::kAnswered:
      return {Intake::kRepeat, std::move(before.answer)};
    case AnswerMemory::State::kUnderWay:
      return {Intake::kUnderWay};
    case AnswerMemory::State::kUnknown:
      break;
  }
  return {Intake::kReplay};
}

void QuestionIntake::Answered(const std::string& digest,
                              const v1::AskResponse& answer, absl::Time now) {
  answers_.Put(digest, answer, now);
}

void QuestionIntake::Failed(const std::string& digest, absl::Time now) {
  answers_.Fail(digest, now);
}

void QuestionIntake::Denied(const std::string& digest) {
  answers_.Drop(digest);
}

}  // namespace homeward::federation
