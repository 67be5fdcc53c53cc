#ifndef HOMEWARD_SERVICES_FEDERATION_ANSWER_MEMORY_H_
#define HOMEWARD_SERVICES_FEDERATION_ANSWER_MEMORY_H_

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

// The signed answers of the last minute, so that a peer that lost one and asks
// again with the same bytes gets the same outcome. Bounded; thread-safe.
class AnswerMemory {
 public:
  // Keeps answers for `lifetime`, at most `max_bytes` of them.
  AnswerMemory(absl::Duration lifetime, size_t max_bytes)
      : lifetime_(lifetime), max_bytes_(max_bytes) {}

  // Keeps the answer to the question whose signed bytes have the digest.
  void Put(const std::string& question_digest, const v1::AskResponse& answer,
           absl::Time now);

  // The answer, if it is still kept.
  std::optional<v1::AskResponse> Find(const std::string& question_digest,
                                      absl::Time now);

 private:
  void Forget(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const absl::Duration lifetime_;
  const size_t max_bytes_;
  absl::Mutex mutex_;
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::deque<std::pair<absl::Time, std::string>> order_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, v1::AskResponse> answers_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace homeward::federation

#endif  // HOMEWARD_SERVICES_FEDERATION_ANSWER_MEMORY_H_
