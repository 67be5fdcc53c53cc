#include "services/cli/question/copy_commands.h"

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "homeward/v1/copy_service.grpc.pb.h"
#include "services/cli/code_name.h"
#include "services/cli/command.h"
#include "services/cli/node/node_client.h"
#include "services/cli/text_view.h"

// `homeward consent` and `homeward answers`: what the node took back from
// others, and what it keeps of theirs.
namespace homeward::cli {
namespace {

std::string CauseText(v1::WithdrawalCause cause) {
  switch (cause) {
    case v1::WITHDRAWAL_CAUSE_CONSENT_REVOKED:
      return "consent was revoked";
    case v1::WITHDRAWAL_CAUSE_TIME_OVER:
      return "its time is over";
    case v1::WITHDRAWAL_CAUSE_ERASED:
      return "the record was erased";
    default:
      return "not said";
  }
}

std::string FarText(const v1::WithdrawalStatus& withdrawal) {
  if (!withdrawal.has_acknowledged_time()) return "NOT ACKNOWLEDGED";
  return absl::StrCat("acknowledged ", TimeText(withdrawal.acknowledged_time()),
                      ", ", withdrawal.erased_count(), " of ",
                      withdrawal.copy_count(), " copies were kept there");
}

Result Revocations(Context& context, bool open_only) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::ListWithdrawalsRequest request;
  request.set_open_only(open_only);
  v1::ListWithdrawalsResponse response;
  const absl::Status status =
      client->Call(&v1::CopyService::Stub::ListWithdrawals, request, response);
  if (!status.ok()) return status;
  context.Json(response);
  if (response.withdrawals().empty()) context.Text("Nothing to show.");
  for (const v1::WithdrawalStatus& withdrawal : response.withdrawals()) {
    context.Text(absl::StrCat(withdrawal.recipient_agency_id(), ": ",
                              FarText(withdrawal)));
    context.Text(absl::StrCat("  ", withdrawal.record_id()));
    context.Text(absl::StrCat("  ", CauseText(withdrawal.cause()), ", since ",
                              TimeText(withdrawal.issued_time())));
  }
  return ExitCode::kOk;
}

std::string StateText(const v1::KeptAnswer& answer) {
  if (answer.state() == v1::COPY_STATE_KEPT) {
    return absl::StrCat("kept until ", TimeText(answer.expiry_time()));
  }
  const bool withdrawn =
      answer.withdrawal_cause() != v1::WITHDRAWAL_CAUSE_UNSPECIFIED;
  return absl::StrCat(
      "erased ", TimeText(answer.erased_time()), ": ",
      withdrawn ? CauseText(answer.withdrawal_cause()) : "its time was over");
}

void ShowTerms(Context& context, const v1::KeptAnswer& answer) {
  context.Text(absl::StrCat(answer.copy_id(), "  ", answer.owner_agency_id(),
                            ", ", StateText(answer)));
  context.Text(absl::StrCat(
      "  for ", ShortName(v1::Purpose_Name(answer.purpose()), "PURPOSE_"),
      " by ", answer.mou(), ", ", answer.query_id()));
  for (const v1::Obligation& duty : answer.obligations()) {
    context.Text(absl::StrCat("  duty: ", DutyText(duty)));
  }
}

Result List(Context& context) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::ListKeptAnswersResponse response;
  const absl::Status status =
      client->Call(&v1::CopyService::Stub::ListKeptAnswers,
                   v1::ListKeptAnswersRequest(), response);
  if (!status.ok()) return status;
  context.Json(response);
  if (response.answers().empty()) context.Text("Nothing is kept.");
  for (const v1::KeptAnswer& answer : response.answers()) {
    ShowTerms(context, answer);
  }
  return ExitCode::kOk;
}

Result Show(Context& context, const std::string& copy_id,
            const std::string& purpose_text) {
  const auto purpose = ParsePurpose(purpose_text);
  if (!purpose.ok()) return purpose.status();
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::GetKeptAnswerRequest request;
  request.set_copy_id(copy_id);
  request.set_purpose(*purpose);
  v1::GetKeptAnswerResponse response;
  const absl::Status status =
      client->Call(&v1::CopyService::Stub::GetKeptAnswer, request, response);
  if (!status.ok()) return status;
  context.Json(response);
  ShowTerms(context, response.answer());
  for (const v1::Claim& claim : response.match().record().claims()) {
    context.Text(
        absl::StrCat(TimeText(claim.source_time()), "  ", ClaimText(claim)));
  }
  return ExitCode::kOk;
}

}  // namespace

void AddCopyCommands(CLI::App* root, Context* context) {
  CLI::App* consent =
      AddGroup(root, "consent", "What was taken back since consent ended");
  auto open_only = std::make_shared<bool>(false);
  CLI::App* revocations = AddCommand(
      consent, "revocations",
      "Who was told to erase which record's copies, and has not said so yet",
      {"homeward consent revocations", "homeward consent revocations --open"});
  revocations->add_flag("--open", *open_only,
                        "Only those that are not acknowledged");
  revocations->callback(
      [=] { context->Run([&] { return Revocations(*context, *open_only); }); });
  CLI::App* answers =
      AddGroup(root, "answers", "What the node keeps of others' answers");
  CLI::App* list = AddCommand(
      answers, "list", "What is kept, until when, and what was erased",
      {"homeward answers list", "homeward answers list -o json"});
  list->callback([=] { context->Run([&] { return List(*context); }); });
  auto copy_id = std::make_shared<std::string>();
  auto purpose = std::make_shared<std::string>();
  CLI::App* show = AddCommand(
      answers, "show", "An answer to you again, for what you asked it",
      {"homeward answers show 0123456789abcdef0123456789abcdef-0 --purpose "
       "missing-search",
       "homeward answers show 0123456789abcdef0123456789abcdef-0 --purpose "
       "missing-search -o json"});
  show->add_option("id", *copy_id, "Its id")->required();
  show->add_option("--purpose", *purpose, "For what you asked")->required();
  show->callback([=] {
    context->Run([&] { return Show(*context, *copy_id, *purpose); });
  });
}

}  // namespace homeward::cli
