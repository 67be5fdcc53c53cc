#include "services/rpc/worker_pool.h"

#include <functional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace homeward::rpc {

WorkerPool::WorkerPool(const Limits& limits) : limits_(limits) {
  threads_.reserve(limits.threads);
  for (int i = 0; i < limits.threads; ++i) {
    threads_.emplace_back([this] { Run(); });
  }
}

WorkerPool::~WorkerPool() { Stop(); }

bool WorkerPool::Submit(absl::string_view agency, std::function<void()> work) {
  absl::MutexLock lock(&mutex_);
  if (stopping_ || depth_ >= limits_.queue_limit) return false;
  const auto found = queues_.find(agency);
  if (found == queues_.end()) {
    turns_.emplace_back(agency);
    queues_[turns_.back()].push_back(std::move(work));
  } else {
    Queue& queue = found->second;
    if (static_cast<int>(queue.size()) >= limits_.queue_limit_per_agency) {
      return false;
    }
    queue.push_back(std::move(work));
  }
  ++depth_;
  return true;
}

void WorkerPool::Resume(std::function<void()> work) {
  {
    absl::MutexLock lock(&mutex_);
    if (!stopping_) return begun_.push_back(std::move(work));
  }
  work();
}

int WorkerPool::QueueDepth() const {
  absl::MutexLock lock(&mutex_);
  return depth_;
}

void WorkerPool::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void WorkerPool::Run() {
  while (std::function<void()> work = Take()) work();
}

std::function<void()> WorkerPool::Take() {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(this, &WorkerPool::WorkOrStop));
  if (!begun_.empty()) {
    std::function<void()> work = std::move(begun_.front());
    begun_.pop_front();
    return work;
  }
  if (depth_ == 0) return nullptr;
  std::string agency = std::move(turns_.front());
  turns_.pop_front();
  const auto queue = queues_.find(agency);
  std::function<void()> work = std::move(queue->second.front());
  queue->second.pop_front();
  --depth_;
  if (queue->second.empty()) {
    queues_.erase(queue);
  } else {
    turns_.push_back(std::move(agency));
  }
  return work;
}

}  // namespace homeward::rpc
