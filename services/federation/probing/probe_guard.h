#ifndef HOMEWARD_SERVICES_FEDERATION_PROBING_PROBE_GUARD_H_
#define HOMEWARD_SERVICES_FEDERATION_PROBING_PROBE_GUARD_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "auth/identity/caller.h"
#include "homeward/v1/probe.pb.h"
#include "homeward/v1/record.pb.h"
#include "homeward/v1/roles.pb.h"
#include "services/federation/desk/desk.h"
#include "services/federation/probing/probe_limit.h"
#include "storage/commit_group.h"
#include "storage/committer.h"
#include "storage/records/document_store.h"

namespace homeward::federation {

// One question as the limits see it, on its way.
struct LimitedQuestion {
  ProbeQuestion question;
  // Whether it may be searched for.
  bool allowed = true;
  // Whether End() is still to say what came of it.
  bool open = false;
  // Lockouts that it brought about and that are not written yet.
  std::vector<v1::ProbeLockout> begun = {};
};

// The limits of a node over its store: a lockout outlives the process, is in
// the log, and people are told of it. Thread-safe.
class ProbeGuard {
 public:
  struct Options {
    ProbeLimits limits;
    // The own agency.
    std::string agency_id;
    // At least 16 bytes that tell nothing of a text to who lacks the key.
    std::function<std::string(absl::string_view)> blind;
    // Where own staff are told of each lockout, with its entry. Outlives it.
    Desk* desk = nullptr;
    // Told of each lockout when it begins. Quick; called from any thread.
    std::function<void(const v1::ProbeLockout&)> began =
        [](const v1::ProbeLockout&) {};
  };

  // `documents` and `committer` must outlive it.
  ProbeGuard(Options options, const storage::DocumentStore* documents,
             storage::Committer* committer);

  // Takes up the lockouts in the store. Call it before the first Ask().
  // Blocks. Errors: those of DocumentStore::List().
  absl::Status Restore();

  // Counts the question of `asker`, who has staff, about `child`. Nothing may
  // be searched for unless it is allowed.
  LimitedQuestion Ask(const auth::Caller& asker, v1::Purpose purpose,
                      const v1::ChildDescriptor& child, absl::Time now);

  // The search for `probe`, which is open, found surely the record `record_id`;
  // empty: none, or several. Returns whether an answer may tell of it: however
  // she was named, what is asked about this record counts together. If not,
  // `probe` is allowed no more, and she who asks must be told what she would be
  // if the question had not been allowed. End() follows in any case.
  bool AdmitRecord(LimitedQuestion& probe, const std::string& record_id,
                   absl::Time now);

  // What came of `probe`, which is open.
  void End(LimitedQuestion& probe, ProbeEnd end, absl::Time now);

  // Adds to `submission` what `probe` brought about, each with its entry: it
  // outlives the process once that is committed. (If it can't be, nothing is
  // answered either, and the lockout holds for as long as this process.) Reads
  // the store. Errors: UNAVAILABLE, DATA_LOSS.
  absl::Status Keep(LimitedQuestion& probe, absl::Time now,
                    storage::Submission& submission);

  // End() of `probe`, if it is open, after its question was decided: what it
  // brought about is committed by itself, unless nobody was told of the child.
  // Nobody waits for that: the lockout holds already, and rows that can't be
  // written go with the next that Keep() adds. Reads the store.
  void EndAndKeep(LimitedQuestion& probe, ProbeEnd end, absl::Time now);

  // The lockouts in force, the newest first.
  std::vector<v1::ProbeLockout> InForce(absl::Time now) const;

  // Lifts the lockout `lockout_id` in the name of `admin`, who has staff; with
  // an agency's all others of that agency. Blocks on the store.
  //
  // Errors:
  //   NOT_FOUND    None in force has this id.
  //   UNAVAILABLE  Store or log can't be written; it holds on.
  absl::Status Lift(const std::string& lockout_id, const auth::Caller& admin,
                    absl::Time now);

 private:
  // Keyed hash of how `child` is named; empty: in no way that can be searched.
  std::string HashOf(const v1::ChildDescriptor& child, absl::Time now) const;
  // `probe` brought about `lockouts`.
  void NoteBegun(std::vector<v1::ProbeLockout> lockouts,
                 LimitedQuestion& probe) const;
  // The rows of `lockouts` could not be written. Any thread.
  void KeepLater(const std::vector<v1::ProbeLockout>& lockouts);

  const Options options_;
  const storage::DocumentStore* const documents_;
  storage::Committer* const committer_;

  mutable absl::Mutex mutex_;
  ProbeLimit limit_ ABSL_GUARDED_BY(mutex_);
  // Lockouts whose rows are still to be written.
  std::vector<v1::ProbeLockout> later_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_PROBING_PROBE_GUARD_H_
