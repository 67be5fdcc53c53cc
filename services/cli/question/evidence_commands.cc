#include "services/cli/question/evidence_commands.h"

#include <memory>
#include <string>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "homeward/v1/error.pb.h"
#include "homeward/v1/evidence.pb.h"
#include "homeward/v1/evidence_service.grpc.pb.h"
#include "services/cli/code_name.h"
#include "services/cli/command.h"
#include "services/cli/node/node_client.h"
#include "services/cli/progress.h"
#include "services/cli/question/entry_view.h"
#include "services/cli/text_view.h"
#include "services/rpc/error_detail.h"

namespace homeward::cli {
namespace {

void ShowDecision(Context& context, const v1::DecisionRecord& decision) {
  if (decision.reason() == v1::DECISION_REASON_UNSPECIFIED) return;
  context.Text(absl::StrCat(
      "  why: ",
      ShortName(v1::DecisionReason_Name(decision.reason()), "DECISION_REASON_"),
      decision.mou().empty() ? "" : absl::StrCat(", by ", decision.mou())));
  if (decision.refusal() != v1::REFUSAL_UNSPECIFIED) {
    context.Text(absl::StrCat(
        "  what did not hold: ",
        ShortName(v1::Refusal_Name(decision.refusal()), "REFUSAL_")));
  }
  if (decision.case_finding() != v1::CASE_FINDING_UNSPECIFIED) {
    context.Text(
        absl::StrCat("  the case token: ",
                     ShortName(v1::CaseFinding_Name(decision.case_finding()),
                               "CASE_FINDING_")));
  }
  if (decision.break_glass_finding() != v1::BREAK_GLASS_FINDING_UNSPECIFIED) {
    context.Text(absl::StrCat(
        "  the statement that the glass is broken: ",
        ShortName(v1::BreakGlassFinding_Name(decision.break_glass_finding()),
                  "BREAK_GLASS_FINDING_")));
  }
  if (decision.by_break_glass()) {
    context.Text("  something was disclosed only by breaking the glass");
  }
  for (const auto& clause : decision.permits()) {
    context.Text(absl::StrCat("  permitted by ", clause));
  }
  if (decision.more_permits_count() > 0) {
    context.Text(absl::StrCat("  permitted by ", decision.more_permits_count(),
                              " more clauses"));
  }
  for (const auto& clause : decision.prohibitions()) {
    context.Text(absl::StrCat("  prohibited by ", clause));
  }
  if (decision.more_prohibitions_count() > 0) {
    context.Text(absl::StrCat("  prohibited by ",
                              decision.more_prohibitions_count(),
                              " more clauses"));
  }
  for (const auto& rule : decision.built_in_rules()) {
    context.Text(absl::StrCat("  taken away by rule ", rule));
  }
  for (const auto& duty : decision.obligations()) {
    context.Text(absl::StrCat("  duty: ", DutyText(duty)));
  }
  for (const auto& near : decision.nearest()) {
    context.Text(absl::StrCat("  nearest permit ", near.clause(), " lacked ",
                              absl::StrJoin(near.missing(), ", ")));
  }
}

bool LacksCase(const v1::DecisionRecord& decision) {
  return absl::c_any_of(
      decision.nearest(), [](const v1::NearestPermit& permit) {
        return absl::c_linear_search(permit.missing(), "case");
      });
}

// What to do about it, where somebody here can.
void ShowMend(Context& context, const v1::AuditEvent& event) {
  if (LacksCase(event.decision())) {
    context.Text(
        "  a case that is open may be what it lacks: homeward case open, then "
        "ask with --case");
  }
  const auto& rules = event.decision().built_in_rules();
  if (absl::c_linear_search(rules, "P-TRACE")) {
    context.Text(
        absl::StrCat("  to ask ", event.responder_agency_id(),
                     ", an own record that surely is hers needs consent to "
                     "family tracing by it, of what the question tells"));
    context.Text(
        "  record it: homeward add consent; a record found by name counts "
        "once you type homeward matches confirm");
  }
  if (absl::c_linear_search(rules, "P-ADULT-SEEKER")) {
    context.Text(
        "  an own record keeps her from a person: ask by her name, and name "
        "the relative who looks for her or whom she looks for");
    context.Text(
        "  if it holds no longer, say so with the same id: homeward add "
        "objection, family or adult");
  }
}

void ShowEntry(Context& context, const v1::AuditEntry& entry) {
  const v1::AuditEvent& event = entry.event();
  context.Text(EntryText(entry));
  ShowDecision(context, event.decision());
  ShowMend(context, event);
  for (const auto& record : entry.details().withheld_record_ids()) {
    context.Text(absl::StrCat("  withheld ", record));
  }
  for (const auto& field : entry.details().disclosed_fields()) {
    context.Text(absl::StrCat("  disclosed ", field));
  }
}

Result Explain(Context& context, const std::string& query_id) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::ExplainQueryRequest request;
  request.set_query_id(query_id);
  v1::ExplainQueryResponse response;
  const absl::Status status =
      client->Call(&v1::EvidenceService::Stub::ExplainQuery, request, response);
  if (!status.ok()) return status;
  context.Json(response);
  for (const v1::AuditEntry& entry : response.entries()) {
    ShowEntry(context, entry);
  }
  return ExitCode::kOk;
}

Result Verify(Context& context) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  Progress progress(&context, "verifying the log");
  v1::VerifyLogResponse last;
  const absl::Status status =
      client->Read<v1::EvidenceService::Stub, v1::VerifyLogRequest,
                   v1::VerifyLogResponse>(
          &v1::EvidenceService::Stub::VerifyLog, v1::VerifyLogRequest(),
          [&](const v1::VerifyLogResponse& event) {
            if (context.format == Format::kNdjson) context.Json(event);
            progress.Show(event.verified_entries(), event.log_size());
            last = event;
          },
          absl::Hours(1));
  progress.End();
  if (!status.ok()) return status;
  if (context.format == Format::kJson) context.Json(last);
  if (!last.done()) {
    return absl::UnavailableError("the node ended without a result");
  }
  if (last.ok()) {
    context.Text(absl::StrCat("The log holds: ", last.log_size(),
                              " entries, every one verified; the details of ",
                              last.erased_details(), " were erased."));
    return ExitCode::kOk;
  }
  return rpc::DetailedError(
      absl::StatusCode::kDataLoss, "HW-LOG-001",
      absl::StrCat("the log does NOT hold: ", last.finding()),
      v1::FAULT_OWN_NODE,
      "stop the node, keep a copy of its data folder, tell oversight");
}

}  // namespace

void AddExplainCommand(CLI::App* parent, const std::string& words,
                       Context* context) {
  auto query_id = std::make_shared<std::string>();
  const std::string line =
      absl::StrCat(words, " explain q-0123456789abcdef0123456789abcdef");
  CLI::App* explain =
      AddCommand(parent, "explain", "Why a question was answered as it was",
                 {line, absl::StrCat(line, " -o json")});
  explain->add_option("query", *query_id, "The query's id")->required();
  explain->callback(
      [=] { context->Run([&] { return Explain(*context, *query_id); }); });
}

void AddEvidenceCommands(CLI::App* root, Context* context) {
  AddExplainCommand(root, "homeward", context);
  CLI::App* audit = AddGroup(root, "audit", "The audit log");
  CLI::App* verify =
      AddCommand(audit, "verify", "Verify the whole log of the own node",
                 {"homeward audit verify", "homeward audit verify -o json"});
  verify->callback([=] { context->Run([&] { return Verify(*context); }); });
}

}  // namespace homeward::cli
