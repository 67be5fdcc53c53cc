#include "services/node/log/resting_sink.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"

namespace homeward::node {

RestingSink::RestingSink(spdlog::sink_ptr sink,
                         std::function<bool()> more_waits)
    : sink_(std::move(sink)), more_waits_(std::move(more_waits)) {}

void RestingSink::log(const spdlog::details::log_msg& line) {
  sink_->log(line);
  if (!more_waits_()) absl::SleepFor(kLogRest);
}

void RestingSink::flush() { sink_->flush(); }

void RestingSink::set_pattern(const std::string& pattern) {
  sink_->set_pattern(pattern);
}

void RestingSink::set_formatter(std::unique_ptr<spdlog::formatter> formatter) {
  sink_->set_formatter(std::move(formatter));
}

}  // namespace homeward::node
