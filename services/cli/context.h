#ifndef HOMEWARD_SERVICES_CLI_CONTEXT_H_
#define HOMEWARD_SERVICES_CLI_CONTEXT_H_

#include <functional>
#include <iosfwd>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "services/cli/exit_code.h"

namespace homeward::cli {

// How data is written: for people, as one JSON value, or one JSON value a line.
enum class Format { kText, kJson, kNdjson };

// As -o names them.
struct FormatName {
  const char* name;
  Format format;
};
inline constexpr FormatName kFormatNames[] = {{"text", Format::kText},
                                              {"json", Format::kJson},
                                              {"ndjson", Format::kNdjson}};

// How a command ended.
using Result = absl::StatusOr<ExitCode>;

// What every command is given: where to read and write, and what was said on
// the command line for all of them. Data goes to `out`, everything else to
// `err`. Not thread-safe.
struct Context {
  std::istream* in = nullptr;
  std::ostream* out = nullptr;
  std::ostream* err = nullptr;
  // Whether a person types, and reads messages. Off a terminal nothing is
  // asked and nothing moves.
  bool in_is_terminal = false;
  bool err_is_terminal = false;
  // Columns of the terminal that data goes to; 0 if it goes elsewhere.
  int out_columns = 0;
  // Whether that terminal shows UTF-8.
  bool out_shows_utf8 = false;
  std::function<absl::Time()> now;

  // -o.
  Format format = Format::kText;
  // --plain: one fact a line, no columns and no bars.
  bool plain = false;
  // --home or $HOMEWARD_HOME: the agency's folder.
  std::string home;
  // --address: the node, instead of the configuration's.
  std::string address;

  // Set to only read the command line, for tests of examples.
  bool parse_only = false;
  // How the command ended.
  Result result = ExitCode::kOk;

  // Runs `command` and keeps how it ended, unless `parse_only`: in an error
  // too when something of it could not be written as JSON.
  void Run(const std::function<Result()>& command);

  // A line of data for people. Nothing in the JSON formats. Here and below,
  // text for people is shown as ShownLine() writes it, whoever wrote it.
  void Text(absl::string_view line);
  // The same, of several lines: `text` was laid out by this program.
  void TextLines(absl::string_view text);
  // The same data for programs. Nothing in the text format.
  void Json(const google::protobuf::Message& message);
  // The same, for data that is no message: `value` is JSON on one line.
  void JsonText(const std::string& value);
  // A message beside the data.
  void Say(absl::string_view line);
  // What to type next, after a change of state.
  void Next(absl::string_view command);
  // Asks a person for a line. Empty at the end of the input.
  //
  // Errors:
  //   INVALID_ARGUMENT  Nobody is there to answer.
  absl::StatusOr<std::string> Ask(absl::string_view question);
  // Tells of `status`, which is not OK: code, cause, whose fault, what next.
  void Error(const absl::Status& status);

 private:
  // The last failure of Json().
  absl::Status unwritten_;
};

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_CONTEXT_H_
