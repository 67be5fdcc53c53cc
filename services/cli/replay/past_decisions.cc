#include "services/cli/replay/past_decisions.h"

#include <cstdint>
#include <fstream>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "auth/proto_time.h"
#include "homeward/v1/decide.pb.h"
#include "homeward/v1/evidence_service.grpc.pb.h"
#include "homeward/v1/evidence_service.pb.h"
#include "services/cli/mou/trial/decide_lines.h"
#include "services/cli/node/node_client.h"
#include "services/cli/progress.h"

namespace homeward::cli {
namespace {

// As long as a node takes for it.
constexpr absl::Duration kTimeout = absl::Hours(1);

absl::Status AddLine(const std::string& line, const TimeSpan& span,
                     auth::Replay& replay) {
  const auto question = ReadQuestion(line);
  if (!question.ok()) return question.status();
  // Without a time it is no question: that is said below.
  if (question->has_time()) {
    const auto time = auth::ToTime(question->time(), "time");
    if (!time.ok()) return time.status();
    if (*time < span.start || span.end <= *time) return absl::OkStatus();
  }
  return replay.Add(*question);
}

v1::ListDecisionsRequest RequestFor(const TimeSpan& span) {
  v1::ListDecisionsRequest request;
  if (span.start != absl::InfinitePast()) {
    *request.mutable_start_time() = auth::ToTimestamp(span.start);
  }
  if (span.end != absl::InfiniteFuture()) {
    *request.mutable_end_time() = auth::ToTimestamp(span.end);
  }
  return request;
}

}  // namespace

absl::Status ReplayFile(const std::string& path, const TimeSpan& span,
                        auth::Replay& replay) {
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) {
    return absl::NotFoundError(absl::StrCat(path, " can't be read"));
  }
  int number = 0;
  for (std::string line; ReadQuestionLine(file, line);) {
    ++number;
    const absl::Status added = AddLine(line, span, replay);
    if (!added.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ":", number, ": ", added.message()));
    }
  }
  if (file.bad()) {
    return absl::DataLossError(
        absl::StrCat(path, ":", number + 1, ": it can't be read"));
  }
  return absl::OkStatus();
}

absl::Status ReplayNode(Context& context, const TimeSpan& span,
                        auth::Replay& replay) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  Progress progress(&context, "reading the log");
  int64_t unknown = 0;
  const absl::Status status =
      client->Read<v1::EvidenceService::Stub, v1::ListDecisionsRequest,
                   v1::ListDecisionsResponse>(
          &v1::EvidenceService::Stub::ListDecisions, RequestFor(span),
          [&](const v1::ListDecisionsResponse& some) {
            progress.Show(some.read_entries(), some.log_size());
            int64_t refused = 0;
            for (const v1::PastDecision& decision : some.decisions()) {
              // A newer node may know more than this command.
              if (!replay.Add(decision).ok()) ++refused;
            }
            replay.AddUnknown(refused + some.unknown_count() - unknown);
            unknown = some.unknown_count();
          },
          kTimeout);
  progress.End();
  return status;
}

}  // namespace homeward::cli
