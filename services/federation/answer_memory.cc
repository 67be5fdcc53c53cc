#include "services/federation/answer_memory.h"

#include <optional>
#include <string>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "homeward/v1/peer_service.pb.h"

namespace homeward::federation {

void AnswerMemory::Put(const std::string& question_digest,
                       const v1::AskResponse& answer, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  if (!answers_.emplace(question_digest, answer).second) return;
  order_.emplace_back(now + lifetime_, question_digest);
  bytes_ += answer.ByteSizeLong();
  Forget(now);
}

std::optional<v1::AskResponse> AnswerMemory::Find(
    const std::string& question_digest, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Forget(now);
  const auto found = answers_.find(question_digest);
  if (found == answers_.end()) return std::nullopt;
  return found->second;
}

void AnswerMemory::Forget(absl::Time now) {
  while (!order_.empty() &&
         (order_.front().first <= now || bytes_ > max_bytes_)) {
    const auto found = answers_.find(order_.front().second);
    bytes_ -= found->second.ByteSizeLong();
    answers_.erase(found);
    order_.pop_front();
  }
}

}  // namespace homeward::federation
