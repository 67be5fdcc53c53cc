#ifndef HOMEWARD_SERVICES_REGISTRATION_VALIDATE_VALIDATE_MESSAGE_H_
#define HOMEWARD_SERVICES_REGISTRATION_VALIDATE_VALIDATE_MESSAGE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"

namespace homeward::registration {

// How far ahead of the node's clock a time may be, for clocks that differ.
inline constexpr absl::Duration kMaxClockDifference = absl::Minutes(1);

// What holds for every field of `message` and below, whatever it means: no
// field and no enum value that this node doesn't know (it could not be
// protected), no list longer than 500, texts as CheckText() wants them, times
// and dates that exist, and none in the future but those that speak of it.
// Names, countries, languages, telephone numbers and agencies are known by the
// names of their fields. `field` is what the message is called in errors.
// Pure, thread-safe.
//
// Errors:
//   INVALID_ARGUMENT  The text names the field and the reason, never the value.
absl::Status CheckMessage(absl::string_view field,
                          const google::protobuf::Message& message,
                          absl::Time now);

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_VALIDATE_VALIDATE_MESSAGE_H_
