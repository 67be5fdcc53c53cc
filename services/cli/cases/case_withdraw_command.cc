#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "auth/cases/case_withdrawal.h"
#include "auth/identity/case_token.h"
#include "auth/proto_time.h"
#include "auth/signing/digest.h"
#include "auth/signing/document.h"
#include "homeward/v1/case_service.grpc.pb.h"
#include "homeward/v1/staff.pb.h"
#include "services/cli/cases/case_commands.h"
#include "services/cli/cases/case_issuer.h"
#include "services/cli/command.h"
#include "services/cli/context.h"
#include "services/cli/exit_code.h"
#include "services/cli/file/message_file.h"
#include "services/cli/home.h"
#include "services/cli/node/node_client.h"
#include "services/cli/text_view.h"

// `homeward case withdraw` and `homeward case withdrawals`.
namespace homeward::cli {
namespace {

constexpr size_t kDigestDigits = 64;

struct Options {
  std::string token;
  std::string key_file;
  bool dry_run = false;
};

bool IsDigest(const std::string& text) {
  return text.size() == kDigestDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// Says in `said` which token, and until when it has to be remembered: where
// only its number is known, as long as any token can last.
absl::Status NameToken(const std::string& token, absl::Time now,
                       v1::CaseWithdrawal& said) {
  *said.mutable_issued_time() = auth::ToTimestamp(now);
  *said.mutable_expiry_time() =
      auth::ToTimestamp(now + auth::kMaxCaseTokenLifetime);
  if (IsDigest(token)) {
    said.set_token_sha256(absl::HexStringToBytes(token));
    return absl::OkStatus();
  }
  const auto envelope = ReadEnvelope(token);
  if (!envelope.ok()) return envelope.status();
  v1::CaseToken read;
  absl::Status parsed = auth::ParseStrictly(envelope->payload(), read);
  if (!parsed.ok()) return parsed;
  if (read.issuer_agency_id() != said.issuer_agency_id()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the token is by the word of ", read.issuer_agency_id(),
                     ": only that agency takes it back"));
  }
  const auto expiry = auth::ToTime(read.expiry_time(), "expiry_time");
  if (!expiry.ok()) return expiry.status();
  if (*expiry <= now) {
    return absl::FailedPreconditionError("the token has expired already");
  }
  *said.mutable_expiry_time() = read.expiry_time();
  said.set_token_sha256(auth::Sha256(envelope->payload()));
  return absl::OkStatus();
}

void Show(Context& context, const v1::CaseWithdrawalStatus& status) {
  const v1::CaseWithdrawal& said = status.withdrawal();
  context.Text(absl::StrCat(absl::BytesToHexString(said.token_sha256()),
                            "  withdrawn ", TimeText(said.issued_time()),
                            said.issuer_subject().empty() ? "" : ", by ",
                            said.issuer_subject()));
  context.Text(
      status.untold_agency_ids().empty()
          ? "  every member has heard of it"
          : absl::StrCat("  NOT HEARD OF YET by ",
                         absl::StrJoin(status.untold_agency_ids(), ", ")));
}

Result Withdraw(Context& context, const Options& options) {
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  const auto issuer = ReadCaseIssuer(context, *home, options.key_file);
  if (!issuer.ok()) return issuer.status();
  v1::CaseWithdrawal said;
  said.set_issuer_agency_id(home->config().agency_id());
  said.set_issuer_subject(issuer->subject);
  const absl::Status named = NameToken(options.token, context.now(), said);
  if (!named.ok()) return named;
  v1::WithdrawCaseTokenRequest request;
  auto envelope =
      auth::SignDocument(auth::kCaseWithdrawalType, said, issuer->key);
  if (!envelope.ok()) return envelope.status();
  *request.mutable_withdrawal() = *std::move(envelope);
  if (options.dry_run) {
    context.Json(said);
    context.Say("It would be withdrawn; nobody was told.");
    return ExitCode::kOk;
  }
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::WithdrawCaseTokenResponse response;
  const absl::Status taken = client->Call(
      &v1::CaseService::Stub::WithdrawCaseToken, request, response);
  if (!taken.ok()) return taken;
  context.Json(response);
  Show(context, response.status());
  context.Next("homeward case withdrawals tells who has not heard of it");
  return ExitCode::kOk;
}

Result List(Context& context) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::ListCaseWithdrawalsResponse response;
  const absl::Status listed =
      client->Call(&v1::CaseService::Stub::ListCaseWithdrawals,
                   v1::ListCaseWithdrawalsRequest(), response);
  if (!listed.ok()) return listed;
  context.Json(response);
  if (response.statuses().empty()) context.Text("Nothing to show.");
  for (const v1::CaseWithdrawalStatus& status : response.statuses()) {
    Show(context, status);
  }
  return ExitCode::kOk;
}

}  // namespace

void AddCaseWithdrawCommands(CLI::App* group, Context* context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      group, "withdraw", "Take a case token back, before it expires",
      {"homeward case withdraw case.token",
       "homeward case withdraw case.token --key supervisor-2.pem --dry-run"});
  command
      ->add_option("token", options->token,
                   "Its file, or the number that `case open` told")
      ->required();
  command->add_option("--key", options->key_file,
                      "The key of a person who vouches; keys/case.pem of the "
                      "agency's folder if not given");
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return Withdraw(*context, *options); }); });
  CLI::App* list = AddCommand(
      group, "withdrawals", "What was taken back, and who has not heard of it",
      {"homeward case withdrawals", "homeward case withdrawals -o json"});
  list->callback([=] { context->Run([&] { return List(*context); }); });
}

}  // namespace homeward::cli
