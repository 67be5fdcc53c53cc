#ifndef HOMEWARD_SERVICES_CLI_FILE_UTF8_H_
#define HOMEWARD_SERVICES_CLI_FILE_UTF8_H_

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"

// Where what a person wrote is not UTF-8. A node refuses such a message as a
// whole and can't say where. Pure. Thread-safe.
namespace homeward::cli {

// The line, from 1, of the first byte of `text` that is not UTF-8; 0 if all is.
int LineThatIsNotUtf8(absl::string_view text);

// The same of the first string of `message` that is not: an escape can write
// any byte. `places` is what the parser recorded of it.
int LineThatIsNotUtf8(
    const google::protobuf::Message& message,
    const google::protobuf::TextFormat::ParseInfoTree& places);

}  // namespace homeward::cli

#endif  // HOMEWARD_SERVICES_CLI_FILE_UTF8_H_
