#ifndef HOMEWARD_SERVICES_NODE_LOG_RESTING_SINK_H_
#define HOMEWARD_SERVICES_NODE_LOG_RESTING_SINK_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/time/time.h"
#include "spdlog/sinks/sink.h"

namespace homeward::node {

// How long the writing thread rests after a line behind which nothing waits.
inline constexpr absl::Duration kLogRest = absl::Milliseconds(5);

// Writes to another sink, and rests when nothing more waits. Under load lines
// gather meanwhile, and who writes them needn't wake the thread for each: that
// costs a call more than its line. For one thread.
class RestingSink final : public spdlog::sinks::sink {
 public:
  // `more_waits` says whether another line waits already.
  RestingSink(spdlog::sink_ptr sink, std::function<bool()> more_waits);

  void log(const spdlog::details::log_msg& line) override;
  void flush() override;
  void set_pattern(const std::string& pattern) override;
  void set_formatter(std::unique_ptr<spdlog::formatter> formatter) override;

 private:
  const spdlog::sink_ptr sink_;
  const std::function<bool()> more_waits_;
};

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_LOG_RESTING_SINK_H_
