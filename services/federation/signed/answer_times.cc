#include "services/federation/signed/answer_times.h"

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "auth/proto_time.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "homeward/v1/claim.pb.h"
#include "homeward/v1/question.pb.h"
#include "homeward/v1/record.pb.h"

namespace homeward::federation {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::google::protobuf::Timestamp;

// Checks the times anywhere in `message`, the value of `field`.
absl::Status CheckAll(const Message& message, absl::string_view field) {
  if (message.GetDescriptor() == Timestamp::descriptor()) {
    return auth::ToTime(static_cast<const Timestamp&>(message), field).status();
  }
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> parts;
  reflection->ListFields(message, &parts);
  for (const FieldDescriptor* part : parts) {
    if (part->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const int count =
        part->is_repeated() ? reflection->FieldSize(message, part) : 1;
    for (int i = 0; i < count; ++i) {
      absl::Status checked = CheckAll(
          part->is_repeated() ? reflection->GetRepeatedMessage(message, part, i)
                              : reflection->GetMessage(message, part),
          part->name());
      if (!checked.ok()) return checked;
    }
  }
  return absl::OkStatus();
}

absl::Status NotAhead(const Timestamp& time, absl::Time now,
                      absl::string_view field) {
  if (auth::ToTime(time) <= now + kMostAhead) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(field, " is in the future"));
}

}  // namespace

absl::Status CheckTimes(const v1::Answer& answer, absl::Time now) {
  absl::Status status = CheckAll(answer, "answer");
  status.Update(NotAhead(answer.answer_time(), now, "answer_time"));
  for (const v1::RecordMatch& match : answer.matches()) {
    status.Update(NotAhead(match.answer_time(), now, "answer_time"));
    for (const v1::Claim& claim : match.record().claims()) {
      status.Update(NotAhead(claim.source_time(), now, "source_time"));
      status.Update(NotAhead(claim.entry_time(), now, "entry_time"));
    }
  }
  return status;
}

}  // namespace homeward::federation
