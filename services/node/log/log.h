#ifndef HOMEWARD_SERVICES_NODE_LOG_LOG_H_
#define HOMEWARD_SERVICES_NODE_LOG_LOG_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/identity/directory.h"

// What a node tells those who run it: one JSON object a line. No field takes
// free text, so no name, date of birth or place can get in: a value is a
// number, a text of the program itself, or an identifier of a checked form.
namespace homeward::node {

// A text that stands in the program. Not made from a std::string, a
// string_view, a char* or a changeable buffer.
class Literal {
 public:
  template <size_t kSize>
  constexpr Literal(const char (&text)[kSize])  // NOLINT: implicit on purpose.
      : text_(text, kSize - 1) {}
  template <size_t kSize>
  Literal(char (&text)[kSize]) = delete;
  constexpr absl::string_view text() const { return text_; }

 private:
  absl::string_view text_;
};

// One key with its value. The keys are those of the functions that make it; an
// identifier that has not its form is written as "malformed".
class LogField {
 public:
  static LogField QueryId(absl::string_view id);  // `q-{32 hexadecimal}`.
  // The id of a member of `directory`; "unknown" for anything else.
  static LogField Agency(absl::string_view id,
                         const auth::Directory& directory);
  static LogField Method(absl::string_view name);  // `homeward.v1.X/Y`.
  static LogField Code(absl::StatusCode code);
  static LogField Reason(Literal reason);
  static LogField Fault(absl::string_view code);  // `HW-TLS-003`.
  static LogField Count(int64_t count);
  static LogField Ms(absl::Duration duration);
  static LogField Port(int port);
  // `FILE:LINE`, without the folders of `file`.
  static LogField Source(absl::string_view file, int line);
  static LogField Version(Literal version);

  // As it stands in the line: `"key":value`.
  const std::string& json() const { return json_; }

 private:
  explicit LogField(std::string json) : json_(std::move(json)) {}

  std::string json_;
};

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// The level of the configuration's name; kInfo for a name that is none.
LogLevel LogLevelOf(absl::string_view name);

// The log of one node. Lines wait in a bounded queue and are written by a
// thread of its own: when it is full the oldest are dropped and counted, and
// nobody waits. Thread-safe.
class Log {
 public:
  struct Options {
    LogLevel level = LogLevel::kInfo;
    // Lines that may wait.
    size_t queue = 8192;
    std::function<absl::Time()> clock;
    // Where to; standard error when null. It must outlive the log.
    std::ostream* out = nullptr;
  };

  explicit Log(Options options);
  // Writes what waits.
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // Writes `{"time":…,"level":…,"event":…,` and the fields `}`, unless `level`
  // is below that of the options. Never blocks on the writing. A line that
  // follows a loss says how many were dropped so far.
  void Write(LogLevel level, Literal event,
             std::initializer_list<LogField> fields = {});

  // Lines dropped so far.
  int64_t dropped() const;

 private:
  struct Sink;

  const Options options_;
  std::unique_ptr<Sink> sink_;
};

}  // namespace homeward::node

#endif  // HOMEWARD_SERVICES_NODE_LOG_LOG_H_
