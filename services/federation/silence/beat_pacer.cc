#include "services/federation/silence/beat_pacer.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace homeward::federation {

Pacer::Instant NextBeat(Pacer::Instant arrived, Pacer::Instant now,
                        std::chrono::nanoseconds beat) {
  return arrived + ((now - arrived) / beat + 1) * beat;
}

BeatPacer::BeatPacer(Options options)
    : options_(std::move(options)), thread_([this] { Run(); }) {}

BeatPacer::~BeatPacer() { Stop(); }

bool BeatPacer::IsLater(const Waiting& a, const Waiting& b) {
  return a.due == b.due ? a.number > b.number : a.due > b.due;
}

bool BeatPacer::Submit(Instant arrived, std::function<void()> work) {
  return Push(arrived, options_.max_waiting, work);
}

void BeatPacer::Resume(Instant arrived, std::function<void()> work) {
  Push(arrived, std::numeric_limits<size_t>::max(), work);
}

bool BeatPacer::Push(Instant arrived, size_t limit,
                     std::function<void()>& work) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!stopping_) {
      if (waiting_.size() >= limit) return false;
      waiting_.push_back(
          {NextBeat(arrived, std::chrono::steady_clock::now(), options_.beat),
           next_number_++, std::move(work)});
      std::push_heap(waiting_.begin(), waiting_.end(), IsLater);
      changed_.notify_one();
      return true;
    }
  }
  work();
  return true;
}

void BeatPacer::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_ || !waiting_.empty()) {
    if (waiting_.empty()) {
      changed_.wait(lock);
    } else if (const Instant due = waiting_.front().due;
               !stopping_ && due > std::chrono::steady_clock::now()) {
      changed_.wait_until(lock, due);
    } else {
      std::pop_heap(waiting_.begin(), waiting_.end(), IsLater);
      const std::function<void()> work = std::move(waiting_.back().work);
      waiting_.pop_back();
      lock.unlock();
      work();
      lock.lock();
    }
  }
}

void BeatPacer::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

}  // namespace homeward::federation
