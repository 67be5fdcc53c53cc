#ifndef HOMEWARD_SERVICES_STATISTICS_STATISTICIAN_H_
#define HOMEWARD_SERVICES_STATISTICS_STATISTICIAN_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "homeward/v1/statistics.pb.h"
#include "homeward/v1/statistics_service.pb.h"
#include "services/statistics/day_budget.h"
#include "services/statistics/kept_tables.h"
#include "services/statistics/period.h"
#include "services/statistics/table_kinds.h"
#include "storage/committer.h"
#include "storage/keys/keyring.h"
#include "storage/records/document_store.h"
#include "storage/records/record_store.h"
#include "storage/walk/record_walk.h"

// Counts the children of the own records (P-STATS).
namespace homeward::statistics {

// How many records are read before others have their turn on the pool.
inline constexpr size_t kRecordsAtOnce = 100;

// Tells own staff how many children there are, and never who. A table is
// counted once for each quarter, when the first asks for it, and kept; one at a
// time. One that was told and is lost is not counted again. Each call leaves an
// entry in the log, which is durable before anything is told. Thread-safe.
// Reads the store and blocks for some records at a time: call it on the pool,
// never on a gRPC thread.
class Statistician {
 public:
  // What it works with. All pointers must outlive it.
  struct Parts {
    std::string agency_id;
    const storage::RecordWalk* walk = nullptr;
    const storage::RecordStore* records = nullptr;
    const storage::DocumentStore* documents = nullptr;
    // Where it stands outside the store which tables were told.
    storage::Keyring* keyring = nullptr;
    storage::Committer* committer = nullptr;
    std::function<absl::Time()> clock;
    // Runs the rest of a count on the pool; false when too much waits.
    std::function<bool(std::function<void()>)> run;
    // For each person, at least 1.
    int tables_per_day = 20;
  };

  explicit Statistician(Parts parts);

  // Called exactly once, on the pool or on the committer's thread: it must be
  // quick.
  using Done = std::function<void(absl::StatusOr<v1::CountChildrenResponse>)>;

  // The rpc CountChildren of homeward.v1.StatisticsService for a caller who was
  // admitted. `waits` is OK as long as somebody waits for the table, or says
  // why not. Neither reference is kept. Errors: as CountChildren's.
  void Count(const auth::Caller& caller,
             const v1::CountChildrenRequest& request,
             std::function<absl::Status()> waits, Done done);

 private:
  struct Job;

  // Takes the one turn to count, which is free again once `job` is gone; false
  // when it is taken.
  bool TakeTurn(Job& job) ABSL_LOCKS_EXCLUDED(mutex_);
  // Counts, unless the table is kept by now.
  void BeginCount(std::shared_ptr<Job> job, const TableKind& kind,
                  const Period& period);
  // Counts some records more, and hands the rest to the pool.
  void CountSome(std::shared_ptr<Job> job);
  absl::Status CountOne(const std::string& record_id, Job& job) const;
  // Keeps the table that was counted, and tells it.
  void Keep(std::shared_ptr<Job> job);
  // Marks `table`, which is kept, as told, and tells it, or what is wrong, once
  // the log has its entry.
  void Tell(std::shared_ptr<Job> job, v1::CountTable table);
  void Refuse(std::shared_ptr<Job> job, absl::Status error);

  const Parts parts_;
  const KeptTables kept_;
  DayBudget budget_;
  absl::Mutex mutex_;
  bool counting_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace homeward::statistics

#endif  // HOMEWARD_SERVICES_STATISTICS_STATISTICIAN_H_
