#ifndef HOMEWARD_SERVICES_CLI_FILE_MESSAGE_FILE_H_
#define HOMEWARD_SERVICES_CLI_FILE_MESSAGE_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "homeward/v1/envelope.pb.h"
#include "services/cli/context.h"

// Messages that people write, as text protobuf or JSON, and envelopes.
namespace homeward::cli {

// Reads `text` into `message`: JSON when it begins with `{`, else text
// protobuf. Unknown fields are refused, and so is one name twice in an object
// of JSON. `name` is for errors, which give the
// line, or the field when JSON does not fit the message, and hold nothing of
// the text: a name in the wrong place would be told.
//
// Errors:
//   INVALID_ARGUMENT  It can't be read; the text says where and why.
absl::Status ParseMessage(absl::string_view text, const std::string& name,
                          google::protobuf::Message& message);

// Reads `path`, or standard input when it is `-` or empty, as ParseMessage().
// Empty and a person at the terminal: INVALID_ARGUMENT.
absl::Status ReadMessage(Context& context, const std::string& path,
                         google::protobuf::Message& message);

// The bytes of `path`, or of standard input when it is `-` or empty.
absl::StatusOr<std::string> ReadInput(Context& context,
                                      const std::string& path);

// `message` as text protobuf.
std::string ToText(const google::protobuf::Message& message);

// Reads an envelope: protobuf bytes, as ToFile() writes them.
//
// Errors:
//   INVALID_ARGUMENT  It is none.
//   as ReadFile()
absl::StatusOr<v1::Envelope> ReadEnvelope(const std::string& path);

// Writes an envelope as protobuf bytes. Errors: as WriteFile().
absl::Status WriteEnvelope(const std::string& path,
                           const v1::Envelope& envelope);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_FILE_MESSAGE_FILE_H_
