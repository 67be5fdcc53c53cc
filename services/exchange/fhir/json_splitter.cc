#include "services/exchange/fhir/json_splitter.h"

#include <utility>

#include "absl/strings/ascii.h"

namespace homeward::exchange {

JsonSplitter::JsonSplitter(size_t max_text_bytes, Sink sink)
    : max_text_bytes_(max_text_bytes), sink_(std::move(sink)) {}

absl::Status JsonSplitter::Feed(absl::string_view bytes) {
  for (const char c : bytes) {
    if (!status_.ok()) break;
    status_ = Take(c);
  }
  return status_;
}

absl::Status JsonSplitter::Finish() {
  if (status_.ok() && !blank_) status_ = HandOn();
  return status_;
}

// Keeps count of what is open, by the grammar of RFC 8259.
void JsonSplitter::Follow(char c) {
  if (in_string_) {
    if (!escaped_ && c == '"') in_string_ = false;
    escaped_ = !escaped_ && c == '\\';
    return;
  }
  if (c == '"') in_string_ = true;
  if (c == '{' || c == '[') ++depth_;
  if (c == '}' || c == ']') --depth_;
}

absl::Status JsonSplitter::Take(char c) {
  if (c == '\n') {
    ++line_;
    if (!blank_ && !decided_) {
      decided_ = true;
      by_line_ = depth_ <= 0 && !in_string_;
    }
    if (!blank_ && by_line_) return HandOn();
  }
  if (blank_) {
    if (absl::ascii_isspace(c)) return absl::OkStatus();
    blank_ = false;
    text_line_ = line_;
  }
  Follow(c);
  if (text_.size() <= max_text_bytes_) text_ += c;
  return absl::OkStatus();
}

absl::Status JsonSplitter::HandOn() {
  absl::Status status = sink_(text_, text_line_);
  text_.clear();
  blank_ = true;
  in_string_ = false;
  escaped_ = false;
  depth_ = 0;
  return status;
}

}  // namespace homeward::exchange
