#include "services/cli/context.h"

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
#include "services/rpc/error_detail.h"

namespace homeward::cli {
namespace {

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
  if (!parse_only) result = command();
}

void Context::Text(absl::string_view line) {
  if (format == Format::kText) *out << line << "\n";
}

void Context::Json(const google::protobuf::Message& message) {
  if (format == Format::kText) return;
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = format == Format::kJson;
  std::string json;
  const auto status =
      google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) {
    result = absl::InternalError("the answer can't be written as JSON");
    return;
  }
  *out << absl::StripTrailingAsciiWhitespace(json) << std::endl;
}

void Context::JsonText(const std::string& value) {
  if (format != Format::kText) *out << value << std::endl;
}

void Context::Say(absl::string_view line) { *err << line << "\n"; }

void Context::Next(absl::string_view command) {
  if (format == Format::kText) *err << "Next: " << command << "\n";
}

absl::StatusOr<std::string> Context::Ask(absl::string_view question) {
  if (!in_is_terminal) {
    return UsageError("nobody is there to answer questions",
                      "give a file, or - for standard input");
  }
  *err << question << " " << std::flush;
  std::string line;
  std::getline(*in, line);
  return std::string(absl::StripAsciiWhitespace(line));
}

void Context::Error(const absl::Status& status) {
  const v1::ErrorDetail detail = rpc::DetailOf(status);
  if (format != Format::kText && !detail.code().empty()) {
    std::string json;
    if (google::protobuf::util::MessageToJsonString(detail, &json).ok()) {
      *err << json << "\n";
      return;
    }
  }
  *err << "homeward: ";
  if (!detail.code().empty()) *err << detail.code() << ": ";
  *err << status.message() << "\n";
  if (!FaultText(detail.fault()).empty()) {
    *err << "  Look at: " << FaultText(detail.fault()) << "\n";
  }
  if (!detail.next_command().empty()) {
    *err << "  Next: " << detail.next_command() << "\n";
  }
}

}  // namespace homeward::cli
