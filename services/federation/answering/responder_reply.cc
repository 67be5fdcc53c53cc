// How what was decided leaves: committed first, then signed, then sent.

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "homeward/v1/peer_service.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/answering/answer_draft.h"
#include "services/federation/answering/responder.h"
#include "services/federation/answering/responder_exchange.h"
#include "services/federation/break_glass/glass_book.h"
#include "services/federation/signed/signed_exchange.h"
#include "services/federation/silence/pacer.h"
#include "services/telemetry/metrics.h"
#include "storage/audit_receipt.h"
#include "storage/commit_group.h"
#include "storage/committer.h"

namespace homeward::federation {
namespace {

using ::homeward::telemetry::Decision;
using ::homeward::telemetry::Stage;
using ::homeward::telemetry::StageTimer;

Decision Counted(v1::Outcome outcome) {
  switch (outcome) {
    case v1::OUTCOME_ANSWERED:
      return Decision::kPermitted;
    case v1::OUTCOME_NOTHING_TO_SHOW:
      return Decision::kWithheld;
    default:
      return Decision::kDenied;
  }
}

}  // namespace

void Responder::Record(const ExchangePtr& exchange,
                       query::NodeFinding finding) {
  if (parts_.metrics != nullptr) {
    parts_.metrics->CountDecision(Counted(finding.outcome));
  }
  exchange->silent = finding.outcome == v1::OUTCOME_NOTHING_TO_SHOW;
  auto draft = DraftAnswer(parts_, exchange->taken(), exchange->frame,
                           std::move(finding), exchange->probe);
  if (!draft.ok()) return Fail(exchange, draft.status());
  exchange->draft = *std::move(draft);
  if (!exchange->silent) return Commit(exchange);
  // Not sooner: which of two entries is first would tell which search was.
  if (!parts_.pacer->Submit(exchange->arrived,
                            [this, exchange] { Commit(exchange); })) {
    Fail(exchange, absl::ResourceExhaustedError(
                       "too many answers wait; ask again later"));
  }
}

void Responder::Commit(const ExchangePtr& exchange) {
  const absl::Time start = absl::Now();
  absl::Status queued = parts_.committer->Submit(
      std::move(exchange->draft.submission),
      [this, exchange, start](storage::SubmissionResult result) {
        if (parts_.metrics != nullptr) {
          parts_.metrics->ObserveStage(Stage::kLog, absl::Now() - start);
        }
        if (!result.status.ok()) return Fail(exchange, result.status);
        if (exchange->draft.use.has_value())
          parts_.glass->Count(*exchange->draft.use);
        // Signing and sending take a while: not on the committer's thread.
        parts_.resume([this, exchange, receipt = result.receipts.front()] {
          SignAndSend(exchange, receipt);
        });
      });
  if (!queued.ok()) Fail(exchange, queued);
}

void Responder::SignAndSend(const ExchangePtr& exchange,
                            const storage::AuditReceipt& receipt) {
  StageTimer timer(parts_.metrics, Stage::kSign);
  const auto signer = parts_.signers("");
  if (!signer.has_value()) {
    return Fail(exchange,
                absl::UnavailableError("the node has no valid certificate"));
  }
  auto response = SignAnswer(exchange->draft.payload, receipt, *signer);
  if (!response.ok()) return Fail(exchange, response.status());
  if (!exchange->silent) return Send(exchange, *std::move(response));
  parts_.pacer->Resume(exchange->arrived,
                       [this, exchange, response = *std::move(response)] {
                         Send(exchange, response);
                       });
}

void Responder::Send(const ExchangePtr& exchange, v1::AskResponse response) {
  // Not sooner: a repeat would get it before its beat.
  intake_.Answered(exchange->question->digest(), response, exchange->now);
  exchange->done(std::move(response));
}

}  // namespace homeward::federation
