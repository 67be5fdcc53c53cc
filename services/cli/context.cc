#include "services/cli/context.h"

#include <exception>
#include <iostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/json_util.h"
#include "homeward/v1/error.pb.h"
#include "services/cli/exit_code.h"
#include "services/cli/shown_text.h"
#include "services/rpc/error_detail.h"

namespace homeward::cli {
namespace {

// Of the lines of an error's text after the first, so that none looks like
// another error.
constexpr absl::string_view kMessageIndent = "    ";

absl::string_view FaultText(v1::Fault fault) {
  switch (fault) {
    case v1::FAULT_CALLER:
      return "what was asked, or how";
    case v1::FAULT_OWN_NODE:
      return "the own node";
    case v1::FAULT_PEER:
      return "the other agency's node";
    case v1::FAULT_NETWORK:
      return "the network between";
    case v1::FAULT_FEDERATION:
      return "the directory or an MOU";
    default:
      return "";
  }
}

}  // namespace

void Context::Run(const std::function<Result()>& command) {
  if (parse_only) return;
  unwritten_ = absl::OkStatus();
  try {
    result = command();
  } catch (const std::exception&) {
    // A library's, such as of a file name that JSON can't say. What it says
    // may quote.
    result = absl::InternalError("the command failed within; nothing is sure");
  }
  if (unwritten_.ok()) return;
  if (result.ok()) {
    result = unwritten_;
  } else {
    Error(unwritten_);
  }
}

void Context::Text(absl::string_view line) {
  if (format == Format::kText) *out << ShownLine(line) << "\n";
}

void Context::TextLines(absl::string_view text) {
  if (format == Format::kText) *out << ShownLines(text) << "\n";
}

void Context::Json(const google::protobuf::Message& message) {
  if (format == Format::kText) return;
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = format == Format::kJson;
  std::string json;
  const auto status =
      google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) {
    unwritten_ = absl::InternalError(
        "a part of the answer can't be written as JSON; -o text shows it");
    return;
  }
  *out << absl::StripTrailingAsciiWhitespace(json) << std::endl;
}

void Context::JsonText(const std::string& value) {
  if (format != Format::kText) *out << value << std::endl;
}

void Context::Say(absl::string_view line) { *err << ShownLine(line) << "\n"; }

void Context::Next(absl::string_view command) {
  if (format == Format::kText) *err << "Next: " << ShownLine(command) << "\n";
}

absl::StatusOr<std::string> Context::Ask(absl::string_view question) {
  if (!in_is_terminal) {
    return UsageError("nobody is there to answer questions",
                      "give a file, or - for standard input");
  }
  *err << ShownLines(question) << " " << std::flush;
  std::string line;
  std::getline(*in, line);
  return std::string(absl::StripAsciiWhitespace(line));
}

void Context::Error(const absl::Status& status) {
  v1::ErrorDetail detail = rpc::DetailOf(status);
  if (format != Format::kText) {
    // Programs get JSON of every error, also of one that has no code.
    if (detail.cause().empty()) detail.set_cause(ShownLines(status.message()));
    std::string json;
    if (google::protobuf::util::MessageToJsonString(detail, &json).ok()) {
      *err << json << "\n";
      return;
    }
  }
  *err << "homeward: ";
  if (!detail.code().empty()) *err << ShownLine(detail.code()) << ": ";
  *err << ShownLines(status.message(), kMessageIndent) << "\n";
  if (!FaultText(detail.fault()).empty()) {
    *err << "  Look at: " << FaultText(detail.fault()) << "\n";
  }
  if (!detail.next_command().empty()) {
    *err << "  Next: " << ShownLine(detail.next_command()) << "\n";
  }
}

}  // namespace homeward::cli
