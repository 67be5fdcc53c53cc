#include "services/node/ticker.h"

#include <functional>
#include <utility>

#include "absl/time/time.h"

namespace homeward::node {

Ticker::Ticker(absl::Duration period, std::function<void()> work)
    : period_(period), work_(std::move(work)), thread_([this] { Run(); }) {}

Ticker::~Ticker() {
  stopping_ = true;
  bell_.Ring();
  thread_.join();
}

void Ticker::Wake() { bell_.Ring(); }

void Ticker::Run() {
  do {
    work_();
    bell_.WaitFor(period_);
  } while (!stopping_);
}

}  // namespace homeward::node
