#include "services/cli/file/message_file.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/json_util.h"
#include "services/cli/exit_code.h"
#include "services/cli/file/files.h"
#include "services/cli/file/utf8.h"
#include "services/exchange/json_strict.h"

namespace homeward::cli {
namespace {

// What the parser of text protobuf said, without what it found there. Only
// what follows "field " in quotation marks is a name of the message's own.
std::string WithoutValues(absl::string_view said) {
  if (absl::StrContains(said, "has no field named")) return "no such field";
  for (const absl::string_view quote : {", got:", " Value:", " ("}) {
    said = said.substr(0, said.find(quote));
  }
  const std::vector<absl::string_view> parts = absl::StrSplit(said, '"');
  std::string kept(parts[0]);
  for (size_t i = 1; i < parts.size(); ++i) {
    const bool quoted = i % 2 == 1;
    const bool own = quoted && absl::EndsWith(parts[i - 1], "field ");
    absl::StrAppend(&kept, own      ? absl::StrCat("\"", parts[i], "\"")
                           : quoted ? "..."
                                    : parts[i]);
  }
  return kept;
}

// Keeps the first error of a text.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  explicit FirstError(std::string name) : name_(std::move(name)) {}
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!text_.empty()) return;
    text_ = absl::StrCat(name_, ":", line + 1, ":", column + 1, ": ",
                         WithoutValues(message));
  }
  const std::string& text() const { return text_; }

 private:
  const std::string name_;
  std::string text_;
};

absl::Status NotUtf8(const std::string& name, int line) {
  return absl::InvalidArgumentError(
      absl::StrCat(name, ":", line, ": this text is not UTF-8"));
}

absl::Status ParseText(absl::string_view text, const std::string& name,
                       google::protobuf::Message& message) {
  FirstError error(name);
  google::protobuf::TextFormat::Parser parser;
  google::protobuf::TextFormat::ParseInfoTree places;
  parser.RecordErrorsTo(&error);
  parser.WriteLocationsTo(&places);
  if (parser.ParseFromString(std::string(text), &message)) {
    const int line = LineThatIsNotUtf8(message, places);
    return line == 0 ? absl::OkStatus() : NotUtf8(name, line);
  }
  return absl::InvalidArgumentError(
      error.text().empty() ? absl::StrCat(name, ": it can't be read")
                           : error.text());
}

// What is wrong with JSON of which protobuf's parser said `said`: "(PATH):
// invalid value ...", "(PATH) NAME: Cannot find field." without "(PATH) " at
// the top, or something else. Of that, only the path is surely no value.
std::string JsonProblem(absl::string_view said) {
  std::string path;
  if (absl::ConsumePrefix(&said, "(")) {
    const size_t end = std::min(said.find(')'), said.size());
    path = absl::StrCat(said.substr(0, end), ": ");
    said.remove_prefix(end);
  }
  if (absl::EndsWith(said, ": Cannot find field.")) {
    return absl::StrCat(path, "a field in it is not known");
  }
  if (path.empty()) return "it can't be read as JSON";
  return absl::StrCat(path, "its value does not fit the field");
}

// Whether `text` is JSON that every reader reads alike. Protobuf's parser takes
// much else, such as one name twice.
absl::Status CheckJson(absl::string_view text) {
  const absl::Status strict =
      exchange::ParseJsonStrictly(text, exchange::JsonLimits()).status();
  // Where it is no JSON the line is named; what is named else may be a value.
  if (strict.ok() || absl::StartsWith(strict.message(), "line ")) return strict;
  return absl::InvalidArgumentError(
      "a name stands twice in one object, a number is too large, or it is "
      "nested too deeply");
}

absl::Status ParseJson(absl::string_view text, const std::string& name,
                       google::protobuf::Message& message) {
  const absl::Status checked = CheckJson(text);
  if (!checked.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(name, ": ", checked.message()));
  }
  const auto status = google::protobuf::util::JsonStringToMessage(
      std::string(text), &message, google::protobuf::util::JsonParseOptions());
  if (status.ok()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      name, ": ",
      JsonProblem({status.message().data(), status.message().size()})));
}

}  // namespace

absl::Status ParseMessage(absl::string_view text, const std::string& name,
                          google::protobuf::Message& message) {
  message.Clear();
  const int line = LineThatIsNotUtf8(text);
  if (line > 0) return NotUtf8(name, line);
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
        absl::StrCat(path,
                     " is no signed document, or not the whole of one: have it "
                     "sent again"));
  }
  return envelope;
}

absl::Status WriteEnvelope(const std::string& path,
                           const v1::Envelope& envelope) {
  return WriteFile(path, envelope.SerializeAsString(), kPublicMode);
}

}  // namespace homeward::cli
