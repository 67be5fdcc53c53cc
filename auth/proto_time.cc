#include "auth/proto_time.h"

#include "absl/strings/str_cat.h"

namespace homeward::auth {
namespace {

// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z:
// google/protobuf/timestamp.proto.
constexpr int64_t kFirstSecond = -62135596800;
constexpr int64_t kLastSecond = 253402300799;

}  // namespace

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) +
         absl::Nanoseconds(timestamp.nanos());
}

absl::StatusOr<absl::Time> ToTime(const google::protobuf::Timestamp& timestamp,
                                  absl::string_view field) {
  if (timestamp.seconds() < kFirstSecond || timestamp.seconds() > kLastSecond ||
      timestamp.nanos() < 0 || timestamp.nanos() > 999999999) {
    return absl::InvalidArgumentError(
        absl::StrCat(field, " is no time between the years 1 and 9999"));
  }
  return ToTime(timestamp);
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const timespec spec = absl::ToTimespec(time);
  timestamp.set_seconds(spec.tv_sec);
  timestamp.set_nanos(static_cast<int32_t>(spec.tv_nsec));
  return timestamp;
}

absl::Duration ToDuration(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) +
         absl::Nanoseconds(duration.nanos());
}

absl::StatusOr<Period> ToPeriod(const google::protobuf::Timestamp& issued,
                                const google::protobuf::Timestamp& expiry,
                                absl::Duration longest) {
  auto from = ToTime(issued, "issued_time");
  if (!from.ok()) return from.status();
  auto until = ToTime(expiry, "expiry_time");
  if (!until.ok()) return until.status();
  if (*until <= *from) {
    return absl::InvalidArgumentError("expiry_time is not after issued_time");
  }
  if (*until - *from > longest) {
    return absl::InvalidArgumentError(
        absl::StrCat("expiry_time is over ", absl::FormatDuration(longest),
                     " after issued_time"));
  }
  return Period{*from, *until};
}

}  // namespace homeward::auth
