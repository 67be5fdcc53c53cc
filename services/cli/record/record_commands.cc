#include "services/cli/record/record_commands.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "homeward/v1/registration_service.grpc.pb.h"
#include "services/cli/code_name.h"
#include "services/cli/command.h"
#include "services/cli/file/message_file.h"
#include "services/cli/matches/match_view.h"
#include "services/cli/node/node_client.h"
#include "services/cli/sign_in/session.h"
#include "services/cli/text_view.h"

namespace homeward::cli {
namespace {

struct Options {
  std::string file;
  std::string record;
  std::string purpose;
  bool dry_run = false;
};

// A request id when the file has none.
template <typename Request>
absl::Status CompleteRequestId(Request& request) {
  if (!request.request_id().empty()) return absl::OkStatus();
  const auto id = RandomId();
  if (!id.ok()) return id.status();
  request.set_request_id(absl::BytesToHexString(*id));
  return absl::OkStatus();
}

// --purpose overrides the file's.
template <typename Request>
absl::Status SetPurpose(const Options& options, Request& request) {
  if (options.purpose.empty()) return absl::OkStatus();
  const auto purpose = ParsePurpose(options.purpose);
  if (!purpose.ok()) return purpose.status();
  request.set_purpose(*purpose);
  return absl::OkStatus();
}

Result Register(Context& context, const Options& options) {
  v1::RegisterChildRequest request;
  absl::Status status = ReadMessage(context, options.file, request);
  if (status.ok()) status = SetPurpose(options, request);
  if (status.ok()) status = CompleteRequestId(request);
  if (!status.ok()) return status;
  if (options.dry_run) {
    context.Say("The file can be read; nothing was sent.");
    return ExitCode::kOk;
  }
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::RegisterChildResponse response;
  status = client->Call(&v1::RegistrationService::Stub::RegisterChild, request,
                        response);
  if (!status.ok()) return status;
  context.Json(response);
  context.Text(absl::StrCat(response.created() ? "Registered " : "Added to ",
                            response.record_id(), ", ",
                            response.claim_ids_size(), " new claims."));
  for (const v1::RecordMatch& match : response.possible_duplicates()) {
    context.Text("May be the same child:");
    for (const std::string& line : MatchText(match)) context.Text(line);
  }
  if (response.rejected_duplicate_count() > 0) {
    context.Text(
        absl::StrCat("Not shown: ", response.rejected_duplicate_count(),
                     " that people here rejected; see homeward "
                     "matches list --record ",
                     response.record_id()));
  }
  context.Next(absl::StrCat("homeward show ", response.record_id(),
                            " --purpose register"));
  return ExitCode::kOk;
}

// `kind` is the field of Claim's oneof that the file must set; empty: any.
Result Add(Context& context, const Options& options, const std::string& kind) {
  v1::AddClaimRequest request;
  absl::Status status = ReadMessage(context, options.file, request);
  if (status.ok()) status = SetPurpose(options, request);
  if (status.ok()) status = CompleteRequestId(request);
  if (!status.ok()) return status;
  if (!options.record.empty()) request.set_record_id(options.record);
  const auto& claim = request.new_claim().claim();
  const auto* oneof = v1::Claim::descriptor()->FindOneofByName("fact");
  const auto* fact =
      claim.GetReflection()->GetOneofFieldDescriptor(claim, oneof);
  if (fact == nullptr || fact->name() != kind) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the file sets no new_claim { claim { ", kind, " { ... } } }"));
  }
  if (options.dry_run) {
    context.Say("The file can be read; nothing was sent.");
    return ExitCode::kOk;
  }
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::AddClaimResponse response;
  status =
      client->Call(&v1::RegistrationService::Stub::AddClaim, request, response);
  if (!status.ok()) return status;
  context.Json(response);
  context.Text(absl::StrCat(response.added() ? "Added " : "Known already: ",
                            response.claim_id()));
  context.Next(absl::StrCat("homeward show ", request.record_id(),
                            " --purpose register"));
  return ExitCode::kOk;
}

Result Show(Context& context, const Options& options) {
  v1::GetChildRequest request;
  request.set_record_id(options.record);
  const absl::Status purpose = SetPurpose(options, request);
  if (!purpose.ok()) return purpose;
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  v1::GetChildResponse response;
  const absl::Status status =
      client->Call(&v1::RegistrationService::Stub::GetChild, request, response);
  if (!status.ok()) return status;
  context.Json(response);
  context.Text(response.record().record_id());
  for (const v1::Claim& claim : response.record().claims()) {
    context.Text(absl::StrCat("  ", TimeText(claim.source_time()), "  ",
                              claim.source_agency_id(), "  ",
                              ClaimText(claim)));
  }
  for (const std::string& line : TermsText(response.record())) {
    context.Text(line);
  }
  return ExitCode::kOk;
}

void AddPurpose(CLI::App* command, Options* options) {
  command->add_option("--purpose", options->purpose,
                      "Why; the file's if not given");
}

void AddRegister(CLI::App* root, Context* context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      root, "register",
      "Register a child: homeward.v1.RegisterChildRequest as text protobuf or "
      "JSON",
      {"homeward register child.textproto",
       "homeward register --purpose register - < child.json"});
  command->add_option("file", options->file, "The file; - for standard input");
  AddPurpose(command, options.get());
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return Register(*context, *options); }); });
}

void AddClaimKind(CLI::App* add, Context* context, const std::string& name,
                  const std::string& kind) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      AddCommand(add, name, absl::StrCat("Add a ", name, " to a record"),
                 {absl::StrCat("homeward add ", name, " ", name, ".textproto"),
                  absl::StrCat("homeward add ", name,
                               " --record agencies/clinic/children/"
                               "0123456789abcdef0123456789abcdef - < ",
                               name, ".json")});
  command->add_option("file", options->file,
                      "homeward.v1.AddClaimRequest; - for standard input");
  command->add_option("--record", options->record,
                      "The record; the file's if not given");
  AddPurpose(command, options.get());
  AddDryRun(command, &options->dry_run);
  command->callback(
      [=] { context->Run([&] { return Add(*context, *options, kind); }); });
}

}  // namespace

void AddRecordCommands(CLI::App* root, Context* context) {
  AddRegister(root, context);
  CLI::App* add = AddGroup(root, "add", "Add a fact to a record");
  for (const auto& [name, kind] :
       {std::pair("sighting", "sighting"),
        std::pair("wellbeing", "wellbeing_check"),
        std::pair("custody", "custody_event"),
        std::pair("crossing", "crossing_event"),
        std::pair("health", "health_summary"),
        std::pair("missing", "missing_report"),
        std::pair("adult", "accompanying_adult"),
        std::pair("family", "family_member"), std::pair("consent", "consent"),
        std::pair("identity", "identity"),
        std::pair("location-protection", "location_protection"),
        std::pair("adoption-hold", "adoption_hold"),
        std::pair("referral", "referral"),
        std::pair("objection", "seeker_objection"),
        std::pair("screening", "screening")}) {
    AddClaimKind(add, context, name, kind);
  }
  auto options = std::make_shared<Options>();
  CLI::App* show = AddCommand(
      root, "show", "A record of the own node, as far as the house rules allow",
      {"homeward show "
       "agencies/clinic/children/0123456789abcdef0123456789abcdef --purpose "
       "treat",
       "homeward show "
       "agencies/clinic/children/0123456789abcdef0123456789abcdef --purpose "
       "treat -o json"});
  show->add_option("record", options->record, "The record's id")->required();
  show->add_option("--purpose", options->purpose, "Why")->required();
  show->callback(
      [=] { context->Run([&] { return Show(*context, *options); }); });
}

}  // namespace homeward::cli
