#include "services/rpc/service/evidence/log_reader.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "auth/identity/staff_assertion.h"
#include "auth/proto_time.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/federation/query_id.h"
#include "services/rpc/service/evidence/entry_shown.h"
#include "services/rpc/service/staff_roles.h"
#include "storage/commit_and_wait.h"
#include "storage/commit_group.h"

namespace homeward::rpc {
namespace {

constexpr int kDefaultPage = 100;
constexpr int kLargestPage = 1000;
constexpr size_t kReadAtOnce = 50;
constexpr size_t kMaxEntriesOfQuery = 1000;
// Another agency asks once, and perhaps again.
constexpr size_t kMaxEntriesOfPeerQuery = 100;
// A page stays below what gRPC takes in one message (4 MiB).
constexpr size_t kMaxPageBytes = size_t{2} << 20;

// What the log says of a reading of the entries in [`first`, `end`).
v1::AuditEvent ShownRange(int64_t first, int64_t end) {
  v1::AuditEvent reading;
  if (first == end) {
    reading.set_outcome(v1::OUTCOME_NOTHING_TO_SHOW);
    return reading;
  }
  reading.set_outcome(v1::OUTCOME_ANSWERED);
  reading.mutable_decision()->set_reason(v1::DECISION_REASON_PERMITTED);
  reading.mutable_log_range()->set_first_index(first);
  reading.mutable_log_range()->set_end_index(end);
  return reading;
}

// What it says of one that shows `entries`, which are in order.
template <typename Entries>
v1::AuditEvent Shown(const Entries& entries) {
  return entries.empty() ? ShownRange(0, 0)
                         : ShownRange(entries.begin()->index(),
                                      entries.rbegin()->index() + 1);
}

v1::AuditEvent Denied() {
  v1::AuditEvent reading;
  reading.set_outcome(v1::OUTCOME_DENIED);
  reading.mutable_decision()->set_reason(v1::DECISION_REASON_NO_PERMIT);
  return reading;
}

// Adds the entries in [`next`, `end`) to `page`, or as many as fit.
absl::Status ReadPage(const storage::AuditLog& log, int64_t next, int64_t end,
                      v1::ListEntriesResponse& page) {
  size_t bytes = 0;
  while (next < end) {
    const size_t count = std::min<size_t>(kReadAtOnce, end - next);
    auto records = log.Read(static_cast<uint64_t>(next), count);
    if (!records.ok()) return records.status();
    if (records->empty()) break;
    for (const storage::AuditRecord& record : *records) {
      auto entry = ToEntry(record);
      if (!entry.ok()) return entry.status();
      bytes += entry->ByteSizeLong();
      if (bytes > kMaxPageBytes) return absl::OkStatus();
      *page.add_entries() = *std::move(entry);
      ++next;
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ExplainQueryResponse> LogReader::Explain(
    const auth::Caller& caller, const v1::ExplainQueryRequest& request) const {
  if (!federation::IsQueryId(request.query_id())) {
    return absl::InvalidArgumentError(
        "query_id: not \"q-\" and 32 hexadecimal digits; copy it from the "
        "answer");
  }
  const bool sees_all = RequireAuditor(caller).ok();
  auto records = Find(request.query_id(), /*of_peers=*/sees_all);
  if (!records.ok()) return records.status();
  v1::ExplainQueryResponse response;
  for (const storage::AuditRecord& record : *records) {
    auto entry = ToEntry(record);
    if (!entry.ok()) return entry.status();
    if (sees_all) {
      *response.add_entries() = *std::move(entry);
    } else if (IsOf(caller, *entry)) {
      *response.add_entries() = ForAsker(*std::move(entry));
    }
  }
  v1::AuditEvent reading = Shown(response.entries());
  reading.set_query_id(request.query_id());
  absl::Status kept = Keep(caller, std::move(reading));
  if (!kept.ok()) return kept;
  if (response.entries().empty()) {
    return absl::NotFoundError(
        "query_id: this node knows no such query of yours");
  }
  return response;
}

absl::StatusOr<std::vector<storage::AuditRecord>> LogReader::Find(
    const std::string& query_id, bool of_peers) const {
  auto records = log_->Find(query_id, kMaxEntriesOfQuery);
  if (!records.ok() || !of_peers) return records;
  for (const std::string& asker : askers_()) {
    auto decided = log_->Find(federation::PeerQueryTopic(asker, query_id),
                              kMaxEntriesOfPeerQuery);
    if (!decided.ok()) return decided.status();
    absl::c_move(*decided, std::back_inserter(*records));
  }
  absl::c_sort(*records,
               [](const storage::AuditRecord& a,
                  const storage::AuditRecord& b) { return a.index < b.index; });
  return records;
}

absl::Status LogReader::AdmitAuditor(const auth::Caller& caller) const {
  absl::Status may = RequireAuditor(caller);
  if (may.ok()) return may;
  absl::Status kept = Keep(caller, Denied());
  return kept.ok() ? may : kept;
}

absl::StatusOr<v1::ListEntriesResponse> LogReader::List(
    const auth::Caller& caller, const v1::ListEntriesRequest& request) const {
  absl::Status may = AdmitAuditor(caller);
  if (!may.ok()) return may;
  const int64_t size = static_cast<int64_t>(log_->Current().size);
  if (request.first_index() < 0 || request.first_index() > size) {
    return absl::InvalidArgumentError(
        absl::StrCat("first_index: not in [0, ", size, "], the log's size"));
  }
  if (request.page_size() < 0) {
    return absl::InvalidArgumentError("page_size: negative; 0 means 100");
  }
  const int limit = request.page_size() == 0
                        ? kDefaultPage
                        : std::min(request.page_size(), kLargestPage);
  v1::ListEntriesResponse response;
  response.set_log_size(size);
  absl::Status read = ReadPage(
      *log_, request.first_index(),
      std::min<int64_t>(size, request.first_index() + limit), response);
  if (!read.ok()) return read;
  absl::Status kept = Keep(caller, Shown(response.entries()));
  if (!kept.ok()) return kept;
  return response;
}

absl::StatusOr<DecisionReading> LogReader::BeginDecisions(
    const auth::Caller& caller, const v1::ListDecisionsRequest& request) const {
  absl::Status may = AdmitAuditor(caller);
  if (!may.ok()) return may;
  const auto span = ReadSpan(request);
  if (!span.ok()) return span.status();
  const int64_t size = static_cast<int64_t>(log_->Current().size);
  absl::Status kept = Keep(caller, ShownRange(0, size));
  if (!kept.ok()) return kept;
  return DecisionReading(log_, size, *span);
}

absl::Status LogReader::Keep(const auth::Caller& caller,
                             v1::AuditEvent reading) const {
  *reading.mutable_time() = auth::ToTimestamp(clock_());
  reading.set_kind(v1::AUDIT_KIND_LOG_READ);
  reading.set_asker_agency_id(caller.agency_id());
  v1::AuditDetails details;
  if (caller.staff() != nullptr) {
    for (const v1::Role role : caller.staff()->roles()) {
      reading.add_roles(role);
    }
    details.set_subject(caller.staff()->subject());
  }
  // Found by no query's id: else each look at a query would lengthen the next.
  storage::Submission submission;
  submission.entries.push_back(
      {reading.SerializeAsString(), details.SerializeAsString()});
  return storage::CommitAndWait(committer_, std::move(submission));
}

}  // namespace homeward::rpc
