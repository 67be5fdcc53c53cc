#include "services/cli/message_file.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"
#include "services/cli/exit_code.h"
#include "services/cli/files.h"

namespace homeward::cli {
namespace {

// Keeps the first error of a text, without what it found there.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  explicit FirstError(std::string name) : name_(std::move(name)) {}
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!text_.empty()) return;
    text_ = absl::StrCat(name_, ":", line + 1, ":", column + 1, ": ",
                         message.substr(0, message.find(", got:")));
  }
  const std::string& text() const { return text_; }

 private:
  const std::string name_;
  std::string text_;
};

absl::Status ParseText(absl::string_view text, const std::string& name,
                       google::protobuf::Message& message) {
  FirstError error(name);
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (parser.ParseFromString(std::string(text), &message)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      error.text().empty() ? absl::StrCat(name, ": it can't be read")
                           : error.text());
}

// protobuf's text of an error quotes the input after its first line.
absl::Status ParseJson(absl::string_view text, const std::string& name,
                       google::protobuf::Message& message) {
  const auto status = google::protobuf::util::JsonStringToMessage(
      std::string(text), &message, google::protobuf::util::JsonParseOptions());
  if (status.ok()) return absl::OkStatus();
  const std::string what(status.message().data(), status.message().size());
  return absl::InvalidArgumentError(
      absl::StrCat(name, ": as JSON: ", what.substr(0, what.find('\n'))));
}

}  // namespace

absl::Status ParseMessage(absl::string_view text, const std::string& name,
                          google::protobuf::Message& message) {
  message.Clear();
  if (absl::StartsWith(absl::StripLeadingAsciiWhitespace(text), "{")) {
    return ParseJson(text, name, message);
  }
  return ParseText(text, name, message);
}

absl::StatusOr<std::string> ReadInput(Context& context,
                                      const std::string& path) {
  if (!path.empty() && path != "-") return ReadFile(path);
  if (path.empty() && context.in_is_terminal) {
    return UsageError("no file was given",
                      "name a file, or - to type it and end with Ctrl-D");
  }
  return ReadStream(*context.in);
}

absl::Status ReadMessage(Context& context, const std::string& path,
                         google::protobuf::Message& message) {
  const absl::StatusOr<std::string> text = ReadInput(context, path);
  if (!text.ok()) return text.status();
  const bool is_stream = path.empty() || path == "-";
  return ParseMessage(*text, is_stream ? "standard input" : path, message);
}

std::string ToText(const google::protobuf::Message& message) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(message, &text);
  return text;
}

absl::StatusOr<v1::Envelope> ReadEnvelope(const std::string& path) {
  const absl::StatusOr<std::string> bytes = ReadFile(path);
  if (!bytes.ok()) return bytes.status();
  v1::Envelope envelope;
  if (!envelope.ParseFromString(*bytes) || envelope.payload_type().empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " is no signed document"));
  }
  return envelope;
}

absl::Status WriteEnvelope(const std::string& path,
                           const v1::Envelope& envelope) {
  return WriteFile(path, envelope.SerializeAsString(), kPublicMode);
}

}  // namespace homeward::cli
