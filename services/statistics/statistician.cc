#include "services/statistics/statistician.h"

#include <optional>
#include <utility>
#include <vector>

#include "auth/identity/staff_assertion.h"
#include "homeward/internal/v1/stored.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/statistics/count_event.h"
#include "services/statistics/table_count.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"

namespace homeward::statistics {
namespace {

absl::Status Busy(const char* text) {
  return absl::ResourceExhaustedError(text);
}

}  // namespace

// One call, until it was told what came of it.
struct Statistician::Job {
  ~Job() { EndTurn(); }

  void EndTurn() {
    if (end_turn) end_turn();
    end_turn = nullptr;
  }

  CountRuling ruling;
  std::function<absl::Status()> waits;
  Done done;
  // Set while it has the turn to count.
  std::function<void()> end_turn;
  std::optional<TableCount> count;
  // The last record that was counted. Empty: none yet.
  std::string place;
};

Statistician::Statistician(Parts parts)
    : parts_(std::move(parts)),
      kept_(parts_.documents, parts_.keyring),
      budget_(parts_.tables_per_day) {}

void Statistician::Count(const auth::Caller& caller,
                         const v1::CountChildrenRequest& request,
                         std::function<absl::Status()> waits, Done done) {
  const absl::Time now = parts_.clock();
  auto job = std::make_shared<Job>();
  job->ruling = DecideCount(caller, request, now);
  job->waits = std::move(waits);
  job->done = std::move(done);
  if (!job->ruling.admission.ok()) {
    absl::Status denial = job->ruling.admission;
    return Refuse(std::move(job), std::move(denial));
  }
  const TableKind* kind = FindTableKind(request.table());
  if (kind == nullptr) {
    return Refuse(std::move(job),
                  absl::InvalidArgumentError(
                      "table: is required, and one that is known here"));
  }
  if (!budget_.Take(caller.staff()->subject(), now)) {
    DenyByBudget(job->ruling);
    return Refuse(std::move(job),
                  Busy("your tables of today are used up; ask again after "
                       "midnight UTC"));
  }
  const Period period = PeriodToCount(now);
  auto kept = kept_.Find(kind->table, period);
  if (!kept.ok()) return Refuse(std::move(job), kept.status());
  if (kept->has_value()) return Tell(std::move(job), **std::move(kept));
  if (!TakeTurn(*job)) {
    return Refuse(std::move(job),
                  Busy("a table is being counted; ask again in a minute"));
  }
  BeginCount(std::move(job), *kind, period);
}

bool Statistician::TakeTurn(Job& job) {
  absl::MutexLock lock(&mutex_);
  if (counting_) return false;
  counting_ = true;
  job.end_turn = [this] {
    absl::MutexLock again(&mutex_);
    counting_ = false;
  };
  return true;
}

void Statistician::BeginCount(std::shared_ptr<Job> job, const TableKind& kind,
                              const Period& period) {
  // Who had the turn before may have kept it since.
  auto kept = kept_.Find(kind.table, period);
  if (!kept.ok()) return Refuse(std::move(job), kept.status());
  if (kept->has_value()) return Tell(std::move(job), **std::move(kept));
  job->count.emplace(&kind, period, parts_.agency_id);
  CountSome(std::move(job));
}

void Statistician::CountSome(std::shared_ptr<Job> job) {
  absl::Status status = job->waits();
  if (!status.ok()) return Refuse(std::move(job), std::move(status));
  const auto ids = parts_.walk->Next(job->place, kRecordsAtOnce);
  if (!ids.ok()) return Refuse(std::move(job), ids.status());
  if (ids->empty()) return Keep(std::move(job));
  for (const std::string& id : *ids) {
    status = CountOne(id, *job);
    if (!status.ok()) return Refuse(std::move(job), std::move(status));
  }
  job->place = ids->back();
  const bool taken = parts_.run([this, job] { CountSome(job); });
  if (!taken) {
    Refuse(std::move(job), Busy("too many calls wait for this node"));
  }
}

absl::Status Statistician::CountOne(const std::string& record_id,
                                    Job& job) const {
  const absl::Time now = parts_.clock();
  const auto record =
      parts_.records->Load(record_id, job.count->Categories().Values(), now);
  // One that is damaged keeps nobody from the others.
  if (absl::IsDataLoss(record.status())) {
    job.count->AddUnreadable();
    return absl::OkStatus();
  }
  if (!record.ok()) return record.status();
  if (record->has_value()) job.count->Add(**record, now);
  return absl::OkStatus();
}

void Statistician::Keep(std::shared_ptr<Job> job) {
  const absl::Time now = parts_.clock();
  v1::CountTable table = job->count->Finish(now);
  storage::Submission submission;
  absl::Status kept = kept_.Put(table, now, &submission.writes);
  if (kept.ok()) {
    kept = storage::CommitAndWait(parts_.committer, std::move(submission));
  }
  if (!kept.ok()) return Refuse(std::move(job), std::move(kept));
  Tell(std::move(job), std::move(table));
}

void Statistician::Tell(std::shared_ptr<Job> job, v1::CountTable table) {
  // Now that it is durable: a kill in between loses no table. Writes a file for
  // the first who is told each table of a quarter.
  absl::Status marked = kept_.MarkTold(table);
  if (!marked.ok()) return Refuse(std::move(job), std::move(marked));
  job->ruling.event.set_outcome(v1::OUTCOME_ANSWERED);
  storage::Submission submission;
  submission.entries.push_back(EntryOf(job->ruling));
  v1::CountChildrenResponse response;
  *response.mutable_table() = std::move(table);
  const absl::Status queued = parts_.committer->Submit(
      std::move(submission),
      [job, response = std::move(response)](storage::SubmissionResult result) {
        job->EndTurn();
        if (!result.status.ok()) return job->done(result.status);
        job->done(response);
      });
  if (!queued.ok()) job->done(queued);
}

void Statistician::Refuse(std::shared_ptr<Job> job, absl::Status error) {
  storage::Submission submission;
  submission.entries.push_back(EntryOf(job->ruling));
  const absl::Status queued = parts_.committer->Submit(
      std::move(submission), [job, error](storage::SubmissionResult result) {
        job->EndTurn();
        job->done(result.status.ok() ? error : result.status);
      });
  if (!queued.ok()) job->done(queued);
}

}  // namespace homeward::statistics
