#include "services/cli/notices/notice_commands.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "homeward/v1/notice_service.grpc.pb.h"
#include "services/cli/command.h"
#include "services/cli/exit_code.h"
#include "services/cli/node/node_client.h"
#include "services/cli/notices/notice_view.h"

namespace homeward::cli {
namespace {

struct DoneOptions {
  std::vector<std::string> notice_ids;
  bool dry_run = false;
};

absl::StatusOr<v1::ListNoticesResponse> Fetch(const NodeClient& client,
                                              bool all) {
  v1::ListNoticesRequest request;
  request.set_include_acknowledged(all);
  request.set_page_size(200);
  v1::ListNoticesResponse listed;
  do {
    v1::ListNoticesResponse page;
    const absl::Status status =
        client.Call(&v1::NoticeService::Stub::ListNotices, request, page);
    if (!status.ok()) return status;
    request.set_page_token(page.next_page_token());
    listed.MergeFrom(page);
    listed.clear_next_page_token();
  } while (!request.page_token().empty());
  return listed;
}

Result List(Context& context, bool all) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  const auto listed = Fetch(*client, all);
  if (!listed.ok()) return listed.status();
  context.Json(*listed);
  if (listed->notices().empty()) context.Text("Nothing waits for you.");
  for (const v1::Notice& notice : listed->notices()) {
    for (const std::string& line : NoticeText(notice, context.now())) {
      context.Text(line);
    }
  }
  return ExitCode::kOk;
}

// What is there of `notice_ids`, unchanged.
Result WouldBeDone(Context& context, const NodeClient& client,
                   const std::vector<std::string>& notice_ids) {
  const auto listed = Fetch(client, /*all=*/true);
  if (!listed.ok()) return listed.status();
  v1::ListNoticesResponse found;
  for (const std::string& notice_id : notice_ids) {
    const auto notice = absl::c_find_if(
        listed->notices(),
        [&](const v1::Notice& one) { return one.notice_id() == notice_id; });
    if (notice == listed->notices().end()) {
      return absl::NotFoundError(
          "there is no such notice that you may see; `homeward notices list`");
    }
    context.Text(NoticeText(*notice, context.now()).front());
    *found.add_notices() = *notice;
  }
  context.Json(found);
  context.Say("So many would be done; nothing was changed.");
  return ExitCode::kOk;
}

Result Done(Context& context, const DoneOptions& options) {
  const auto client = NodeClient::Open(context);
  if (!client.ok()) return client.status();
  if (options.dry_run) {
    return WouldBeDone(context, *client, options.notice_ids);
  }
  v1::ListNoticesResponse done;
  absl::Status status;
  for (const std::string& notice_id : options.notice_ids) {
    v1::AcknowledgeNoticeRequest request;
    request.set_notice_id(notice_id);
    v1::AcknowledgeNoticeResponse response;
    status = client->Call(&v1::NoticeService::Stub::AcknowledgeNotice, request,
                          response);
    if (!status.ok()) break;
    context.Text(NoticeText(response.notice(), context.now()).front());
    *done.add_notices() = std::move(*response.mutable_notice());
  }
  // Also of those before one that could not be.
  context.Json(done);
  if (!status.ok()) return status;
  context.Next("homeward notices list");
  return ExitCode::kOk;
}

}  // namespace

void AddNoticeCommands(CLI::App* root, Context* context) {
  CLI::App* notices =
      AddGroup(root, "notices", "What the desk must know of or do");
  auto all = std::make_shared<bool>(false);
  CLI::App* list = AddCommand(
      notices, "list", "What waits for you, the oldest first",
      {"homeward notices list", "homeward notices list --all -o json"});
  list->add_flag("--all", *all, "Also what is done, for 90 days");
  list->callback([=] { context->Run([&] { return List(*context, *all); }); });
  auto options = std::make_shared<DoneOptions>();
  CLI::App* done = AddCommand(
      notices, "done", "You have seen it, or done what it asks for",
      {"homeward notices done 00064f1d2a3b4c5d6e7f8091a2b3c4d5",
       "homeward notices done 00064f1d2a3b4c5d6e7f8091a2b3c4d6 -o json"});
  done->add_option("id", options->notice_ids, "Its id, or several")->required();
  AddDryRun(done, &options->dry_run);
  done->callback(
      [=] { context->Run([&] { return Done(*context, *options); }); });
}

}  // namespace homeward::cli
