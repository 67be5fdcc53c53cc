#include "services/federation/answering/answer_memory.h"

#include <string>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "homeward/v1/peer_service.pb.h"

namespace homeward::federation {
namespace {

// What an entry takes besides its answer, roughly.
constexpr size_t kEntryBytes = 256;

}  // namespace

void AnswerMemory::Begin(const std::string& digest, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Set(digest, {State::kUnderWay, {}, kEntryBytes}, now);
}

void AnswerMemory::Put(const std::string& digest, const v1::AskResponse& answer,
                       absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Set(digest, {State::kAnswered, answer, kEntryBytes + answer.ByteSizeLong()},
      now);
}

void AnswerMemory::Fail(const std::string& digest, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Set(digest, {State::kFailed, {}, kEntryBytes}, now);
}

void AnswerMemory::Drop(const std::string& digest) {
  absl::MutexLock lock(&mutex_);
  const auto found = entries_.find(digest);
  if (found == entries_.end()) return;
  bytes_ -= found->second.bytes;
  entries_.erase(found);
}

AnswerMemory::Found AnswerMemory::Resume(const std::string& digest,
                                         absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Forget(now);
  const auto found = entries_.find(digest);
  if (found == entries_.end()) return {};
  const State state = found->second.state;
  if (state == State::kFailed) found->second.state = State::kUnderWay;
  if (state == State::kAnswered) return {state, found->second.answer};
  return {state, std::nullopt};
}

void AnswerMemory::Set(const std::string& digest, Entry entry, absl::Time now) {
  const auto [place, added] = entries_.try_emplace(digest);
  if (added) order_.emplace_back(now + lifetime_, digest);
  bytes_ += entry.bytes - place->second.bytes;
  place->second = std::move(entry);
  Forget(now);
}

void AnswerMemory::Forget(absl::Time now) {
  while (!order_.empty() &&
         (order_.front().first <= now || bytes_ > max_bytes_)) {
    const auto found = entries_.find(order_.front().second);
    if (found != entries_.end()) {
      bytes_ -= found->second.bytes;
      entries_.erase(found);
    }
    order_.pop_front();
  }
}

}  // namespace homeward::federation
