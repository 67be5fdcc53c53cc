#include "services/node/log/resting_sink.h"

#include <memory>
#include <sstream>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "spdlog/details/log_msg.h"
#include "spdlog/pattern_formatter.h"
#include "spdlog/sinks/ostream_sink.h"

namespace homeward::node {
namespace {

TEST(RestingSinkTest, WritesAtOnceAndRestsOnlyWhenNothingWaits) {
  std::ostringstream out;
  bool more = true;
  RestingSink sink(std::make_shared<spdlog::sinks::ostream_sink_st>(out),
                   [&] { return more; });
  sink.set_formatter(std::make_unique<spdlog::pattern_formatter>(
      "%v", spdlog::pattern_time_type::utc, "\n"));
  const spdlog::details::log_msg line("node", spdlog::level::info, "a line");
  constexpr int kLines = 1000;
  int rests = 0;
  for (int i = 0; i < kLines; ++i) {
    const absl::Time start = absl::Now();
    sink.log(line);
    if (absl::Now() - start >= kLogRest) ++rests;
  }
  // A busy machine makes a few lines wait as long.
  EXPECT_LT(rests, kLines / 2);
  more = false;
  const absl::Time last = absl::Now();
  sink.log(line);
  EXPECT_GE(absl::Now() - last, kLogRest);
  EXPECT_EQ(out.str().size(), (kLines + 1) * sizeof("a line"));
}

}  // namespace
}  // namespace homeward::node
