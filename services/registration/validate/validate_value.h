#ifndef HOMEWARD_SERVICES_REGISTRATION_VALIDATE_VALIDATE_VALUE_H_
#define HOMEWARD_SERVICES_REGISTRATION_VALIDATE_VALIDATE_VALUE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "homeward/v1/values.pb.h"

// The values that facts are made of, wherever they stand. Pure, thread-safe.
// Every error is INVALID_ARGUMENT, as in validate_text.h. The ranges are those
// of the comments in proto/homeward/v1.
namespace homeward::registration {

// A time from 1900 on; unless `future`, not ahead of `now`.
absl::Status CheckTime(absl::string_view field,
                       const google::protobuf::Timestamp& time, bool future,
                       absl::Time now);

// A date of which a part is known and that exists in its calendar; unless
// `future`, one of the Gregorian calendar is not ahead of `now`.
absl::Status CheckDate(absl::string_view field, const v1::PartialDate& date,
                       bool future, absl::Time now);

// AgeRange, Place, DocumentNumber, PhysicalDescription, CodedEntry,
// SectionState and ChildWishes; any other message is OK.
absl::Status CheckValue(absl::string_view field,
                        const google::protobuf::Message& message);

// Whether the number belongs among travel documents and nowhere else.
bool IsTravelDocument(v1::DocumentType type);

}  // namespace homeward::registration

#endif  // HOMEWARD_SERVICES_REGISTRATION_VALIDATE_VALIDATE_VALUE_H_
