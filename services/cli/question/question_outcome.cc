#include "services/cli/question/question_outcome.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "homeward/v1/error.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/cli/question/answer_view.h"
#include "services/rpc/error_detail.h"

namespace homeward::cli {
namespace {

// What is to be done about how a node ended; OK when nothing is.
absl::Status TroubleWith(const v1::NodeOutcome& node) {
  const std::string& agency = node.agency_id();
  const auto error = [](absl::string_view code, absl::string_view cause,
                        v1::Fault fault, absl::string_view next) {
    return rpc::DetailedError(absl::StatusCode::kUnavailable, code, cause,
                              fault, next);
  };
  switch (node.outcome()) {
    case v1::OUTCOME_UNREACHABLE:
    case v1::OUTCOME_TIMED_OUT:
      return error("HW-PEER-001", absl::StrCat(agency, " did not answer"),
                   v1::FAULT_PEER,
                   absl::StrCat("homeward doctor --peer ", agency));
    case v1::OUTCOME_INVALID_ANSWER:
      return error("HW-PEER-002",
                   absl::StrCat("the answer of ", agency,
                                " does not hold and is not shown"),
                   v1::FAULT_PEER,
                   absl::StrCat("homeward doctor --peer ", agency));
    case v1::OUTCOME_STALE_MOU:
      return error("HW-MOU-002",
                   absl::StrCat(agency,
                                " goes by another version of the MOU than "
                                "this node; both now fetch what they lack"),
                   v1::FAULT_FEDERATION,
                   absl::StrCat("type it again in some seconds; then homeward "
                                "mou list, here and at ",
                                agency));
    case v1::OUTCOME_TRY_LATER:
      return error("HW-LOAD-001",
                   absl::StrCat(agency,
                                " can't answer now: too much waits there, or "
                                "its log can't be written"),
                   v1::FAULT_PEER, "type it again in a few seconds");
    default:
      return absl::OkStatus();
  }
}

}  // namespace

Result HowItEnded(const v1::Summary& summary, const std::string& query_id) {
  bool all_denied = summary.nodes_size() > 0;
  bool partial = false;
  for (const v1::NodeOutcome& node : summary.nodes()) {
    if (node.outcome() != v1::OUTCOME_DENIED) all_denied = false;
    if (!TroubleWith(node).ok()) partial = true;
  }
  if (all_denied) {
    return rpc::DetailedError(absl::StatusCode::kPermissionDenied, "HW-MOU-001",
                              "denied by every node that was asked",
                              v1::FAULT_CALLER,
                              absl::StrCat("homeward explain ", query_id));
  }
  return partial ? ExitCode::kPartial : ExitCode::kOk;
}

void ShowSummary(Context& context, const v1::Summary& summary,
                 const std::string& query_id) {
  for (const std::string& line : SummaryText(summary)) context.Text(line);
  for (const v1::NodeOutcome& node : summary.nodes()) {
    const absl::Status trouble = TroubleWith(node);
    if (!trouble.ok()) context.Error(trouble);
  }
  if (!query_id.empty()) {
    context.Next(absl::StrCat("homeward explain ", query_id));
  }
}

}  // namespace homeward::cli
