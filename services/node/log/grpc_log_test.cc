#include "services/node/log/grpc_log.h"

#include <memory>
#include <sstream>
#include <string>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "grpc/support/log.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/node/log/log.h"

namespace homeward::node {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// What is in the log after `many` errors of gRPC.
std::string LoggedAfter(int many) {
  gpr_log_verbosity_init();
  std::ostringstream out;
  Log::Options options;
  options.clock = absl::Now;
  options.out = &out;
  auto log = std::make_unique<Log>(std::move(options));
  auto grpc_log = std::make_unique<GrpcLog>(log.get());
  for (int i = 0; i < many; ++i) {
    gpr_log(GPR_ERROR, "from ipv4:192.0.2.7:443: %s", "Solomiia\n{");
  }
  grpc_log.reset();
  log.reset();  // Writes what waits.
  return out.str();
}

TEST(GrpcLogTest, SaysWhereAndNeverWhat) {
  const std::string text = LoggedAfter(1);
  const auto line = nlohmann::json::parse(text);
  EXPECT_EQ(line["event"], "grpc");
  EXPECT_EQ(line["level"], "warning");
  EXPECT_EQ(line["count"], 1);
  EXPECT_THAT(std::string(line["source"]), HasSubstr("grpc_log_test.cc:"));
  EXPECT_THAT(text, Not(HasSubstr("192.0.2.7")));
  EXPECT_THAT(text, Not(HasSubstr("Solomiia")));
}

TEST(GrpcLogTest, AFloodIsOneLine) {
  const std::string text = LoggedAfter(100'000);
  EXPECT_EQ(nlohmann::json::parse(text)["count"], 1);
}

TEST(GrpcLogTest, OnceItHasEndedNothingIsSaid) {
  LoggedAfter(1);
  ::testing::internal::CaptureStderr();
  gpr_log(GPR_ERROR, "into a log that is gone");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace homeward::node
