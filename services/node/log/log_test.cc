#include "services/node/log/log.h"

#include <memory>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "auth/testing/federation.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace homeward::node {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

// Text that is not the program's own does not compile.
static_assert(std::is_constructible_v<Literal, const char (&)[5]>);
static_assert(!std::is_constructible_v<Literal, char (&)[5]>);
static_assert(!std::is_constructible_v<Literal, const char*>);
static_assert(!std::is_constructible_v<Literal, std::string>);
static_assert(!std::is_constructible_v<Literal, absl::string_view>);
static_assert(!std::is_constructible_v<LogField, std::string>);
static_assert(!std::is_invocable_v<decltype(&LogField::Reason), std::string>);

Log::Options To(std::ostream* out, LogLevel level = LogLevel::kInfo) {
  Log::Options options;
  options.level = level;
  options.clock = [] { return absl::FromUnixMillis(1800000000123); };
  options.out = out;
  return options;
}

std::vector<nlohmann::json> Lines(const std::string& text) {
  std::vector<nlohmann::json> lines;
  for (const absl::string_view line :
       absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    lines.push_back(nlohmann::json::parse(line));
  }
  return lines;
}

TEST(LogTest, WritesOneObjectALine) {
  const auth::testing::Federation federation;
  std::ostringstream out;
  {
    Log log(To(&out));
    log.Write(LogLevel::kInfo, "call_ended",
              {LogField::QueryId("q-0123456789abcdef0123456789abcdef"),
               LogField::Agency("south", *federation.directory()),
               LogField::Method("homeward.v1.QueryService/LocateChild"),
               LogField::Code(absl::StatusCode::kPermissionDenied),
               LogField::Reason("a \"quoted\" one"), LogField::Count(3),
               LogField::Ms(absl::Microseconds(1900)), LogField::Port(7443),
               LogField::Version("1.0")});
    log.Write(LogLevel::kError, "refused", {LogField::Fault("HW-TLS-003")});
  }
  const auto lines = Lines(out.str());
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_EQ(lines[0]["time"], "2027-01-15T08:00:00.123Z");
  EXPECT_EQ(lines[0]["level"], "info");
  EXPECT_EQ(lines[0]["event"], "call_ended");
  EXPECT_EQ(lines[0]["query_id"], "q-0123456789abcdef0123456789abcdef");
  EXPECT_EQ(lines[0]["agency"], "south");
  EXPECT_EQ(lines[0]["method"], "homeward.v1.QueryService/LocateChild");
  EXPECT_EQ(lines[0]["code"], "PERMISSION_DENIED");
  EXPECT_EQ(lines[0]["reason"], "a \"quoted\" one");
  EXPECT_EQ(lines[0]["count"], 3);
  EXPECT_EQ(lines[0]["ms"], 1);
  EXPECT_EQ(lines[0]["port"], 7443);
  EXPECT_EQ(lines[0]["version"], "1.0");
  EXPECT_EQ(lines[1]["reason"], "HW-TLS-003");
}

TEST(LogTest, ACanaryGetsInNowhere) {
  const auth::testing::Federation federation;
  std::ostringstream out;
  {
    Log log(To(&out));
    for (const std::string& canary :
         {std::string("Zewdi Canary 2016-03-01"), std::string("canary\n{}"),
          std::string("q-canary"), "q-" + std::string(32, 'z') + "canary",
          std::string("HW-CANARY-canary"), std::string("homeward.v1.canary 7"),
          std::string("Canary")}) {
      log.Write(LogLevel::kError, "event",
                {LogField::QueryId(canary),
                 LogField::Agency(canary, *federation.directory()),
                 LogField::Method(canary), LogField::Fault(canary)});
    }
  }
  EXPECT_THAT(Lines(out.str()), SizeIs(7));
  EXPECT_THAT(out.str(), Not(HasSubstr("anary 2016")));
  EXPECT_THAT(out.str(), Not(HasSubstr("Canary")));
  EXPECT_THAT(out.str(), Not(HasSubstr("canary")));
}

TEST(LogTest, LeavesOutWhatIsBelowItsLevel) {
  std::ostringstream out;
  {
    Log log(To(&out, LogLevelOf("warning")));
    log.Write(LogLevel::kInfo, "info");
    log.Write(LogLevel::kWarning, "warning");
  }
  EXPECT_THAT(Lines(out.str()), SizeIs(1));
  EXPECT_EQ(LogLevelOf("debug"), LogLevel::kDebug);
  EXPECT_EQ(LogLevelOf("error"), LogLevel::kError);
  EXPECT_EQ(LogLevelOf("what"), LogLevel::kInfo);
}

// A stream that takes nothing until it is told to.
class StuckBuffer final : public std::stringbuf {
 public:
  absl::Notification go;

 private:
  std::streamsize xsputn(const char* text, std::streamsize size) override {
    go.WaitForNotification();
    return std::stringbuf::xsputn(text, size);
  }
};

TEST(LogTest, AStuckStreamMakesNobodyWait) {
  StuckBuffer buffer;
  std::ostream out(&buffer);
  {
    Log::Options options = To(&out);
    options.queue = 16;
    Log log(options);
    for (int i = 0; i < 1000; ++i) log.Write(LogLevel::kInfo, "event");
    EXPECT_GE(log.dropped(), 1000 - 16 * 2 - 2);
    buffer.go.Notify();
    log.Write(LogLevel::kInfo, "last");
  }
  const auto lines = Lines(buffer.str());
  EXPECT_EQ(lines.back()["event"], "last");
  EXPECT_GE(lines.size(), 8u);
  EXPECT_GE(lines.back().value("dropped", 0) + lines[1].value("dropped", 0), 1);
}

}  // namespace
}  // namespace homeward::node
