#ifndef HOMEWARD_SERVICES_FEDERATION_ANSWERING_ANSWER_MEMORY_H_
#define HOMEWARD_SERVICES_FEDERATION_ANSWERING_ANSWER_MEMORY_H_

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "homeward/v1/peer_service.pb.h"

namespace homeward::federation {

// What became of the questions of the last minutes, so that a peer that lost
// an answer and asks again with the same bytes gets the same one, and one that
// could not be answered is tried again. Questions are named by the digest of
// their signed bytes. Bounded; thread-safe.
class AnswerMemory {
 public:
  // Keeps answers for `lifetime`, at most `max_bytes` of them: the oldest go
  // first.
  AnswerMemory(absl::Duration lifetime, size_t max_bytes)
      : lifetime_(lifetime), max_bytes_(max_bytes) {}

  enum class State {
    kUnknown,   // Not asked, denied, or too long ago.
    kUnderWay,  // It is being answered.
    kFailed,    // Nothing could be decided or kept.
    kAnswered,
  };
  struct Found {
    State state = State::kUnknown;
    std::optional<v1::AskResponse> answer;
  };

  // A question is being answered.
  void Begin(const std::string& digest, absl::Time now);
  // It was: keeps the answer.
  void Put(const std::string& digest, const v1::AskResponse& answer,
           absl::Time now);
  // It could not be: it may be asked again.
  void Fail(const std::string& digest, absl::Time now);
  // It was denied: nothing more is kept of it.
  void Drop(const std::string& digest);

  // What became of it. One that failed is under way from now on: the caller
  // must answer it.
  Found Resume(const std::string& digest, absl::Time now);

 private:
  struct Entry {
    State state = State::kUnknown;
    v1::AskResponse answer;
    size_t bytes = 0;
  };

  void Set(const std::string& digest, Entry entry, absl::Time now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Forget(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const absl::Duration lifetime_;
  const size_t max_bytes_;
  absl::Mutex mutex_;
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::deque<std::pair<absl::Time, std::string>> order_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, Entry> entries_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ANSWERING_ANSWER_MEMORY_H_
