#include "services/cli/question/question_commands.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "homeward/v1/query_service.grpc.pb.h"
#include "homeward/v1/question.pb.h"
#include "services/cli/break_glass/glass_options.h"
#include "services/cli/code_name.h"
#include "services/cli/command.h"
#include "services/cli/exit_code.h"
#include "services/cli/file/message_file.h"
#include "services/cli/node/node_client.h"
#include "services/cli/question/answer_view.h"
#include "services/cli/question/child_input.h"
#include "services/cli/question/question_outcome.h"
#include "services/cli/sign_in/sign_in.h"

namespace homeward::cli {
namespace {

struct Options {
  ChildOptions child;
  GlassOptions glass;
  // Unset: who is signed in asks.
  SignInOptions sign_in;
  std::string purpose;
  std::string case_file;
  std::string mou;
  // 0: what the node is configured with.
  int timeout_ms = 0;
  bool own_node = false;
  bool include_rejected = false;
};

// The most that the node may wait for a peer, and then some.
absl::Duration CallTimeout(const Options& options) {
  const absl::Duration peer = options.timeout_ms > 0
                                  ? absl::Milliseconds(options.timeout_ms)
                                  : absl::Seconds(30);
  return peer + absl::Seconds(10);
}

// What LocateChild and GetWellbeing have in common.
template <typename Request>
absl::Status FillRequest(Context& context, const Options& options,
                         Request& request) {
  const auto purpose = ParsePurpose(options.purpose);
  if (!purpose.ok()) return purpose.status();
  request.set_purpose(*purpose);
  auto child = ReadChild(context, options.child);
  if (!child.ok()) return child.status();
  *request.mutable_child() = *std::move(child);
  if (!options.case_file.empty()) {
    auto token = ReadEnvelope(options.case_file);
    if (!token.ok()) return token.status();
    *request.mutable_case_token() = *std::move(token);
  }
  const absl::Status categories = AddCategories(options, request);
  if (!categories.ok()) return categories;
  request.set_mou_id(options.mou);
  request.set_include_rejected(options.include_rejected);
  request.set_scope(options.own_node ? v1::SCOPE_NODE : v1::SCOPE_FEDERATION);
  if (options.timeout_ms > 0) {
    request.mutable_peer_timeout()->set_seconds(options.timeout_ms / 1000);
    request.mutable_peer_timeout()->set_nanos(options.timeout_ms % 1000 *
                                              1'000'000);
  }
  return absl::OkStatus();
}

absl::Status AddCategories(const Options& options,
                           v1::LocateChildRequest& request) {
  for (const std::string& name : options.glass.categories) {
    const auto category = ParseCategory(name);
    if (!category.ok()) return category.status();
    request.add_categories(*category);
  }
  return absl::OkStatus();
}

// How she is has categories of its own.
absl::Status AddCategories(const Options& options,
                           const v1::GetWellbeingRequest&) {
  if (!options.glass.reason.empty() || options.glass.categories.empty()) {
    return absl::OkStatus();
  }
  return UsageError("--category goes with --break-glass only",
                    "leave it out, or ask with homeward locate");
}

// Breaks the glass for `request`, which is filled, if the options say so: as
// who is signed in.
template <typename Request>
absl::Status AddGlass(Context& context, const Options& options,
                      Request& request) {
  auto glass =
      BreakGlass(context, options.glass, request.purpose(), request.child());
  if (!glass.ok()) return glass.status();
  if (!glass->statement.payload().empty()) {
    *request.mutable_break_glass() = std::move(glass->statement);
    *request.mutable_break_glass_text() = std::move(glass->text);
  }
  return absl::OkStatus();
}

// The node, as who is signed in; signs somebody in first, if the options say
// so.
absl::StatusOr<NodeClient> OpenNode(Context& context, const Options& options) {
  if (!options.sign_in.subject.empty()) {
    const auto signed_in = SignInAs(context, options.sign_in);
    if (!signed_in.ok()) return signed_in.status();
  }
  return NodeClient::Open(context);
}

// Fills `request`, and returns the node to send it to.
template <typename Request>
absl::StatusOr<NodeClient> Prepare(Context& context, const Options& options,
                                   Request& request) {
  const absl::Status filled = FillRequest(context, options, request);
  if (!filled.ok()) return filled;
  auto client = OpenNode(context, options);
  if (!client.ok()) return client;
  const absl::Status broken = AddGlass(context, options, request);
  if (!broken.ok()) return broken;
  return client;
}

// What the JSON format shows: every message in one list is ndjson's matter, so
// json shows the same messages one after the other.
Result Locate(Context& context, const Options& options) {
  v1::LocateChildRequest request;
  const auto client = Prepare(context, options, request);
  if (!client.ok()) return client.status();
  Result result = absl::InternalError("the node ended without a summary");
  const absl::Status status =
      client->Read<v1::QueryService::Stub, v1::LocateChildRequest,
                   v1::LocateChildResponse>(
          &v1::QueryService::Stub::LocateChild, request,
          [&](const v1::LocateChildResponse& event) {
            context.Json(event);
            if (event.has_progress()) {
              context.Say(absl::StrCat("Asking ",
                                       event.progress().agency_ids_size(),
                                       " nodes, query ", event.query_id()));
            }
            for (const v1::NodeAnswer& answer : event.answers()) {
              for (const auto& line : AnswerText(answer)) context.Text(line);
            }
            if (event.has_summary()) {
              ShowSummary(context, event.summary(), event.query_id());
              result = HowItEnded(event.summary(), event.query_id());
            }
          },
          CallTimeout(options));
  if (!status.ok()) return status;
  return result;
}

Result Wellbeing(Context& context, const Options& options) {
  v1::GetWellbeingRequest request;
  const auto client = Prepare(context, options, request);
  if (!client.ok()) return client.status();
  v1::GetWellbeingResponse response;
  const absl::Status status =
      client->Call(&v1::QueryService::Stub::GetWellbeing, request, response,
                   CallTimeout(options));
  if (!status.ok()) return status;
  context.Json(response);
  for (const v1::NodeAnswer& answer : response.answers()) {
    for (const auto& line : AnswerText(answer)) context.Text(line);
  }
  ShowSummary(context, response.summary(), response.query_id());
  return HowItEnded(response.summary(), response.query_id());
}

void AddQuestion(CLI::App* root, Context* context, const std::string& name,
                 const std::string& about,
                 Result (*ask)(Context&, const Options&)) {
  auto options = std::make_shared<Options>();
  CLI::App* command = AddCommand(
      root, name, about,
      {absl::StrCat("homeward ", name,
                    " --purpose missing-search --case case.token "
                    "child.textproto"),
       absl::StrCat("homeward ", name,
                    " --as nurse-2 --role clinic.clinician --purpose "
                    "care-coordination --record "
                    "agencies/clinic/children/"
                    "0123456789abcdef0123456789abcdef -o ndjson"),
       absl::StrCat("homeward ", name,
                    " --purpose missing-search --break-glass imminent-danger "
                    "--category loc-coarse --category wellbeing "
                    "--break-glass-text what-happened.txt child.textproto")});
  command
      ->add_option("--purpose", options->purpose,
                   "Why: missing-search, care-coordination, ...")
      ->required();
  command->add_option("--case", options->case_file, "The case token's file");
  command->add_option("--mou", options->mou,
                      "The MOU to rely on; chosen for each peer if not given");
  command
      ->add_option("--peer-timeout-ms", options->timeout_ms,
                   "How long to wait for each peer; the node's own if not "
                   "given")
      ->check(CLI::Range(100, 30000));
  CLI::Option* as = command->add_option(
      "--as", options->sign_in.subject,
      "Sign in first, by a pseudonym; who is signed in asks if not given");
  CLI::Option* role = command->add_option(
      "--role", options->sign_in.roles,
      "With --as: a role, such as cp.caseworker; may be repeated");
  as->needs(role);
  role->needs(as);
  command->add_flag("--own-node", options->own_node, "Ask no other node");
  command->add_flag(
      "--include-rejected", options->include_rejected,
      "Show matches too that people here rejected for this child");
  AddGlassOptions(command, &options->glass);
  AddChildOptions(command, &options->child);
  command->callback(
      [=] { context->Run([&] { return ask(*context, *options); }); });
}

}  // namespace

void AddQuestionCommands(CLI::App* root, Context* context) {
  AddQuestion(root, context, "locate", "Where is this child?", Locate);
  AddQuestion(root, context, "wellbeing", "How is this child?", Wellbeing);
}

}  // namespace homeward::cli
