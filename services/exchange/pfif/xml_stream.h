#ifndef HOMEWARD_SERVICES_EXCHANGE_PFIF_XML_STREAM_H_
#define HOMEWARD_SERVICES_EXCHANGE_PFIF_XML_STREAM_H_

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// Reads XML piece by piece in bounded memory, and refuses what an attacker
// needs: document types, entities of one's own, outside references, deep
// nesting, endless tags.
namespace homeward::exchange {

// What a stream may cost.
struct XmlLimits {
  int max_depth = 16;                            // Elements in each other.
  int64_t max_bytes = int64_t{4} << 30;          // The whole document.
  int64_t max_token_bytes = int64_t{256} << 10;  // One tag or comment.
};

// Told of each element in the order of the document. Views are valid during
// the call only. A status that is not OK stops the stream and becomes its
// result. `line` counts from 1.
class XmlEvents {
 public:
  virtual ~XmlEvents() = default;
  virtual absl::Status OnStart(absl::string_view xml_namespace,
                               absl::string_view name, int64_t line) = 0;
  // May come several times for one text, cut anywhere between characters.
  virtual absl::Status OnText(absl::string_view utf8) = 0;
  virtual absl::Status OnEnd(int64_t line) = 0;
};

// One document. Not thread-safe. After an error every call returns that error.
class XmlStream {
 public:
  // Keeps `events`, which must outlive the stream.
  XmlStream(const XmlLimits& limits, XmlEvents* events);
  ~XmlStream();
  XmlStream(const XmlStream&) = delete;
  XmlStream& operator=(const XmlStream&) = delete;

  // Takes the next bytes; any cut will do, in the middle of a character too.
  // Errors name the line:
  //   INVALID_ARGUMENT    Not well-formed, a DOCTYPE, an encoding other than
  //                       UTF-8 or UTF-16, or nested too deeply.
  //   RESOURCE_EXHAUSTED  Longer than `max_bytes`, or a token than
  //                       `max_token_bytes`.
  //   as `events`         What an event returned.
  absl::Status Feed(absl::string_view bytes);

  // Ends the document. Errors as Feed(); INVALID_ARGUMENT also if it is cut
  // short.
  absl::Status Finish();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace homeward::exchange

#endif  // HOMEWARD_SERVICES_EXCHANGE_PFIF_XML_STREAM_H_
