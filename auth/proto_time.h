#ifndef HOMEWARD_AUTH_PROTO_TIME_H_
#define HOMEWARD_AUTH_PROTO_TIME_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"

namespace homeward::auth {

// `timestamp` as a time, for one that was checked before. Thread-safe.
absl::Time ToTime(const google::protobuf::Timestamp& timestamp);

// `timestamp` as a time. Thread-safe.
//
// Errors:
//   INVALID_ARGUMENT  Outside the years 1 to 9999, or its nanoseconds outside
//                     [0, 999999999]: the text names `field`.
absl::StatusOr<absl::Time> ToTime(const google::protobuf::Timestamp& timestamp,
                                  absl::string_view field);

// `time` as a Timestamp, cut to nanoseconds. Thread-safe.
google::protobuf::Timestamp ToTimestamp(absl::Time time);

// `duration`, whatever its numbers are: one too long to be told is infinite.
// Thread-safe.
absl::Duration ToDuration(const google::protobuf::Duration& duration);

// When a document holds: [issued, expiry).
struct Period {
  absl::Time issued;
  absl::Time expiry;
};

// The period from `issued` to `expiry`, both required. Thread-safe.
//
// Errors:
//   INVALID_ARGUMENT  One is malformed, they are not in order, or they are
//                     over `longest` apart.
absl::StatusOr<Period> ToPeriod(const google::protobuf::Timestamp& issued,
                                const google::protobuf::Timestamp& expiry,
                                absl::Duration longest);

// ToPeriod() of the fields issued_time and expiry_time of `message`, or
// INVALID_ARGUMENT when it lacks one of them.
template <typename Message>
absl::StatusOr<Period> RequiredPeriod(const Message& message,
                                      absl::Duration longest) {
  if (!message.has_issued_time() || !message.has_expiry_time()) {
    return absl::InvalidArgumentError("issued_time or expiry_time is missing");
  }
  return ToPeriod(message.issued_time(), message.expiry_time(), longest);
}

}  // namespace homeward::auth

#endif  // HOMEWARD_AUTH_PROTO_TIME_H_
