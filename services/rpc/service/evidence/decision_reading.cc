#include "services/rpc/service/evidence/decision_reading.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "auth/proto_time.h"
#include "homeward/v1/decision_input.pb.h"
#include "homeward/v1/evidence.pb.h"

namespace homeward::rpc {
namespace {

constexpr int64_t kReadAtOnce = 50;
constexpr int64_t kEntriesOfMessage = 1000;
constexpr int kDecisionsOfMessage = 1000;
// Of one entry: see DecisionBasis.
constexpr int kDecisionsOfEntry = 32;

absl::StatusOr<absl::Time> TimeOr(const google::protobuf::Timestamp& time,
                                  bool is_set, absl::Time otherwise,
                                  absl::string_view field) {
  if (!is_set) return otherwise;
  return auth::ToTime(time, field);
}

bool IsOfADecision(const v1::AuditEvent& event) {
  return event.kind() == v1::AUDIT_KIND_ASKED ||
         event.kind() == v1::AUDIT_KIND_DECIDED;
}

// What the question was decided from; unset when the entry doesn't say.
v1::DecisionBasis BasisOf(const storage::AuditRecord& record) {
  v1::AuditDetails details;
  if (!record.details.has_value()) return {};
  const absl::string_view bytes = record.details->view();
  const bool read =
      details.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  return read ? details.basis() : v1::DecisionBasis();
}

}  // namespace

absl::StatusOr<DecisionSpan> ReadSpan(const v1::ListDecisionsRequest& request) {
  const auto start = TimeOr(request.start_time(), request.has_start_time(),
                            absl::InfinitePast(), "start_time");
  if (!start.ok()) return start.status();
  const auto end = TimeOr(request.end_time(), request.has_end_time(),
                          absl::InfiniteFuture(), "end_time");
  if (!end.ok()) return end.status();
  if (*end < *start) {
    return absl::InvalidArgumentError(
        "end_time: before start_time; exchange them");
  }
  return DecisionSpan{*start, *end};
}

absl::StatusOr<v1::ListDecisionsResponse> DecisionReading::Next() {
  v1::ListDecisionsResponse response;
  const int64_t end = std::min(size_, next_ + kEntriesOfMessage);
  bool full = false;
  while (next_ < end && !full) {
    const auto records =
        log_->Read(static_cast<uint64_t>(next_),
                   static_cast<size_t>(std::min(kReadAtOnce, end - next_)));
    if (!records.ok()) return records.status();
    for (const storage::AuditRecord& record : *records) {
      full =
          response.decisions_size() + kDecisionsOfEntry > kDecisionsOfMessage;
      if (full) break;
      absl::Status taken = Take(record, response);
      if (!taken.ok()) return taken;
      ++next_;
    }
  }
  response.set_read_entries(next_);
  response.set_log_size(size_);
  response.set_unknown_count(unknown_);
  return response;
}

absl::Status DecisionReading::Take(const storage::AuditRecord& record,
                                   v1::ListDecisionsResponse& response) {
  v1::AuditEvent event;
  if (!event.ParseFromString(record.metadata)) {
    return absl::DataLossError(
        absl::StrCat("entry ", record.index,
                     " of the log can't be read; run `homeward audit verify`"));
  }
  const absl::Time time = auth::ToTime(event.time());
  if (!IsOfADecision(event) || time < span_.start || span_.end <= time) {
    return absl::OkStatus();
  }
  const v1::DecisionBasis basis = BasisOf(record);
  if (!basis.has_request()) {
    ++unknown_;
    return absl::OkStatus();
  }
  unknown_ += basis.more_records();
  for (const v1::BasisFacts& facts : basis.facts()) {
    v1::PastDecision& decision = *response.add_decisions();
    *decision.mutable_request() = basis.request();
    *decision.mutable_facts() = facts.facts();
    *decision.mutable_time() = event.time();
    decision.set_records(facts.records());
  }
  return absl::OkStatus();
}

}  // namespace homeward::rpc
