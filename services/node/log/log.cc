#include "services/node/log/log.h"

#include <atomic>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"
#include "services/federation/query_id.h"
#include "services/node/log/resting_sink.h"
#include "spdlog/async_logger.h"
#include "spdlog/details/thread_pool.h"
#include "spdlog/pattern_formatter.h"
#include "spdlog/sinks/ostream_sink.h"
#include "spdlog/sinks/stdout_sinks.h"

namespace homeward::node {
namespace {

constexpr char kMalformed[] = "malformed";
constexpr size_t kMaxMethodBytes = 100;

bool IsMethod(absl::string_view name) {
  return absl::ConsumePrefix(&name, "homeward.v1.") && !name.empty() &&
         name.size() <= kMaxMethodBytes && absl::c_all_of(name, [](char c) {
           return absl::ascii_isalpha(c) || c == '/';
         });
}

bool IsFault(absl::string_view code) {
  if (!absl::ConsumePrefix(&code, "HW-")) return false;
  const size_t dash = code.find('-');
  return dash != absl::string_view::npos && 0 < dash && dash <= 8 &&
         absl::c_all_of(code.substr(0, dash), absl::ascii_isupper) &&
         code.size() == dash + 4 &&
         absl::c_all_of(code.substr(dash + 1), absl::ascii_isdigit);
}

// Everything written this way is of the forms above, or a text of the program:
// nothing but quotes and backslashes of the latter could need an escape.
std::string Quoted(absl::string_view key, absl::string_view value) {
  std::string json = absl::StrCat("\"", key, "\":\"");
  for (const char c : value) {
    if (c == '"' || c == '\\') json.push_back('\\');
    json.push_back(absl::ascii_iscntrl(c) ? ' ' : c);
  }
  json.push_back('"');
  return json;
}

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

absl::string_view NameOf(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
  }
  return "error";
}

spdlog::sink_ptr MakeSink(std::ostream* out) {
  spdlog::sink_ptr sink;
  if (out == nullptr) {
    sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  } else {
    sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(*out);
  }
  sink->set_formatter(std::make_unique<spdlog::pattern_formatter>("%v"));
  return sink;
}

}  // namespace

LogField LogField::QueryId(absl::string_view id) {
  return LogField(
      Quoted("query_id", federation::IsQueryId(id) ? id : kMalformed));
}

LogField LogField::Agency(absl::string_view id,
                          const auth::Directory& directory) {
  const bool known = absl::c_any_of(
      directory.members(),
      [&](const auth::Member& member) { return member.agency_id() == id; });
  return LogField(Quoted("agency", known ? id : "unknown"));
}

LogField LogField::Method(absl::string_view name) {
  return LogField(Quoted("method", IsMethod(name) ? name : kMalformed));
}

LogField LogField::Code(absl::StatusCode code) {
  return LogField(Quoted("code", absl::StatusCodeToString(code)));
}

LogField LogField::Reason(Literal reason) {
  return LogField(Quoted("reason", reason.text()));
}

LogField LogField::Fault(absl::string_view code) {
  return LogField(Quoted("reason", IsFault(code) ? code : kMalformed));
}

LogField LogField::Count(int64_t count) {
  return LogField(absl::StrCat("\"count\":", count));
}

LogField LogField::Ms(absl::Duration duration) {
  return LogField(absl::StrCat("\"ms\":", absl::ToInt64Milliseconds(duration)));
}

LogField LogField::Port(int port) {
  return LogField(absl::StrCat("\"port\":", port));
}

LogField LogField::Source(absl::string_view file, int line) {
  file.remove_prefix(file.rfind('/') + 1);
  const bool good =
      file.size() <= kMaxMethodBytes && absl::c_all_of(file, [](char c) {
        return absl::ascii_isalnum(c) || c == '_' || c == '.' || c == '-';
      });
  return LogField(
      Quoted("source", good ? absl::StrCat(file, ":", line) : kMalformed));
}

LogField LogField::Version(Literal version) {
  return LogField(Quoted("version", version.text()));
}

LogLevel LogLevelOf(absl::string_view name) {
  if (name == "debug") return LogLevel::kDebug;
  if (name == "warning") return LogLevel::kWarning;
  if (name == "error") return LogLevel::kError;
  return LogLevel::kInfo;
}

struct Log::Sink {
  // One thread, whose queue is all that waits.
  std::shared_ptr<spdlog::details::thread_pool> pool;
  std::shared_ptr<spdlog::async_logger> logger;
  // What the last line told of losses.
  std::atomic<int64_t> told{0};
};

Log::Log(Options options)
    : options_(std::move(options)), sink_(std::make_unique<Sink>()) {
  sink_->pool =
      std::make_shared<spdlog::details::thread_pool>(options_.queue, 1);
  sink_->logger = std::make_shared<spdlog::async_logger>(
      "node",
      std::make_shared<RestingSink>(
          MakeSink(options_.out),
          [pool = sink_->pool.get()] { return pool->queue_size() > 0; }),
      sink_->pool, spdlog::async_overflow_policy::overrun_oldest);
  sink_->logger->set_level(ToSpdlog(options_.level));
  sink_->logger->flush_on(spdlog::level::info);
  // What can't be written can't be told either; the node goes on.
  sink_->logger->set_error_handler([](const std::string&) {});
}

// Ending the pool writes what waits.
Log::~Log() = default;

void Log::Write(LogLevel level, Literal event,
                std::initializer_list<LogField> fields) {
  const spdlog::level::level_enum as = ToSpdlog(level);
  if (!sink_->logger->should_log(as)) return;
  std::string line =
      absl::StrCat("{\"time\":\"",
                   absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", options_.clock(),
                                    absl::UTCTimeZone()),
                   "\",", Quoted("level", NameOf(level)), ",",
                   Quoted("event", event.text()));
  for (const LogField& field : fields)
    absl::StrAppend(&line, ",", field.json());
  const int64_t lost = dropped();
  if (sink_->told.exchange(lost) != lost) {
    absl::StrAppend(&line, ",\"dropped\":", lost);
  }
  line.push_back('}');
  sink_->logger->log(as, spdlog::string_view_t(line.data(), line.size()));
}

int64_t Log::dropped() const {
  return static_cast<int64_t>(sink_->pool->overrun_counter());
}

}  // namespace homeward::node
