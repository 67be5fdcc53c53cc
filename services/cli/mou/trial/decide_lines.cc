#include "services/cli/mou/trial/decide_lines.h"

#include <ios>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "auth/what_if/what_if.h"
#include "google/protobuf/util/json_util.h"
#include "homeward/v1/decide.pb.h"
#include "services/cli/file/message_file.h"

namespace homeward::cli {
namespace {

constexpr size_t kMaxLineBytes = size_t{1} << 20;

v1::DecideResponse DecideLine(const MouDocuments& documents,
                              const std::string& line, int number) {
  const absl::StatusOr<v1::DecideRequest> question = ReadQuestion(line);
  const absl::StatusOr<auth::WhatIf> what_if =
      question.ok() ? auth::ReadWhatIf(*question) : question.status();
  v1::DecideResponse response;
  if (!what_if.ok()) {
    response.mutable_error()->set_line(number);
    response.mutable_error()->set_text(std::string(what_if.status().message()));
    return response;
  }
  response = auth::Decide(documents.set, *what_if);
  response.set_assumes_signatures(!documents.assumed.empty());
  return response;
}

}  // namespace

bool ReadQuestionLine(std::istream& in, std::string& line) {
  line.clear();
  bool any = false;
  for (bool more = true; more;) {
    char chunk[4096];
    in.getline(chunk, sizeof chunk);
    const size_t count = static_cast<size_t>(in.gcount());
    any |= count > 0;
    // It counts the end of the line, which the last line may lack.
    const bool ended = in.good();
    if (line.size() <= kMaxLineBytes)
      line.append(chunk, count - (ended ? 1 : 0));
    // It fails too when the chunk is full before the line ends.
    more = in.rdstate() == std::ios::failbit && count + 1 == sizeof chunk;
    if (more) in.clear();
  }
  return any && !in.bad();
}

absl::StatusOr<v1::DecideRequest> ReadQuestion(const std::string& line) {
  if (line.size() > kMaxLineBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("it has more than ", kMaxLineBytes, " bytes"));
  }
  constexpr char kWhat[] = "it is no DecideRequest as JSON";
  // Some editors begin a file with a byte order mark.
  absl::string_view text = line;
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  if (!absl::StartsWith(absl::StripLeadingAsciiWhitespace(text), "{")) {
    return absl::InvalidArgumentError(kWhat);
  }
  v1::DecideRequest question;
  absl::Status parsed = ParseMessage(text, kWhat, question);
  if (!parsed.ok()) return parsed;
  return question;
}

absl::StatusOr<int> DecideLines(const MouDocuments& documents, std::istream& in,
                                std::ostream& out) {
  int errors = 0;
  int number = 0;
  for (std::string line; ReadQuestionLine(in, line);) {
    const v1::DecideResponse response = DecideLine(documents, line, ++number);
    if (response.has_error()) ++errors;
    std::string json;
    if (!google::protobuf::util::MessageToJsonString(response, &json).ok()) {
      return absl::InternalError("a decision can't be written as JSON");
    }
    out << json << "\n";
  }
  out.flush();
  if (in.bad()) {
    return absl::DataLossError(absl::StrCat(
        "line ", number + 1, " can't be read; nothing after it was decided"));
  }
  return errors;
}

}  // namespace homeward::cli
