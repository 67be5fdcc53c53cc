#ifndef HOMEWARD_SERVICES_EXCHANGE_FHIR_JSON_SPLITTER_H_
#define HOMEWARD_SERVICES_EXCHANGE_FHIR_JSON_SPLITTER_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// Cuts a stream into the JSON texts in it: one text over many lines, or one in
// each line (NDJSON). Keeps one text at a time.
namespace homeward::exchange {

class JsonSplitter {
 public:
  // Takes each text in turn, and the line on which it starts, from 1. The view
  // is valid during the call; it is cut off at the limit plus one byte, which
  // its reader will refuse. A status that is not OK stops the splitter.
  using Sink =
      std::function<absl::Status(absl::string_view text, int64_t line)>;

  JsonSplitter(size_t max_text_bytes, Sink sink);

  // Takes the next bytes; any cut will do. Whether the stream is NDJSON is
  // seen where the first line ends: there its text is closed, or goes on.
  absl::Status Feed(absl::string_view bytes);

  // Hands on the last text, which may be cut short.
  absl::Status Finish();

 private:
  void Follow(char c);
  absl::Status Take(char c);
  absl::Status HandOn();

  const size_t max_text_bytes_;
  const Sink sink_;
  absl::Status status_;
  std::string text_;
  bool blank_ = true;     // text_ holds nothing but spaces.
  bool by_line_ = false;  // NDJSON.
  bool decided_ = false;  // by_line_ is known.
  bool in_string_ = false;
  bool escaped_ = false;
  int64_t depth_ = 0;
  int64_t line_ = 1;
  int64_t text_line_ = 1;  // On which text_ starts.
};

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_FHIR_JSON_SPLITTER_H_
