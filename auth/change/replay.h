#ifndef HOMEWARD_AUTH_CHANGE_REPLAY_H_
#define HOMEWARD_AUTH_CHANGE_REPLAY_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "auth/decision/active_set.h"
#include "auth/mou/treatment.h"
#include "homeward/v1/decide.pb.h"
#include "homeward/v1/evidence_service.pb.h"
#include "homeward/v1/mou_change.pb.h"

namespace homeward::auth {

// Which of the questions that were decided before would come out otherwise by
// other MOUs. Each is decided anew, by the present MOUs and by the candidates,
// as if it was asked at one instant: so an MOU that begins later can be tried
// on what was asked before it. Not thread-safe.
// Source: docs/mou.md, "Replaying".
class Replay {
 public:
  Replay(std::shared_ptr<const ActiveSet> present,
         std::shared_ptr<const ActiveSet> candidate, absl::Time as_of)
      : present_(std::move(present)),
        candidate_(std::move(candidate)),
        as_of_(as_of) {}

  // Decides one question anew; its own time is not read.
  //
  // Errors:
  //   INVALID_ARGUMENT  As ReadWhatIf().
  absl::Status Add(const v1::DecideRequest& question);

  // The same for one of a node's log, once for each of its records. Errors: as
  // above.
  absl::Status Add(const v1::PastDecision& decision);

  // `count` questions can't be decided anew.
  void AddUnknown(int64_t count) { unknown_ += count; }

  // What was found of all questions.
  v1::ReplayReport Report() const;

 private:
  absl::Status AddTimes(const v1::DecideRequest& question, int64_t times);

  // The field by its number, before and after.
  using Change = std::tuple<size_t, Treatment, Treatment>;

  const std::shared_ptr<const ActiveSet> present_;
  const std::shared_ptr<const ActiveSet> candidate_;
  const absl::Time as_of_;
  int64_t decisions_ = 0;
  int64_t changed_ = 0;
  int64_t without_record_ = 0;
  int64_t unknown_ = 0;
  // By owner and requester.
  std::map<std::pair<std::string, std::string>, std::map<Change, int64_t>>
      changes_;
};

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_CHANGE_REPLAY_H_
