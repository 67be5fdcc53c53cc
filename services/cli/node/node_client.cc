#include "services/cli/node/node_client.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/support/channel_arguments.h"
#include "homeward/v1/error.pb.h"
#include "services/cli/node/path_error.h"
#include "services/cli/sign_in/session.h"
#include "services/rpc/error_detail.h"
#include "services/rpc/peer/probe.h"

namespace homeward::cli {
namespace {

constexpr char kStaffAssertionKey[] = "homeward-staff-assertion-bin";
constexpr absl::Duration kConnectTimeout = absl::Milliseconds(1500);
constexpr int kMaxMessageBytes = 16 << 20;
// What to do about a denial that has no question to explain: of own records the
// house rules decide.
constexpr char kWithoutQuery[] =
    "homeward mou list; then sign in with a role, or name a --purpose, that "
    "the agency's own MOU allows";

std::string Trailer(const grpc::ClientContext& call, const char* key) {
  const auto& trailers = call.GetServerTrailingMetadata();
  const auto found = trailers.find(key);
  if (found == trailers.end()) return "";
  return std::string(found->second.data(), found->second.size());
}

// Tries to connect once.
bool ConnectOnce(grpc::Channel& channel, absl::Time end) {
  const auto deadline = absl::ToChronoTime(end);
  grpc_connectivity_state state = channel.GetState(/*try_to_connect=*/true);
  while (state != GRPC_CHANNEL_READY &&
         state != GRPC_CHANNEL_TRANSIENT_FAILURE) {
    if (!channel.WaitForStateChange(state, deadline)) return false;
    state = channel.GetState(/*try_to_connect=*/true);
  }
  return state == GRPC_CHANNEL_READY;
}

}  // namespace

absl::StatusOr<NodeClient> NodeClient::Connect(
    const Context& context, const Home& home,
    std::optional<absl::Time> deadline) {
  NodeClient client;
  client.endpoint_ = home.Address(context);
  client.seen_ = std::make_shared<SeenNode>();
  const auto pair = OwnPair(home, context.now());
  if (!pair.ok()) return pair.status();
  const auto judge = NodeJudge(home, client.seen_, context.now());
  if (!judge.ok()) return judge.status();
  const auto credentials = NodeCredentials(**pair, *judge);
  if (!credentials.ok()) return credentials.status();
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  client.channel_ =
      grpc::CreateCustomChannel(client.endpoint_, *credentials, arguments);
  if (ConnectOnce(*client.channel_,
                  deadline.value_or(absl::Now() + kConnectTimeout))) {
    return client;
  }
  if (deadline.has_value()) {
    return absl::UnavailableError("the node can't be reached in time");
  }
  const absl::Status judged = client.seen_->judged();
  if (!judged.ok()) return judged;
  return ExplainPath(
      {home.config().agency_id(), client.endpoint_, pair->get(), *judge});
}

absl::StatusOr<NodeClient> NodeClient::OpenSignedOut(const Context& context) {
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  return Connect(context, *home, std::nullopt);
}

absl::StatusOr<NodeClient> NodeClient::Open(const Context& context) {
  return OpenSignedIn(context, std::nullopt);
}

absl::StatusOr<NodeClient> NodeClient::OpenBy(const Context& context,
                                              absl::Time deadline) {
  return OpenSignedIn(context, deadline);
}

absl::StatusOr<NodeClient> NodeClient::OpenSignedIn(
    const Context& context, std::optional<absl::Time> deadline) {
  const auto home = Home::Open(context);
  if (!home.ok()) return home.status();
  auto session = ReadSession(*home, context.now());
  if (!session.ok()) return session.status();
  auto client = Connect(context, *home, deadline);
  if (client.ok()) client->assertion_ = std::move(session->assertion);
  return client;
}

void NodeClient::Prepare(grpc::ClientContext& call,
                         absl::Duration timeout) const {
  call.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  if (!assertion_.empty()) call.AddMetadata(kStaffAssertionKey, assertion_);
}

absl::Status NodeClient::Finish(const grpc::Status& status,
                                const grpc::ClientContext& call) const {
  absl::Status result = rpc::FromGrpc(status, Trailer(call, rpc::kErrorKey));
  if (result.ok()) return result;
  if (rpc::DetailOf(result).code().empty()) {
    result = ExplainCall(std::move(result), endpoint_);
  }
  const std::string query_id = Trailer(call, rpc::kQueryIdKey);
  v1::ErrorDetail detail = rpc::DetailOf(result);
  const bool names_query = absl::StrContains(detail.next_command(), "QUERY_ID");
  if (query_id.empty()) {
    if (!names_query) return result;
    detail.set_next_command(kWithoutQuery);
    return rpc::WithDetail(std::move(result), detail);
  }
  // One that only says where to look says now at which query.
  if (!detail.next_command().empty() && !names_query) return result;
  detail.set_next_command(absl::StrCat("homeward explain ", query_id));
  return rpc::WithDetail(std::move(result), detail);
}

}  // namespace homeward::cli
