#include "services/federation/asking/inquiry.h"

#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "homeward/v1/notice.pb.h"
#include "services/federation/asking/inquiry_events.h"
#include "services/federation/asking/inquiry_verdict.h"
#include "services/federation/asking/own_part.h"
#include "services/federation/break_glass/glass_book.h"
#include "services/federation/break_glass/own_glass.h"
#include "services/federation/desk/answer_notices.h"
#include "services/federation/desk/desk.h"
#include "services/federation/probing/probe_guard.h"
#include "services/policy/policy.h"
#include "services/policy/state.h"
#include "services/telemetry/metrics.h"
#include "storage/commit_group.h"
#include "storage/committer.h"

namespace homeward::federation {

using ::homeward::telemetry::Stage;

Inquiry::Inquiry(NodeParts parts, PeerFinder peers)
    : parts_(std::move(parts)),
      peers_(std::move(peers)),
      hearing_(&parts_, &peers_),
      count_(std::make_shared<RoundCount>()) {}

Inquiry::~Inquiry() { count_->WaitForNone(); }

void Inquiry::Fail(Round& round, const absl::Status& status) const {
  parts_.probes->EndAndKeep(round.probe, ProbeEnd::kUntold, parts_.clock());
  Update update;
  if (round.plan.has_value()) update.query_id = round.plan->query_id;
  round.listener.on_end(status, std::move(update));
}

void Inquiry::Ask(StaffQuestion question, Listener listener) const {
  auto round = std::make_shared<Round>(std::move(listener), count_);
  const absl::Time now = parts_.clock();
  const std::shared_ptr<const policy::Snapshot> policy =
      parts_.policy->current();
  auto glass = SignOwnGlass(parts_.signers, question.caller, *policy->directory,
                            question.purpose, question.child, now,
                            question.break_glass_text, question.break_glass);
  if (!glass.ok()) return Fail(*round, glass.status());
  auto plan =
      PlanInquiry(std::move(question), parts_.glass->Judge(*std::move(glass)),
                  parts_.agency_id, policy, now);
  if (!plan.ok()) return Fail(*round, plan.status());
  round->plan = *std::move(plan);
  const StaffQuestion& asked = round->plan->question;
  round->probe = parts_.probes->Ask(asked.caller, asked.purpose, asked.child,
                                    round->plan->now);
  round->own = DecideOwnPart(parts_, *round->plan, round->probe);
  if (!IsDecision(round->own.verdict)) return Fail(*round, round->own.verdict);
  Record(round);
}

void Inquiry::Record(const RoundPtr& round) const {
  OwnPart& own = round->own;
  if (parts_.metrics != nullptr) {
    parts_.metrics->CountDecision(Counted(own.verdict, own.finding));
  }
  const DecidedQuestion decided = DecidedOf(*round->plan, parts_.agency_id);
  const std::vector<v1::Notice> to_owner = OwnerNotices(decided, own.finding);
  storage::Submission asked =
      AskedEvents(*round->plan, own.finding, parts_.agency_id);
  absl::Status kept =
      parts_.probes->Keep(round->probe, round->plan->now, asked);
  kept.Update(parts_.desk->TellAll(to_owner, asked));
  kept.Update(
      parts_.desk->TellAll(AskerNotices(decided, own.finding.matches), asked));
  if (own.verdict.ok() && round->plan->glass.glass.has_value()) {
    round->use = UseOf(*round->plan);
    kept.Update(parts_.glass->Put(*round->use, &asked.writes));
  }
  if (!kept.ok()) return Fail(*round, kept);
  if (own.verdict.ok()) round->first = hearing_.FirstUpdate(*round);
  const absl::Time start = absl::Now();
  absl::Status queued = parts_.committer->Submit(
      std::move(asked), [this, round, start](storage::SubmissionResult result) {
        if (parts_.metrics != nullptr) {
          parts_.metrics->ObserveStage(Stage::kLog, absl::Now() - start);
        }
        absl::Status status = std::move(result.status);
        if (status.ok() && round->use.has_value()) {
          parts_.glass->Count(*round->use);
        }
        if (status.ok()) status = round->own.verdict;
        if (!status.ok()) return Fail(*round, status);
        // Calling peers takes a while: not on the committer's thread.
        parts_.resume([this, round] { hearing_.Start(round); });
      });
  if (!queued.ok()) Fail(*round, queued);
}

}  // namespace homeward::federation
